// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import SyncService

/// `/v1/blobs`: which files there are, and their bytes, from any byte on.
extension Routes {
    func addBlobs(to router: Router<ServiceContext>) {
        router.post("v1/blobs/present", use: present)
        router.get("v1/blobs/{sha256}", use: blob)
        addUploads(to: router)
    }

    private func present(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let device = try await device(request)
        let names = try await Exchange.read(
            BlobNames.self,
            from: request,
            context,
            limit: Limits.administrationBytesMax * 2
        )
        let (forms, files) = (core.forms, core.blobs.files)
        let known = try await core.storage.read {
            try Uploading(reader: $0, forms: forms, person: device.person)
                .present(names, in: files)
        }
        return try Exchange.answer(known, to: request)
    }

    private func blob(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let device = try await device(request)
        guard let hash = context.parameters.get("sha256").flatMap({ Hash($0) }) else {
            throw Problem(.requestMalformed, "A file is named by the 64 digits of its SHA-256.")
        }
        let (forms, files) = (core.forms, core.blobs.files)
        let size = try await core.storage.read {
            try Uploading(reader: $0, forms: forms, person: device.person)
                .readable(hash, in: files)
        }
        let range = try ByteRange(request.headers[.range], size: size)
        guard let file = try files.open(hash) else { throw Uploading.unknown }
        var headers: HTTPFields = [
            .contentType: "application/octet-stream", .cacheControl: "no-store",
            .acceptRanges: "bytes", .eTag: "\"\(hash)\"", .contentDisposition: "attachment",
            .xContentTypeOptions: "nosniff",
        ]
        if range.isPart {
            headers[.contentRange] = "bytes \(range.first)-\(range.end - 1)/\(size)"
        }
        return Response(
            status: range.isPart ? .partialContent : .ok,
            headers: headers,
            body: Self.body(of: file, range)
        )
    }

    private static func body(of file: FileHandle, _ range: ByteRange) -> ResponseBody {
        ResponseBody(contentLength: Int(range.end - range.first)) { writer in
            defer { try? file.close() }
            try file.seek(toOffset: UInt64(range.first))
            var left = Int(range.end - range.first)
            while left > 0 {
                guard let part = try file.read(upToCount: min(left, 64 * 1024)), !part.isEmpty
                else { throw StorageFailure.damaged("a file is shorter than it was") }
                left -= part.count
                try await writer.write(ByteBuffer(bytes: part))
            }
            try await writer.finish(nil)
        }
    }
}

/// The part of a file that is asked for; the whole where nothing is, or what this does not know.
struct ByteRange: Hashable {
    let first: Int64
    let end: Int64
    let isPart: Bool

    /// - Throws: `Problem` `request.range` for a part that begins at or beyond the end.
    init(_ header: String?, size: Int64) throws(Problem) {
        let match = header?.wholeMatch(of: #/bytes=([0-9]{1,18})-([0-9]{0,18})/#)
        guard let match, let first = Int64(match.1) else {
            (self.first, end, isPart) = (0, size, false)
            return
        }
        let last = min(Int64(match.2) ?? size, size - 1)
        guard first <= last else {
            throw Problem(.rangeInvalid, "The file has \(size) bytes.")
        }
        (self.first, end, isPart) = (first, last + 1, true)
    }
}
