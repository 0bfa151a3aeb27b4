// SPDX-License-Identifier: Apache-2.0

import FieldModel
import SyncService
import HTTPTypes
import Hummingbird

/// `/v1/held`: what arrived after its author's role was taken away, or waits since a restore, for
/// someone to decide about.
extension Routes {
    func held(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let device = try await device(request)
        let (forms, now) = (core.forms, core.now())
        let reports = try await core.storage.read {
            try Holding(reader: $0, forms: forms, person: device.person, now: now).reports()
        }
        return try Exchange.answer(reports, to: request)
    }

    func decide(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let device = try await device(request)
        let decision = try await Exchange.read(
            HeldDecision.self,
            from: request,
            context,
            limit: Limits.administrationBytesMax
        )
        let (forms, storage, now) = (core.forms, core.storage, core.now())
        let outcome = try await storage.write {
            try $0.decide(
                decision,
                forms: forms,
                person: device.person,
                now: now,
                lost: storage.lost
            )
        }
        await core.live.tick()
        return try Exchange.answer(outcome, to: request)
    }
}
