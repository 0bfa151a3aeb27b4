// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import HTTPTypes
import Hummingbird
import SyncService

/// The headers of the tus protocol, read and written.
enum Tus {
    static let version = "1.0.0"

    static func check(_ request: Request) throws {
        guard request.headers[.tusResumable] == version else {
            throw Problem(.uploadVersion, "Uploads follow tus \(version): say so in Tus-Resumable.")
        }
    }

    static func headers(of upload: StoredUpload, at offset: Int64? = nil) -> HTTPFields {
        var headers: HTTPFields = [.tusResumable: version, .cacheControl: "no-store"]
        if let offset { headers[.uploadOffset] = "\(offset)" }
        if !upload.isFinished { headers[.uploadExpires] = date(upload.expires) }
        return headers
    }

    static func number(_ request: Request, _ name: HTTPField.Name) throws -> Int64 {
        let text = request.headers[name] ?? ""
        guard (1...18).contains(text.utf8.count), text.utf8.allSatisfy({ (48...57).contains($0) }),
            let number = Int64(text)
        else { throw Problem(.requestMalformed, "\(name) is missing, or no whole number.") }
        return number
    }

    /// What `Upload-Length` and `Upload-Metadata` say: `sha256`, and `record` where it is named.
    ///
    /// Other keys, such as the file's name, are the sender's own and are not kept.
    static func announced(_ request: Request) throws -> Uploading.Announced {
        let size = try number(request, .uploadLength)
        var values: [String: String] = [:]
        for pair in (request.headers[.uploadMetadata] ?? "").split(separator: ",") {
            let parts = pair.split(separator: " ")
            guard parts.count == 2, let data = Data(base64Encoded: String(parts[1])) else {
                continue
            }
            values[String(parts[0])] = String(decoding: data, as: UTF8.self)
        }
        guard let hash = values["sha256"].flatMap({ Hash($0.lowercased()) }) else {
            throw Problem(
                .requestMalformed,
                "Upload-Metadata must have sha256: the 64 digits of the file's hash, in base64."
            )
        }
        let record = values["record"].map { RecordID($0) }
        if case .some(.none) = record {
            throw Problem(.requestMalformed, "The record in Upload-Metadata is no identifier.")
        }
        return Uploading.Announced(sha256: hash, sizeBytes: size, record: record ?? nil)
    }

    /// RFC 9110, section 5.6.7.
    private static func date(_ instant: Instant) -> String {
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.timeZone = TimeZone(identifier: "GMT")
        formatter.dateFormat = "EEE, dd MMM yyyy HH:mm:ss 'GMT'"
        return formatter.string(
            from: Date(timeIntervalSince1970: Double(instant.milliseconds) / 1000)
        )
    }
}

extension StoredUpload {
    fileprivate var expires: Instant { touched.adding(seconds: Limits.uploadDays * 24 * 60 * 60) }
}

extension HTTPField.Name {
    static let tusResumable = field("Tus-Resumable")
    static let tusVersion = field("Tus-Version")
    static let tusExtension = field("Tus-Extension")
    static let tusMaxSize = field("Tus-Max-Size")
    static let uploadLength = field("Upload-Length")
    static let uploadOffset = field("Upload-Offset")
    static let uploadMetadata = field("Upload-Metadata")
    static let uploadExpires = field("Upload-Expires")

    /// The names above are tokens, which is all that the initialiser asks.
    private static func field(_ name: String) -> HTTPField.Name { HTTPField.Name(name) ?? .vary }
}
