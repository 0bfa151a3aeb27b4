// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

extension Routes {
    /// Any enrolled device may carry another's bundle; it learns nothing of what is in it.
    func bundle(_ request: Request, _ context: ServiceContext) async throws -> Response {
        _ = try await device(request)
        let data = try await Exchange.bytes(of: request, context, limit: Limits.bundleBytesMax)
        return Self.sealed(try await core.take(bundle: data))
    }

    /// Some parts of one file of a bundle, from the one with this number on.
    func bundleFile(_ request: Request, _ context: ServiceContext) async throws -> Response {
        _ = try await device(request)
        guard let part = request.uri.queryParameters["part"].flatMap({ Int64($0) }), part > 0 else {
            throw Problem(.requestMalformed, "?part=N says with which part this begins, from 1.")
        }
        let limit = Limits.bundlePartsBytesMax
        let data = try await Exchange.bytes(of: request, context, limit: limit)
        switch try await core.take(bundleFile: data, from: part) {
        case .goOn(let place):
            return try Exchange.answer(place, to: request, status: .accepted)
        case .receipts(let receipts): return Self.sealed(receipts)
        }
    }

    private static func sealed(_ receipts: Data) -> Response {
        Response(
            status: .ok,
            headers: [.contentType: "application/octet-stream", .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: receipts))
        )
    }
}
