// SPDX-License-Identifier: Apache-2.0

import FieldModel
import HTTPTypes
import Hummingbird
import SyncService

/// `/v1/erasures`, `/v1/holds` and `/v1/confirmations`: what must be gone, and who says that it is.
extension Routes {
    func erasures(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let device = try await device(request)
        let reports = await core.setAside.completed(
            try await core.storage.read { try $0.erasureReports(for: device.person) }
        )
        return try Exchange.answer(reports, to: request)
    }

    func erase(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let device = try await device(request)
        let body = try await read(ErasureRequest.self, request, context)
        do {
            let answer = try await erase(body, by: device.person)
            return try Exchange.answer(answer, to: request)
        } catch StorageFailure.full {
            throw try await noRoom(for: body, by: device.person)
        } catch let failure as StorageFailure {
            core.oweErasing()
            throw failure
        }
    }

    private func erase(_ body: ErasureRequest, by person: PersonID) async throws -> ErasureAnswer {
        let (forms, now) = (core.forms, core.now())
        do {
            guard !body.isRehearsal else {
                let plan = try await core.storage.read {
                    try Erasing(reader: $0, forms: forms, person: person).plan(body).plan
                }
                return ErasureAnswer(plan: plan, report: nil)
            }
            await core.setAside.expect(body)
            let answer = try await core.storage.write {
                try $0.erase(body, forms: forms, person: person, now: now)
            }
            try await core.blobs.removeUnreferencedBlobs()
            await core.live.tick()
            await core.setAside.erase()
            return ErasureAnswer(
                plan: answer.plan,
                report: await core.setAside.completed(answer.report.map { [$0] } ?? []).first
            )
        } catch let problem as Problem {
            await core.setAside.forget(body)
            // Nobody is told that it was done while anything is owed: each write does that first.
            if problem.code == .recordErased { try await core.blobs.removeUnreferencedBlobs() }
            throw problem
        }
    }

    private func noRoom(for body: ErasureRequest, by person: PersonID) async throws -> Problem {
        let forms = core.forms
        let isBegun = try await core.storage.read {
            try Erasing(reader: $0, forms: forms, person: person).isBegun(body)
        }
        if isBegun { core.oweErasing() }
        return Problem(
            .storageFull,
            isBegun
                ? "The server's disk is full. The erasure is written down, and not finished: the"
                    + " server does that by itself as soon as there is room. Give the command again"
                    + " then, to be told that it is done."
                : "The server's disk is full. Nothing was erased. Give the command again when there"
                    + " is room."
        )
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
