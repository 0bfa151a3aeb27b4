// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import HTTPTypes
import Hummingbird
import SyncService

/// Uploads by tus 1.0.0 (https://tus.io/protocols/resumable-upload): core, creation, expiration and
/// termination.
extension Routes {
    func addUploads(to router: Router<ServiceContext>) {
        router.on("v1/blobs", method: .options, use: abilities)
        router.post("v1/blobs", use: begin)
        router.head("v1/uploads/{id}", use: look)
        router.patch("v1/uploads/{id}", use: goOn)
        router.delete("v1/uploads/{id}", use: giveUp)
    }

    private func abilities(_ request: Request, _ context: ServiceContext) async throws -> Response {
        Response(
            status: .noContent,
            headers: [
                .tusResumable: Tus.version, .tusVersion: Tus.version,
                .tusExtension: "creation,expiration,termination",
                .tusMaxSize: "\(core.blobs.bounds.fileBytesMax)",
            ]
        )
    }

    private func begin(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let device = try await device(request)
        try Tus.check(request)
        let file = try Tus.announced(request)
        let upload = try await core.blobs.begin(file, of: device)
        var headers = Tus.headers(of: upload)
        headers[.location] = "/v1/uploads/\(upload.id)"
        return Response(status: .created, headers: headers)
    }

    private func look(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let device = try await device(request)
        try Tus.check(request)
        let (upload, offset) = try await core.blobs.look(Self.upload(context), of: device)
        var headers = Tus.headers(of: upload, at: offset)
        headers[.uploadLength] = "\(upload.sizeBytes)"
        return Response(status: .ok, headers: headers)
    }

    private func goOn(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let device = try await device(request)
        try Tus.check(request)
        guard request.headers[.contentType] == "application/offset+octet-stream",
            request.headers[.contentEncoding] == nil
        else {
            throw Problem(
                .requestEncoding,
                "Parts of a file are plain application/offset+octet-stream."
            )
        }
        let upload = try await core.blobs.upload(Self.upload(context), of: device)
        let offset = try Tus.number(request, .uploadOffset)
        let reached = try await receive(upload, from: offset, request, context)
        if reached == upload.sizeBytes, !upload.isFinished { try await core.blobs.finish(upload) }
        return Response(status: .noContent, headers: Tus.headers(of: upload, at: reached))
    }

    /// Writes what arrives as it arrives; what came before a connection broke is kept.
    private func receive(
        _ upload: StoredUpload,
        from offset: Int64,
        _ request: Request,
        _ context: ServiceContext
    ) async throws -> Int64 {
        let files = core.blobs.files
        if upload.isFinished {
            guard offset == upload.sizeBytes else {
                throw Problem(.blobOffset, "The upload is finished.")
            }
            return offset
        }
        let announced = request.headers[.contentLength].flatMap { Int64($0) } ?? 0
        guard announced <= upload.sizeBytes - min(offset, upload.sizeBytes) else {
            throw Problem(
                .blobTooLarge,
                "More is to come than the \(upload.sizeBytes) bytes that were announced."
            )
        }
        let file = try await core.blobs.writer(upload, at: offset)
        defer { files.end(file, of: upload.id) }
        do {
            for try await part in request.body {
                context.deadline.received(bytes: part.readableBytes)
                try part.withUnsafeReadableBytes { try file.write($0) }
            }
            context.deadline.met()
        } catch {
            try? await core.blobs.apart { try file.sync() }
            throw error
        }
        try await core.blobs.apart { try file.sync() }
        return file.offset
    }

    private func giveUp(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let device = try await device(request)
        try Tus.check(request)
        let upload = try await core.blobs.upload(Self.upload(context), of: device)
        try await core.blobs.discard(upload.id)
        return Response(status: .noContent, headers: [.tusResumable: Tus.version])
    }

    private static func upload(_ context: ServiceContext) throws -> UploadID {
        guard let id = context.parameters.get("id").flatMap({ UploadID($0) }) else {
            throw Uploading.gone
        }
        return id
    }
}
