// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation

/// Files, by tus 1.0.0 upwards and by ranges downwards.
extension Server {
    func present(_ names: BlobNames) throws -> BlobNames { try post("v1/blobs/present", names) }

    /// Begins an upload, or finds the one that this device has begun of the same file.
    func beginUpload(_ name: BlobName, sizeBytes: Int64) throws -> UploadID {
        let pairs = ["record": name.record.description, "sha256": name.sha256.description]
        var exchange = Exchange("POST", "v1/blobs", body: Data())
        exchange.headers = Self.tus
        exchange.headers["Upload-Length"] = "\(sizeBytes)"
        exchange.headers["Upload-Metadata"] = pairs.sorted { $0.key < $1.key }
            .map { "\($0.key) \(Data($0.value.utf8).base64EncodedString())" }
            .joined(separator: ",")
        // Only the name of the upload is taken: bytes go to no other server than this one.
        let location = try carry(exchange).headers["location"] ?? ""
        guard let id = location.split(separator: "/").last.flatMap({ UploadID(String($0)) }) else {
            throw Self.garbled
        }
        return id
    }

    func offset(of upload: UploadID) throws -> Int64 {
        var exchange = Exchange("HEAD", "v1/uploads/\(upload)")
        exchange.headers = Self.tus
        return try Self.offset(carry(exchange))
    }

    /// Sends one part; how far the upload is then.
    func append(_ part: Data, to upload: UploadID, at offset: Int64) throws -> Int64 {
        var exchange = Exchange("PATCH", "v1/uploads/\(upload)", body: part)
        exchange.headers = Self.tus
        exchange.headers["Upload-Offset"] = "\(offset)"
        exchange.type = "application/offset+octet-stream"
        return try Self.offset(carry(exchange))
    }

    /// Fetches a file from a byte on, and gives it part by part.
    ///
    /// `part` is told whether the server began at that byte, or at the first one after all.
    func fetch(
        _ hash: Hash,
        from offset: Int64,
        part: @escaping (_ isContinued: Bool, UnsafeRawBufferPointer) -> Bool
    ) throws {
        var exchange = Exchange("GET", "v1/blobs/\(hash)")
        exchange.headers = ["Range": "bytes=\(offset)-"]
        _ = try carry(exchange) { head, bytes in
            let begins = head.headers["content-range"]?.hasPrefix("bytes \(offset)-") ?? false
            return part(head.status == 206 && begins, bytes)
        }
    }

    private static let tus = ["Tus-Resumable": "1.0.0"]

    private static func offset(_ answer: HTTPAnswer) throws -> Int64 {
        guard let offset = answer.headers["upload-offset"].flatMap({ Int64($0) }), offset >= 0
        else { throw garbled }
        return offset
    }

    private static let garbled = Problem(
        .serverFailed,
        "What the server answered about a file cannot be read. Your work is saved on this device."
            + " Sync again; if it stays, tell an administrator."
    )
}
