// SPDX-License-Identifier: Apache-2.0

import FieldModel
import HTTPTypes
import Hummingbird
import NIOCore

extension Routes {
    /// Any enrolled device may carry another's bundle; it learns nothing of what is in it.
    func bundle(_ request: Request, _ context: ServiceContext) async throws -> Response {
        _ = try await device(request)
        let data = try await Exchange.bytes(of: request, context, limit: Limits.bundleBytesMax)
        let receipts = try await core.take(bundle: data)
        return Response(
            status: .ok,
            headers: [.contentType: "application/octet-stream", .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: receipts))
        )
    }
}
