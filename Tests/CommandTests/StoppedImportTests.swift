// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FieldStore
import Foundation
import Testing

@testable import keeplocal

@Suite("An import that is stopped, or run again", .timeLimit(.minutes(15)))
struct StoppedImportTests {
    private let desk: Desk
    private let file: String

    init() throws {
        desk = try Desk()
        file = desk.home + "-contacts.ndjson"
    }

    private func write(_ count: Int) throws {
        let rows = (1...count).map { number in
            #"{"participant":"P-\#(number)","kind":"visit","date":"2025-07-05","minutes":30}"#
        }
        try Data(rows.joined(separator: "\n").utf8).write(to: URL(filePath: file))
    }

    private func run(script: String? = nil) throws -> StartedProgram.Outcome {
        try desk.run(["import", "contact", file, "--json"], script: script)
    }

    private func number(_ key: String, _ outcome: StartedProgram.Outcome) throws -> Int {
        try #require(try outcome.json()[key] as? Int, "\(outcome)")
    }

    @Test("the same file is saved once, however often it is imported")
    func again() throws {
        defer { try? FileManager.default.removeItem(atPath: file) }
        try write(250)
        let first = try run()
        #expect(first.exit == 0)
        #expect(try number("saved", first) == 250 && number("alreadyHere", first) == 0)
        #expect(try number("upToLine", first) == 250)
        // One that was deleted stays deleted.
        let gone = try #require(try desk.store.read { try $0.records().first?.id })
        try desk.store.write { _ = try $0.delete(gone, reason: nil) }
        let second = try run()
        #expect(second.exit == 0)
        #expect(try number("saved", second) == 0 && number("alreadyHere", second) == 250)
        #expect(try desk.saved() == 249)
        // Records of a file stand in the order of its rows.
        let people = try desk.store.read { try $0.states() }.map { state in
            try state.registers[#require(FieldPath("participant"))]?.live.last?.edit.to
        }
        #expect(people == (1...250).map { .text("P-\($0)") })
    }

    @Test("a file with another row in it is another file")
    func changed() throws {
        defer { try? FileManager.default.removeItem(atPath: file) }
        try write(3)
        _ = try run()
        try write(4)
        #expect(try number("saved", run()) == 4)
        #expect(try desk.saved() == 7)
    }

    @Test("Ctrl-C stops between two batches, says up to where, and the rest is saved later")
    func interrupted() throws {
        for count in [4_000, 12_000, 36_000]
        where try StoppedImportTests().wasInterrupted(among: count) { return }
        Issue.record("it was always done before it could be stopped")
    }

    /// False where the import was faster than this test, on a machine that does much else.
    private func wasInterrupted(among count: Int) throws -> Bool {
        defer { try? FileManager.default.removeItem(atPath: file) }
        try write(count)
        let arguments = ["import", "contact", file, "--json", "--home", desk.home]
        let before = try homeBytes()
        let running = try StartedProgram(arguments)
        // Seen by its files: whoever reads the database waits for what writes it.
        while running.process.isRunning, try homeBytes() < before + 50_000 {
            Thread.sleep(forTimeInterval: 0.005)
        }
        running.process.interrupt()
        let stopped = try running.finish()
        if try stopped.exit == 0 && number("saved", stopped) == count { return false }
        #expect(!stopped.wasKilled && stopped.exit == ExitStatus.failed, "\(stopped)")
        let saved = try number("saved", stopped)
        #expect(try saved > 0 && saved < count && saved == desk.saved())
        #expect(try number("upToLine", stopped) == saved)
        #expect(try stopped.problem()["message"] as? String ?? "" != "")
        let rest = try run()
        #expect(try number("saved", rest) == count - saved)
        #expect(try number("alreadyHere", rest) == saved)
        #expect(try desk.saved() == count)
        return true
    }

    private func homeBytes() throws -> Int {
        try FileManager.default.subpathsOfDirectory(atPath: desk.home).reduce(0) { sum, name in
            let path = desk.home + "/" + name
            let attributes = try? FileManager.default.attributesOfItem(atPath: path)
            return sum + (attributes?[.size] as? Int ?? 0)
        }
    }

    @Test("a file that may not grow any more stops it in plain words, with what was saved")
    func full() throws {
        defer { try? FileManager.default.removeItem(atPath: file) }
        try write(4_000)
        let script = "trap '' XFSZ; ulimit -f 1500; exec \"$@\""
        let stopped = try run(script: script)
        #expect(stopped.exit == ExitStatus.failed, "\(stopped)")
        let saved = try number("saved", stopped)
        #expect(try saved > 0 && saved < 4_000 && saved == desk.saved())
        let words = try desk.run(["import", "contact", file], script: script)
        #expect(words.output.contains("Here already, from an earlier import: \(saved)"))
        #expect(words.output.contains("up to line \(saved)"))
        #expect(words.output.contains("Run the same command again"))
        for raw in ["SQLite", "Error", "error("] { #expect(!words.errors.contains(raw)) }
        #expect(try number("saved", run()) == 4_000 - saved)
    }
}
