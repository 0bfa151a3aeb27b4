// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import HTTPTypes
import SyncService
import Testing

@Suite("What an answer never gives away")
struct RouteSecrecyTests {
    private let wire: RouteWire
    private let amina: Pen
    private let ben: Pen
    private let contact: Change

    /// Amina's organisation has a record full of words that nobody else may read.
    init() async throws {
        wire = try await RouteWire()
        let world = wire.world
        amina = try await world.join(.worker, of: world.hub)
        ben = try await world.join(.coordinator, of: world.circle)
        contact = try amina.change(
            .create,
            amina.newRecord(),
            patch: [
                "participant": Edit(to: .text("CANARY-participant")),
                "note": Edit(to: .text("CANARY-note")), "kind": Edit(to: .choice("visit")),
                "minutes": Edit(to: .integer(30)),
            ]
        )
        _ = try await wire.push(amina.token, [contact])
    }

    /// The answer to one change, with the identifiers that its sender chose taken out.
    private func answer(to change: Change, of pen: Pen) async throws -> String {
        let answer = try await wire.push(pen.token, [change])
        return ([change.id.description, change.record.description]).reduce(answer.text) {
            $0.replacing($1, with: "ID")
        }
    }

    @Test(
        "another organisation's record is answered exactly like one that does not exist",
        arguments: [Change.Kind.edit, .delete, .resolve, .step, .create],
        [true, false]
    )
    func records(_ kind: Change.Kind, _ claimsTheirScope: Bool) async throws {
        // To make a record again in one's own scope under the same identifier cannot succeed.
        guard kind != .create || claimsTheirScope else { return }
        var answers: [String] = []
        for record in [contact.record, ben.newRecord()] {
            let world = wire.world
            let pen = try await world.join(.coordinator, of: world.circle)
            let change = try pen.change(
                kind,
                record,
                base: kind == .create ? 0 : 1,
                patch: kind == .step
                    ? [:]
                    : kind == .delete
                        ? ["@exists": Edit(to: .boolean(false))]
                        : ["note": Edit(to: .text("mine"))],
                step: kind == .step
                    ? .assign(field: try #require(FieldPath("note")), to: pen.person) : nil,
                reason: kind == .resolve ? "because" : nil,
                organisation: claimsTheirScope ? world.hub : world.circle,
                party: .organisation
            )
            answers.append(try await answer(to: change, of: pen))
        }
        #expect(answers[0] == answers[1])
        #expect(answers.allSatisfy { $0.contains("\"refused\"") && !$0.contains("CANARY") })
    }

    @Test("no answer to anybody else holds a word of a record, or a token")
    func canaries() async throws {
        let world = wire.world
        var seen: [String] = []
        for asker in Asker.people where asker != .person(.worker, .own) {
            let pen = try #require(try await asker.pen(in: world))
            let actor = Actor(person: pen.person, grants: [pen.grant])
            guard !may(actor, .read, .record(contact.scope, .caseData)) else { continue }
            for row in RouteRow.all {
                var headers: HTTPFields = [:]
                headers[.authorization] = "Bearer " + pen.token
                let answer = try await wire.send(
                    row.method,
                    row.path,
                    headers,
                    try row.body?(wire)
                )
                let text = answer.text + answer.headers.map { "\($0)" }.joined()
                #expect(!text.contains("CANARY"), "\(row) \(asker)")
                #expect(!text.contains(amina.token), "\(row) \(asker)")
                // A new device's own token is given once, to whoever asked for it.
                if row.path != "v1/devices" { #expect(!text.contains("kil_"), "\(row)") }
                seen.append(text)
            }
        }
        #expect(seen.count > 200)
        let own = try await wire.pull(amina.token).text
        #expect(own.contains("CANARY-note"))
    }

    @Test("a problem repeats neither the token shown nor the values sent")
    func problems() async throws {
        var texts: [String] = []
        for token in ["kil_CANARY", "CANARY\u{0}", String(repeating: "CANARY", count: 5_000)] {
            texts.append(try await wire.pull(token).text)
            texts.append(try await wire.post("v1/push", token: token, Data("{".utf8)).text)
        }
        let body = Data(#"{"code":"CANARY","device":"CANARY","deviceName":"CANARY"}"#.utf8)
        texts.append(try await wire.post("v1/enrol", body).text)
        texts.append(try await wire.post("v1/push", token: ben.token, body).text)
        texts.append(try await wire.pull(ben.token, "?cursor=CANARY").text)
        texts.append(try await wire.get("CANARY/\(amina.token)", token: ben.token).text)
        for field in ["record", "base", "at", "form"] {
            let change = try Canonical.encode(PushRequest(changes: [try ben.contact()]))
            let plain = String(decoding: change, as: UTF8.self)
            let text = plain.replacing(
                try Regex("\"\(field)\":(\"[^\"]*\"|[0-9]+)"),
                with: "\"\(field)\":\"CANARY \"",
                maxReplacements: 1
            )
            texts.append(try await wire.post("v1/push", token: ben.token, Data(text.utf8)).text)
        }
        for text in texts {
            #expect(!text.contains("CANARY") && !text.contains(amina.token), "\(text)")
            #expect(text.contains("\"code\""))
        }
    }

    @Test("the names of people are known within the councils they work in")
    func names() async throws {
        let stranger = try await wire.world.joinElsewhere(.worker)
        let person = DirectoryEntry.Person(id: stranger.person, name: "CANARY Elsewhere")
        try await wire.world.storage.write { try $0.save(person) }
        #expect(try await wire.pull(stranger.token).text.contains("CANARY Elsewhere"))
        let page = try await wire.pull(ben.token).text
        #expect(!page.contains("CANARY Elsewhere"))
    }
}
