// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import HTTPTypes
import SyncService
import Testing

/// Who asks: everybody there could be, and those who should not be.
enum Asker: Hashable, Sendable {
    enum Standing: Hashable, Sendable, CaseIterable {
        case own, otherOrganisation, otherCouncil
    }

    case person(Role, Standing)
    case revoked(Role)
    case bearing(String?)

    static let people = Role.allCases.flatMap { role in
        Standing.allCases
            .filter { role.place == .organisation || $0 != .otherOrganisation }
            .filter { role.place != .installation || $0 == .own }
            .map { Asker.person(role, $0) }
    }

    static let strangers: [Asker] = [
        .revoked(.worker), .revoked(.administrator), .bearing(nil), .bearing(""),
        .bearing("Bearer "), .bearing("Bearer kil_" + String(repeating: "0", count: 64)),
        .bearing("Basic YTpi"), .bearing("kil_" + String(repeating: "0", count: 64)),
        .bearing("Bearer " + String(repeating: "k", count: 10_000)), .bearing("bearer x"),
    ]

    /// A device of this asker; nil for one that has none.
    func pen(in world: World) async throws -> Pen? {
        switch self {
        case .person(let role, .own): return try await world.join(role, of: world.hub)
        case .person(let role, .otherOrganisation):
            return try await world.join(role, of: world.circle)
        case .person(let role, .otherCouncil): return try await world.joinElsewhere(role)
        case .revoked(let role):
            let pen = try await world.join(role, of: world.hub)
            try await world.revoke(pen)
            return pen
        case .bearing: return nil
        }
    }
}

@Suite("Who may ask what")
struct RouteAuthorisationTests {
    private func ask(
        _ row: RouteRow,
        _ wire: RouteWire,
        _ authorisation: String?
    ) async throws -> RouteWire.Answer {
        var headers: HTTPFields = [:]
        headers[.authorization] = authorisation
        return try await wire.send(row.method, row.path, headers, try row.body?(wire))
    }

    @Test(
        "every route answers every role as the table of permissions says",
        arguments: Asker.people
    )
    func people(_ asker: Asker) async throws {
        let wire = try await RouteWire()
        let pen = try #require(try await asker.pen(in: wire.world))
        let actor = Actor(person: pen.person, grants: [pen.grant])
        for row in RouteRow.all {
            let isAllowed =
                row.need != .administrator || may(actor, .administer, .directory(nil))
            let before = try await wire.stored()
            let answer = try await ask(row, wire, "Bearer " + pen.token)
            #expect(answer.verdict == (isAllowed ? "200" : "403 permission.denied"), "\(row)")
            guard !isAllowed else { continue }
            #expect(try answer.problem().message.contains("Ask"), "\(row)")
            #expect(try await wire.stored() == before, "\(row)")
        }
    }

    @Test(
        "whoever shows no good token learns nothing and changes nothing",
        arguments: Asker.strangers
    )
    func strangers(_ asker: Asker) async throws {
        let wire = try await RouteWire()
        var (authorisation, refusal) = (String?.none, "401 token.invalid")
        if case .bearing(let text) = asker { authorisation = text }
        if let pen = try await asker.pen(in: wire.world) {
            (authorisation, refusal) = ("Bearer " + pen.token, "401 device.revoked")
        }
        let before = try await wire.stored()
        let passphrase = RouteRow.post("v1/passphrases", .device) { _ in
            PassphraseRequest(key: "", code: "0000")
        }
        for row in RouteRow.all + [.get("v1/live", .device), passphrase] {
            let answer = try await ask(row, wire, authorisation)
            #expect(answer.verdict == (row.need == .nothing ? "200" : refusal), "\(row)")
            guard row.need != .nothing else { continue }
            let message = try answer.problem().message
            #expect(message.contains("nrol") || message.contains("administrator"), "\(row)")
        }
        // A code stands in for the token here, and this body has none.
        let enrol = try await wire.post("v1/enrol", Data("{}".utf8))
        #expect(enrol.verdict == "400 request.malformed")
        #expect(try await wire.stored() == before)
    }

    @Test(
        "what a person may read and write of an organisation is what the table says",
        arguments: Asker.people
    )
    func records(_ asker: Asker) async throws {
        let wire = try await RouteWire()
        let world = wire.world
        let amina = try await world.join(.worker, of: world.hub)
        let contact = try amina.contact()
        #expect(try await wire.push(amina.token, [contact]).verdict == "200")
        let pen = try #require(try await asker.pen(in: world))
        let actor = Actor(person: pen.person, grants: [pen.grant])
        let subject = Subject.record(contact.scope, .caseData)

        let page = try await wire.pull(pen.token).decoded(PullAnswer.self)
        let isReceived = page.records.contains { $0.state.record == contact.record }
        #expect(isReceived == may(actor, .read, subject))

        let answer = try await wire.push(
            pen.token,
            [
                try pen.change(
                    .create,
                    pen.newRecord(),
                    patch: contact.patch.reduce(into: [:]) { $0[$1.key.text] = $1.value },
                    organisation: world.hub
                )
            ]
        ).decoded(PushAnswer.self)
        switch answer.outcomes.first?.result {
        case .stored: #expect(may(actor, .write, subject))
        case .refused(let problem):
            #expect(!may(actor, .write, subject))
            #expect(problem.code == .forbidden)
        default: Issue.record("neither stored nor refused: \(answer)")
        }
    }

    @Test("who may not administer is told so before the request is read")
    func order() async throws {
        let wire = try await RouteWire()
        let pen = try await wire.world.join(.worker, of: wire.world.hub)
        for row in RouteRow.all where row.need == .administrator && row.method == .post {
            let answer = try await wire.post(
                row.path,
                token: pen.token,
                Data("{\"id\": 7}".utf8)
            )
            #expect(answer.verdict == "403 permission.denied", "\(row)")
        }
    }
}
