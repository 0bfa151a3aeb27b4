// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import HTTPTypes
import Testing

/// A client of tus 1.0.0 made from its specification, which knows nothing of our own.
struct Uploader {
    let wire: RouteWire
    let token: String?

    static func field(_ name: String) throws -> HTTPField.Name {
        try #require(HTTPField.Name(name))
    }

    func ask(
        _ method: HTTPRequest.Method,
        _ path: String,
        _ headers: [String: String] = [:],
        _ body: Data? = nil,
        version: String? = "1.0.0"
    ) async throws -> RouteWire.Answer {
        var fields: HTTPFields = [:]
        if let token { fields[.authorization] = "Bearer \(token)" }
        if let version { fields[try Self.field("Tus-Resumable")] = version }
        for (name, value) in headers { fields[try Self.field(name)] = value }
        return try await wire.send(method, path, fields, body)
    }

    func begin(
        _ hash: String,
        length: String,
        record: RecordID? = nil
    ) async throws -> RouteWire.Answer {
        var metadata = [
            "filename \(Self.base64("../../etc/passwd"))", "sha256 \(Self.base64(hash))",
        ]
        if let record { metadata.append("record \(Self.base64("\(record)"))") }
        return try await ask(
            .post,
            "v1/blobs",
            ["Upload-Length": length, "Upload-Metadata": metadata.joined(separator: ",")]
        )
    }

    /// Begins an upload that must be taken; its path.
    func location(_ file: Data, record: RecordID? = nil) async throws -> String {
        let begun = try await begin("\(Hash(of: file))", length: "\(file.count)", record: record)
        #expect(begun.verdict == "201")
        return String(try #require(begun.headers[.location]).dropFirst())
    }

    func offset(_ path: String) async throws -> String {
        let answer = try await ask(.head, path)
        return answer.headers[try Self.field("Upload-Offset")] ?? answer.verdict
    }

    func patch(_ path: String, _ offset: String, _ body: Data) async throws -> RouteWire.Answer {
        let headers = [
            "Upload-Offset": offset, "Content-Type": "application/offset+octet-stream",
        ]
        return try await ask(.patch, path, headers, body)
    }

    func send(_ file: Data, record: RecordID? = nil) async throws -> String {
        try await patch(location(file, record: record), "0", file).verdict
    }

    func get(_ file: Data, range: String? = nil) async throws -> RouteWire.Answer {
        let headers = range.map { ["Range": $0] } ?? [:]
        return try await ask(.get, "v1/blobs/\(Hash(of: file))", headers, version: nil)
    }

    func present(_ file: Data, _ record: RecordID) async throws -> Bool {
        let name = BlobName(record: record, sha256: Hash(of: file))
        let body = try Canonical.encode(BlobNames(files: [name]))
        let answer = try await wire.post("v1/blobs/present", token: token, body)
        return try answer.decoded(BlobNames.self).files == [name]
    }

    static func base64(_ text: String) -> String { Data(text.utf8).base64EncodedString() }
}

extension Pen {
    /// A contact that names a file.
    func contact(photo file: Data, size: Int? = nil) throws -> Change {
        let reference = BlobReference(
            sha256: Hash(of: file),
            sizeBytes: Int64(size ?? file.count),
            mediaType: "image/jpeg"
        )
        return try change(
            .create,
            newRecord(),
            patch: [
                "participant": Edit(to: .text("p-1")), "kind": Edit(to: .choice("visit")),
                "photo": Edit(to: .blob(reference)),
            ]
        )
    }
}

extension World {
    /// The paths of all files under the folder of files.
    func blobPaths() -> [String] {
        let walk = FileManager.default.enumerator(atPath: folder + "/blobs")
        return (walk?.compactMap { $0 as? String } ?? []).filter { path in
            var isFolder: ObjCBool = false
            _ = FileManager.default.fileExists(
                atPath: folder + "/blobs/" + path,
                isDirectory: &isFolder
            )
            return !isFolder.boolValue
        }.sorted()
    }
}
