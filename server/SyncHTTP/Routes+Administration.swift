// SPDX-License-Identifier: Apache-2.0

import FieldModel
import SyncService
import HTTPTypes
import Hummingbird

/// What only an administrator may ask for.
extension Routes {
    func addAdministration(to router: Router<ServiceContext>) {
        let group = router.group("v1/admin")
        group.post("councils") { request, context in
            try await change(AdminRequest.Council.self, request, context) { try $0.add($1) }
        }
        group.post("organisations") { request, context in
            try await change(AdminRequest.Organisation.self, request, context) { try $0.add($1) }
        }
        group.post("grants") { request, context in
            try await change(AdminRequest.GrantChange.self, request, context) {
                try $0.change($1)
            }
        }
        group.post("revocations") { request, context in
            try await change(AdminRequest.Revocation.self, request, context) { try $0.revoke($1) }
        }
        group.post("persons") { request, context in
            try await perform(AdminRequest.Person.self, request, context) { try $0.add($1) }
        }
        group.post("devices") { request, context in
            try await perform(AdminRequest.Device.self, request, context) {
                try $0.addDevice($1)
            }
        }
        group.post("passphrases") { request, context in
            try await perform(AdminRequest.Passphrase.self, request, context) {
                try $0.addPassphraseCode($1)
            }
        }
        addForms(to: group)
        addLists(to: group)
    }

    private func addForms(to group: RouterGroup<ServiceContext>) {
        let forms = core.forms
        group.post("forms") { request, context in
            try await perform(
                AdminRequest.Form.self,
                request,
                context,
                limit: Limits.formBytesMax
            ) { try $0.add($1, forms: forms) }
        }
        group.post("closings") { request, context in
            try await perform(AdminRequest.FormClosing.self, request, context) {
                try $0.close($1)
            }
        }
        group.get("closings") { request, _ in try await list(request) { try $0.formClosings() } }
    }

    private func addLists(to group: RouterGroup<ServiceContext>) {
        group.get("persons") { request, _ in try await list(request) { try $0.persons() } }
        group.get("organisations") { request, _ in
            try await list(request) { try $0.organisations() }
        }
        group.get("passphrases") { request, _ in
            try await list(request) { try $0.passphraseSummaries() }
        }
        group.get("councils") { request, _ in try await list(request) { try $0.councils() } }
        group.get("devices") { request, _ in
            try await list(request) { try $0.deviceSummaries() }
        }
        let forms = core.forms
        group.get("returns") { request, _ in
            let council = try request.uri.queryParameters["council"].map { try Self.key($0) }
            return try await list(request) { try $0.returnReports(of: council, forms: forms) }
        }
    }

    private func change<Body: Decodable & Sendable>(
        _ type: Body.Type,
        _ request: Request,
        _ context: ServiceContext,
        _ act: @escaping @Sendable (Administering, Body) throws -> Void
    ) async throws -> Response {
        try await perform(type, request, context) { administering, body in
            try act(administering, body)
            return ["done": true]
        }
    }

    private func perform<Body: Decodable & Sendable, Answer: Encodable & Sendable>(
        _ type: Body.Type,
        _ request: Request,
        _ context: ServiceContext,
        limit: Int = Limits.administrationBytesMax,
        _ act: @escaping @Sendable (Administering, Body) throws -> Answer
    ) async throws -> Response {
        let device = try await device(request)
        try await core.storage.read { try $0.requireAdministrator(device.person) }
        let body = try await Exchange.read(
            type,
            from: request,
            context,
            limit: limit
        )
        let now = core.now()
        let answer = try await core.storage.write { writer in
            try act(Administering(writer: writer, by: device.person, now: now), body)
        }
        await core.live.tick()
        return try Exchange.answer(answer, to: request)
    }

    private func list<Answer: Encodable & Sendable>(
        _ request: Request,
        _ read: @escaping @Sendable (any StorageReader) throws -> Answer
    ) async throws -> Response {
        let device = try await device(request)
        let answer = try await core.storage.read { reader in
            try reader.requireAdministrator(device.person)
            return try read(reader)
        }
        return try Exchange.answer(answer, to: request)
    }
}

extension StorageReader {
    fileprivate func requireAdministrator(_ person: PersonID) throws {
        let actor = Actor(person: person, grants: try self.person(person)?.grants ?? [])
        guard may(actor, .administer, .directory(nil)) else { throw Administering.denied }
    }

    fileprivate func deviceSummaries() throws -> [DeviceSummary] {
        let persons = try persons()
        let names = Dictionary(
            persons.map { ($0.id, $0.name) },
            uniquingKeysWith: { first, _ in first }
        )
        let purges = Dictionary(grouping: try purges(), by: \.device)
        return try devices().map { device in
            DeviceSummary(
                id: device.id,
                name: device.name,
                person: device.person,
                personName: names[device.person] ?? "",
                enrolled: device.enrolled,
                lastSync: device.lastSync,
                unsent: device.unsent,
                lastCounter: device.lastCounter,
                revoked: device.revoked,
                purges: (purges[device.id] ?? []).map(\.purge)
            )
        }
    }
}
