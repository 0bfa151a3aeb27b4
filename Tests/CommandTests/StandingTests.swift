// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FieldStore
import Foundation
import Screens
import Testing

@testable import keeplocal

@Suite("How work stands, in the same words everywhere", .timeLimit(.minutes(5)))
struct StandingTests {
    private static let answers = ["--set", "participant=P-1", "--set", "kind=visit"]

    @Test("a sign and a word are each one standing's own, but for what needs a person")
    func words() {
        let calm = Standing.allCases.filter { $0.sign != "!" }
        #expect(Set(calm.map(\.sign)).count == calm.count)
        #expect(Set(Standing.allCases.map(\.word)).count == Standing.allCases.count)
        for state in JournalEntry.State.allCases where state != .dropped && state != .purged {
            #expect(state.standing.word == state.rawValue)
        }
    }

    @Test("list, show, status, doctor and drafts say it alike")
    func alike() throws {
        let desk = try Desk()
        #expect(try desk.run(["new", "contact"] + Self.answers).exit == 0)
        let record = try #require(try desk.store.read { try $0.records() }.first).id.description
        for command in [["list"], ["show", record], ["status"], ["doctor"]] {
            #expect(try desk.run(command).output.contains("+ saved"), "\(command)")
        }
        #expect(try desk.run(["new", "contact"], typed: "P-2\n").exit == ExitStatus.failed)
        for command in [["drafts"], ["status"]] {
            #expect(try desk.run(command).output.contains("~ draft"), "\(command)")
        }
    }

    @Test("a history says who changed what, on which device, and what it was before")
    func history() throws {
        let desk = try Desk()
        #expect(try desk.run(["new", "contact", "--set", "minutes=10"] + Self.answers).exit == 0)
        let record = try #require(try desk.store.read { try $0.records() }.first).id.description
        #expect(try desk.run(["edit", record, "--set", "minutes=50"]).exit == 0)
        let words = try desk.run(["history", record]).output
        #expect(words.contains("this device: changed it") && words.contains("Minutes: 10 → 50"))
        #expect(words.contains("How: Home visit"))
    }

    @Test("who works in two places says where before the first question, not after the last")
    func places() throws {
        let desk = try Desk(organisations: [Desk.hub, Desk.circle])
        let ending = try desk.run(["new", "contact"], typed: "P-1\n\nvisit\n")
        #expect(ending.exit != 0 && !ending.errors.contains("Participant"))
        #expect(ending.errors.contains("You work in more than one place"))
        let chosen = ["new", "contact", "--organisation", "Homecare Circle"]
        let typed = "P-1\n\nvisit\n" + String(repeating: "\n", count: 8)
        #expect(try desk.run(chosen, typed: typed).exit == 0)
        let record = try #require(try desk.store.read { try $0.records() }.first)
        #expect(record.scope.organisation == Desk.circle)
    }

    @Test("a draft whose place was taken away is listed, kept and explained")
    func lostPlace() throws {
        let desk = try Desk()
        _ = try desk.run(["new", "contact"], typed: "P-1\n")
        let identity = try desk.store.read { try $0.identity() }
        try desk.store.write { session in
            try session.save(
                Identity(
                    server: identity.server,
                    authorityFile: nil,
                    token: identity.token,
                    device: identity.device,
                    person: identity.person,
                    name: identity.name,
                    grants: []
                )
            )
        }
        let listed = try desk.run(["drafts"]).output
        #expect(listed.contains("your role does not let you write records of this form"))
        #expect(listed.contains("The answers are kept."))
        let ending = try desk.run(["new", "contact"], typed: "\nvisit\n")
        #expect(ending.errors.contains("Going on with what was begun, "))
    }
}
