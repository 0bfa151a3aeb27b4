// SPDX-License-Identifier: Apache-2.0

import FieldModel
import SyncService
import Foundation
import HTTPTypes
package import Hummingbird

/// Every route of the service; `docs/protocol.md` says what each takes and gives.
package struct Routes: Sendable {
    let core: ServerCore

    package init(core: ServerCore) { self.core = core }

    package func router() -> Router<ServiceContext> {
        let router = Router(context: ServiceContext.self)
        router.middlewares.add(Boundary())
        router.get("healthz", use: health)
        router.post("v1/enrol", use: enrol)
        router.post("v1/devices", use: fork)
        router.post("v1/passphrases", use: setPassphrase)
        router.post("v1/push", use: push)
        router.post("v1/bundles", use: bundle)
        router.post("v1/bundles/files", use: bundleFile)
        router.get("v1/pull", use: pull)
        router.post("v1/repair", use: repair)
        router.get("v1/live", use: live)
        router.get("v1/forms", use: forms)
        router.get("v1/conflicts", use: conflicts)
        router.get("v1/held", use: held)
        router.post("v1/held", use: decide)
        router.get("v1/erasures", use: erasures)
        router.post("v1/erasures", use: erase)
        router.post("v1/holds", use: hold)
        router.post("v1/confirmations", use: confirm)
        addBlobs(to: router)
        addAdministration(to: router)
        return router
    }

    private func health(_ request: Request, _ context: ServiceContext) async throws -> Response {
        _ = try await core.storage.read { try $0.setting("epoch") }
        return try Exchange.answer(["status": "ok"], to: request)
    }

    private func enrol(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let now = core.now()
        try await core.enrolments.take(context.address, now: now)
        let body = try await Exchange.read(
            EnrolRequest.self,
            from: request,
            context,
            limit: Limits.enrolmentBytesMax
        )
        do {
            let answer = try await core.storage.write { try $0.enrol(body, now: now) }
            await core.enrolments.giveBack(context.address, now: now)
            return try Exchange.answer(answer, to: request)
        } catch let problem as Problem {
            if problem.code != .codeInvalid {
                await core.enrolments.giveBack(context.address, now: now)
            }
            throw problem
        }
    }

    private func fork(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let device = try await device(request)
        let body = try await Exchange.read(
            ForkRequest.self,
            from: request,
            context,
            limit: Limits.enrolmentBytesMax
        )
        let now = core.now()
        let answer = try await core.storage.write { try $0.fork(body, of: device, now: now) }
        return try Exchange.answer(answer, to: request)
    }

    private func push(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let device = try await device(request)
        let (batch, weight) = try await Exchange.readPush(from: request, context)
        let (forms, storage, now) = (core.forms, core.storage, core.now())
        let answer = try await core.queue.submit(weight) {
            try Push(writer: $0, forms: forms, now: now, lost: storage.lost)
                .take(batch, from: device.id)
        }
        return try Exchange.answer(answer, to: request)
    }

    private func pull(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let device = try await device(request)
        let parameters = request.uri.queryParameters
        let cursor = parameters["cursor"].map(String.init)
        let limit = parameters["limit"].flatMap { Int($0) } ?? Limits.pullRecordsDefault
        let (storage, now) = (core.storage, core.now())
        let page = try await storage.read { reader in
            let current = try reader.device(device.id) ?? device
            return try Pull(reader: reader, now: now, limit: limit, lost: storage.lost)
                .page(for: current, cursor: cursor)
        }
        return try Exchange.answer(page, to: request)
    }

    private func repair(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let device = try await device(request)
        let body = try await Exchange.read(
            RepairRequest.self,
            from: request,
            context,
            limit: Limits.repairBytesMax
        )
        let storage = core.storage
        let answer = try await storage.read {
            try RangeReport(reader: $0, lost: storage.lost).answer(body, for: device)
        }
        return try Exchange.answer(answer, to: request)
    }

    private func forms(_ request: Request, _ context: ServiceContext) async throws -> Response {
        _ = try await device(request)
        let definitions = try await core.storage.read { try $0.forms(after: 0).values }
        return try Exchange.answer(
            definitions.map { try Canonical.decode(JSON.self, from: $0) },
            to: request
        )
    }

    private func conflicts(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let device = try await device(request)
        let parameters = request.uri.queryParameters
        let query = Inspecting.Query(
            council: try parameters["council"].map { try Self.key($0) },
            conflict: try parameters["id"].map { try Self.identifier($0) },
            all: parameters["all"] == "true"
        )
        let forms = core.forms
        guard parameters["reveal"] == "true" else {
            let reports = try await core.storage.read {
                try Inspecting(reader: $0, forms: forms, person: device.person).conflicts(query)
            }
            return try Exchange.answer(reports, to: request)
        }
        let (reason, now) = (String(parameters["reason"] ?? ""), core.now())
        let reports = try await core.storage.write {
            try $0.reveal(query, reason: reason, forms: forms, person: device.person, now: now)
        }
        return try Exchange.answer(reports, to: request)
    }

    func device(_ request: Request) async throws -> StoredDevice {
        try await core.device(bearing: request.headers[.authorization])
    }

    static func key(_ text: Substring) throws -> CouncilID {
        guard let key = CouncilID(String(text)) else {
            throw Problem(.requestMalformed, "This is not the name of a council.")
        }
        return key
    }

    private static func identifier(_ text: Substring) throws -> ConflictID {
        guard let id = ConflictID(String(text)) else {
            throw Problem(.requestMalformed, "This is not the identifier of a conflict.")
        }
        return id
    }
}
