// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FieldForms
import FieldModel
import FieldStore
import Foundation
import Glibc

/// How long a person waits for what they save while another program of their device syncs.
struct SavingBench: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "saving",
        abstract: "Answers kept and records saved while another process runs."
    )

    @Argument(help: "The home of a device.") var home: String
    @Option(help: "The process beside which is saved, until it ends.") var during: Int32
    @Option(help: "What is going on beside it, for the table.") var beside = "while a sync runs"

    /// A person who types fast, and ends a record from time to time.
    private static let pauseMicroseconds: UInt32 = 50_000
    private static let answersOfRecord = 10

    func run() throws {
        let store = try FieldStore(home: Home(path: home))
        // The forms come with a first load: without one there is nothing to answer.
        while kill(during, 0) == 0, (try? contact(store)) == nil {
            usleep(Self.pauseMicroseconds)
        }
        var (answers, records): ([Duration], [Duration]) = ([], [])
        var kept = try store.write { try $0.begin(self.contact($0)) }
        let clock = ContinuousClock()
        while kill(during, 0) == 0 {
            let number = answers.count
            var draft = kept
            draft.answers[try path("participant")] = .text("typed \(number)")
            answers.append(
                try clock.measure { try store.write { try $0.keep(draft, after: kept) } }
            )
            kept = draft
            if number % Self.answersOfRecord == 0 {
                records.append(try clock.measure { try save(number, store) })
            }
            usleep(Self.pauseMicroseconds)
        }
        try store.write { try $0.discard(kept.id) }
        Figure.printHeader()
        print("an answer is on the disk, \(beside)", answers)
        print("a record is saved, \(beside)", records)
    }

    private func print(_ what: String, _ durations: [Duration]) {
        let timings = Timings(durations)
        Figure(what: what, timings: timings, reference: "", aim: "worst 250 ms").print()
    }

    private func save(_ number: Int, _ store: FieldStore) throws {
        let fields: [FieldPath: FieldValue] = [
            try path("participant"): .text("typed \(number)"),
            try path("kind"): .choice("visit"),
            try path("date"): .date(Instant.now.localDate),
        ]
        _ = try store.write { try $0.create(self.contact($0).id, fields: fields) }
    }

    private func contact(_ store: FieldStore) throws -> CompiledForm {
        try store.read { try contact($0) }
    }

    private func contact(_ session: StoreSession) throws -> CompiledForm {
        guard let id = FormID("contact") else { throw BenchFailure("No form.") }
        return try session.form(id)
    }

    private func path(_ text: String) throws -> FieldPath {
        guard let path = FieldPath(text) else { throw BenchFailure("'\(text)' is no path.") }
        return path
    }
}
