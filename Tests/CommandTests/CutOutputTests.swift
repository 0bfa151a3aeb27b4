// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import FieldStore
import Foundation
import Testing

@testable import FieldSync
@testable import keeplocal

@Suite("Output that cannot be taken, or not yet", .timeLimit(.minutes(15)))
struct CutOutputTests {
    private let desk: Desk

    init() throws { desk = try Desk() }

    private func fill(_ count: Int) throws {
        try desk.store.write { session in
            for number in 1...count {
                let answers: [String: FieldValue] = [
                    "participant": .text("P-\(number)"), "kind": .choice("visit"),
                ]
                let fields = try answers.map { (try #require(FieldPath($0.key)), $0.value) }
                _ = try session.create(
                    formID("contact"),
                    fields: Dictionary(fields, uniquingKeysWith: { $1 })
                )
            }
        }
    }

    @Test(
        "a pager that waits holds no lock",
        arguments: [["list"], ["list", "--json"], ["show"], ["history"], ["status", "--json"]]
    )
    func pager(_ command: [String]) throws {
        try fill(400)
        let long = String(repeating: "word ", count: 12_000)
        let set = ["--set", "participant=P-0", "--set", "kind=visit", "--set", "note=\(long)"]
        #expect(try desk.run(["new", "contact"] + set).exit == 0)
        let last = try #require(try desk.store.read { try $0.records().last?.id.description })
        let about = ["show", "history"].contains(command[0]) ? command + [last] : command
        // More than a pipe holds, and nobody reads it.
        let waiting = try StartedProgram(about + ["--home", desk.home], unread: true)
        Thread.sleep(forTimeInterval: 1)
        let start = Date()
        #expect(try desk.run(["new", "contact"] + set).exit == 0)
        #expect(Date().timeIntervalSince(start) < 5)
        waiting.process.terminate()
    }

    @Test("output that cannot be written is no success, and what was saved stays saved")
    func lost() throws {
        let new = ["new", "contact", "--json", "--set", "participant=P-1", "--set", "kind=visit"]
        for (number, script) in ["exec \"$@\" >&-", "exec \"$@\" >/dev/full"].enumerated() {
            let ending = try desk.run(new, script: script)
            #expect(ending.exit == ExitStatus.failed, "\(script)")
            #expect(ending.errors.contains("The output could not be written"), "\(script)")
            #expect(try desk.saved() == number + 1)
            #expect(try desk.run(["list"], script: script).exit == ExitStatus.failed)
            let help = try StartedProgram(["--help"], script: script).finish()
            #expect(help.exit == ExitStatus.failed)
        }
    }

    @Test("who closes a pipe early is no success either, and is not told so")
    func closedPipe() throws {
        try fill(400)
        let script = "{ \"$@\"; echo $? >&2; } | head -c 1 >/dev/null"
        let ending = try desk.run(["list", "--json"], script: script)
        #expect(ending.errors == "1\n")
    }

    @Test(
        "a file that cannot be read is told in plain words, with a code",
        arguments: [true, false]
    )
    func damaged(_ asJSON: Bool) throws {
        let database = desk.home + "/keeplocal.sqlite"
        let damage = "UPDATE fact SET value = X'7B7D' WHERE key = 'identity'"
        let sqlite = Process()
        sqlite.executableURL = URL(filePath: "/usr/bin/env")
        sqlite.arguments = ["sqlite3", database, damage]
        try sqlite.run()
        sqlite.waitUntilExit()
        let ending = try desk.run(asJSON ? ["status", "--json"] : ["status"])
        #expect(ending.exit == ExitStatus.failed)
        if asJSON {
            #expect(try ending.problem()["code"] as? String == "device.store_damaged")
        } else {
            #expect(ending.errors.contains("(device.store_damaged)"))
        }
        for raw in ["Decoding", "codingPath", "CodingKeys", "it is missing"] {
            #expect(!ending.errors.contains(raw), "\(ending.errors)")
        }
    }

    @Test("an error of a library is a plain sentence with a code")
    func strange() {
        struct DatabaseError: Error {}
        let failure = Failure(DatabaseError())
        #expect(failure.problem.code.text == "device.failed")
        #expect(failure.exitCode == ExitStatus.failed)
        #expect(!failure.problem.message.contains("DatabaseError"))
        let file = Failure(
            CocoaError(.fileReadNoPermission, userInfo: [NSFilePathErrorKey: "a.csv"])
        )
        #expect(file.problem.code.text == "device.failed")
        #expect(file.problem.message.contains("a.csv"))
        #expect(Failure(CocoaError(.fileWriteOutOfSpace)).problem.code == .diskFull)
    }

    @Test("an error of usage is JSON for who asked for JSON")
    func usage() throws {
        let ending = try desk.run(["new", "--json"])
        #expect(ending.exit == ExitStatus.usage)
        #expect(try ending.problem()["code"] as? String == "usage")
    }

    @Test("a device that still differs from the server is no success")
    func digests() {
        var report = SyncReport()
        #expect(report.exitCode == ExitStatus.failed)
        report.digestsAgree = true
        #expect(report.exitCode == nil)
        report.conflicts = 1
        #expect(report.exitCode == ExitStatus.conflictsRemain)
        report.refused = 1
        #expect(report.exitCode == ExitStatus.refused)
    }
}
