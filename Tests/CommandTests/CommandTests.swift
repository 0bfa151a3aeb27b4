// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FieldForms
import FieldModel
import FieldStore
import Foundation
import Testing

@testable import keeplocal

@Suite("Commands that cannot do what is asked")
struct CommandTests {
    /// What a command leaves with; every one of these says nothing on standard output.
    private func outcome(of arguments: [String], home: String) -> Failure? {
        do {
            var command = try KeepLocal.parseAsRoot(arguments + ["--home", home])
            try command.run()
            return nil
        } catch let exit as Exit {
            return Failure(Problem(Problem.Code("exit", status: 0), "\(exit.code)"))
        } catch {
            return Failure(error)
        }
    }

    @Test(
        "before enrolment every command says how to enrol, and makes nothing",
        arguments: [
            ["new", "contact", "--set", "minutes=4"], ["edit", "7f3a", "--set", "minutes=4"],
            ["delete", "7f3a"], ["list"], ["show", "7f3a"], ["history", "7f3a"], ["status"],
            ["messages"],
            ["sync"], ["conflict", "list"], ["conflict", "take", "7f3a", "91c2", "--reason", "x"],
            ["return", "list"], ["return", "open", "2026-Q2"], ["form", "list"],
            ["form", "show", "contact"], ["admin", "person", "list"],
            ["import", "contact", "a.csv"],
        ]
    )
    func notEnrolled(_ arguments: [String]) throws {
        let home = NSTemporaryDirectory() + "keeplocal-none-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: home) }
        let failure = try #require(outcome(of: arguments, home: home))
        #expect(failure.problem.code == .notEnrolled)
        #expect(failure.exitCode == ExitStatus.failed)
        #expect(failure.problem.message.contains("keeplocal enrol URL CODE"))
        #expect(failure.problem.message.contains(home))
        #expect(!FileManager.default.fileExists(atPath: home))
    }

    @Test("a home that is a folder of something else is left alone")
    func foreign() throws {
        let home = NSTemporaryDirectory() + "keeplocal-foreign-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: home) }
        try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: true)
        try Data("mine".utf8).write(to: URL(filePath: home + "/letter.txt"))
        let failure = try #require(outcome(of: ["list"], home: home))
        #expect(failure.problem.code == .homeForeign)
        #expect(failure.problem.message.contains("--home"))
        #expect(try FileManager.default.contentsOfDirectory(atPath: home) == ["letter.txt"])
    }

    @Test(
        "what is wrong is named with its code, and nothing is saved",
        arguments: [
            (["new", "nothing", "--set", "a=1"], "form.unknown", 5, "contact"),
            (["new", "Not A Form", "--set", "a=1"], "form.unknown", 5, "Not A Form"),
            (["new", "contact", "--set", "minutes"], "usage", 2, "path=value"),
            (["new", "contact", "--set", "minutes=x"], "field.type", 5, "minutes: "),
            (["new", "contact", "--set", "minutes=0"], "field", 5, "1 to 720 minutes"),
            (["new", "contact", "--set", "participant=P-1"], "field.required", 5, "kind"),
            (
                ["new", "contact", "--set", "kind=visit", "--council", "No Such"], "usage", 2,
                "bradford"
            ),
            (
                ["new", "contact", "--set", "kind=visit", "--organisation", "Nobody"],
                "request.not_found", 5, "Nobody"
            ),
            (["new", "service", "--set", "title=x"], "field.unknown", 5, "form show service"),
            (["edit", "7f3a", "--set", "minutes=4"], "record.unknown", 5, "7f3a"),
            (["edit", "7f", "--set", "minutes=4"], "record.unknown", 5, "four or more letters"),
            (
                ["delete", "00000000-0000-0000-0000-000000000000"], "record.unknown", 5,
                "keeplocal list"
            ),
            (["show", "\u{1B}[31m"], "record.unknown", 5, "four or more"),
            (["history", "zzzz"], "record.unknown", 5, "four or more"),
            (["list", "nothing"], "form.unknown", 5, "contact"),
            (["form", "show", "nothing"], "form.unknown", 5, "contact"),
            (["conflict", "show", "7f3a"], "conflict.none", 5, "7f3a"),
            (["conflict", "list", "--reveal"], "reason.missing", 5, "--reason"),
            (["return", "open", "2026-Q5"], "usage", 2, "2026-Q2"),
            (["import", "contact", "/nowhere/a.csv"], "usage", 2, "/nowhere/a.csv"),
            (["enrol", "http://127.0.0.1:1", "CODE"], "device.offline", 4, "No answer"),
            (["enrol", "ftp://127.0.0.1", "CODE"], "", 2, "ftp"),
        ] as [([String], String, Int32, String)]
    )
    func wrong(_ arguments: [String], _ code: String, _ exit: Int32, _ words: String) throws {
        let desk = try Desk()
        let failure = try #require(outcome(of: arguments, home: desk.home))
        #expect(failure.problem.code.text.hasPrefix(code), "\(failure.problem)")
        #expect(failure.exitCode == exit, "\(failure.problem)")
        #expect(failure.problem.message.contains(words), "\(failure.problem)")
        #expect(try desk.store.read { try $0.status() }.saved == 0)
    }

    @Test("who works in two places is asked which, and may name it")
    func places() throws {
        let desk = try Desk(organisations: [Desk.hub, Desk.circle])
        let failure = try #require(
            outcome(
                of: ["new", "contact", "--set", "kind=visit", "--set", "participant=P-1"],
                home: desk.home
            )
        )
        #expect(failure.problem.message.contains("--organisation"))
        let options = try PlaceOptions.parse(["--organisation", "homecare circle"])
        let place = try desk.store.read { try options.place(in: $0) }
        #expect(place.organisation == Desk.circle)
    }

    @Test("who may not write is told so, and nothing is saved")
    func permission() throws {
        let desk = try Desk(.auditor)
        let failure = try #require(
            outcome(of: ["new", "contact", "--set", "kind=visit"], home: desk.home)
        )
        #expect(failure.exitCode == ExitStatus.notPermitted)
        #expect(failure.problem.message.contains("Nothing was saved"))
    }

    @Test("offline, a sync says so and leaves with 4; the work stays")
    func offline() throws {
        let desk = try Desk()
        let failure = try #require(outcome(of: ["sync"], home: desk.home))
        #expect(failure.problem.code == .offline)
        #expect(failure.exitCode == ExitStatus.offline)
    }

    @Test("one thing among several is named by name or letters, or refused with the list")
    func naming() throws {
        let known = [
            (id: OrganisationID(high: 1, low: 0xAAAA_1111), name: "Hub"),
            (id: OrganisationID(high: 1, low: 0xBBBB_1111), name: "Circle"),
            (id: OrganisationID(high: 1, low: 0xCCCC_2222), name: "circle"),
        ]
        let find = { try Named.one($0, of: known, noun: "organisation") }
        #expect(try find("HUB") == known[0].id)
        #expect(try find(known[1].id.description.uppercased()) == known[1].id)
        #expect(try find("cccc2222") == known[2].id)
        for (text, code) in [
            ("Circle", Problem.Code.requestMalformed), ("1111", .requestMalformed),
            ("222", .notFound), ("nobody", .notFound), ("", .notFound),
        ] {
            let problem = #expect(throws: Problem.self) { _ = try find(text) }
            #expect(problem?.code == code, "\(text)")
        }
    }
}
