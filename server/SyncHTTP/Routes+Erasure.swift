// SPDX-License-Identifier: Apache-2.0

import FieldModel
import HTTPTypes
import Hummingbird
import SyncService

/// `/v1/erasures`, `/v1/holds` and `/v1/confirmations`: what must be gone, and who says that it is.
extension Routes {
    func erasures(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let device = try await device(request)
        let reports = try await core.storage.read { try $0.erasureReports(for: device.person) }
        return try Exchange.answer(reports, to: request)
    }

    func erase(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let device = try await device(request)
        let body = try await read(ErasureRequest.self, request, context)
        let (forms, now) = (core.forms, core.now())
        guard !body.isRehearsal else {
            let plan = try await core.storage.read {
                try Erasing(reader: $0, forms: forms, person: device.person).plan(body).plan
            }
            return try Exchange.answer(ErasureAnswer(plan: plan, report: nil), to: request)
        }
        let answer = try await core.storage.write {
            try $0.erase(body, forms: forms, person: device.person, now: now)
        }
        try await core.blobs.removeUnreferencedBlobs()
        await core.live.tick()
        return try Exchange.answer(answer, to: request)
    }

    func hold(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let device = try await device(request)
        let body = try await read(HoldRequest.self, request, context)
        let now = core.now()
        try await core.storage.write { try $0.hold(body, person: device.person, now: now) }
        return try Exchange.answer(["done": true], to: request)
    }

    /// A revoked device may still say what it removed, and is told what to remove: nothing else.
    func confirm(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let device = try await core.device(
            bearing: request.headers[.authorization],
            allowingRevoked: true
        )
        let body = try await read(Confirmation.self, request, context)
        let now = core.now()
        let answer = try await core.storage.write { writer in
            let current = try writer.device(device.id) ?? device
            return try writer.confirm(body, by: current, now: now)
        }
        return try Exchange.answer(answer, to: request)
    }

    private func read<Body: Decodable & Sendable>(
        _ type: Body.Type,
        _ request: Request,
        _ context: ServiceContext
    ) async throws -> Body {
        try await Exchange.read(
            type,
            from: request,
            context,
            limit: Limits.administrationBytesMax
        )
    }
}
