// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FieldForms
import FieldModel
import FieldStore
import Foundation
import GRDB

/// Finding records, and keeping an answer, in the database of a device.
struct StoreBench: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "store",
        abstract: "Search, pages of a list and saved answers in the home of a device."
    )

    @Argument(help: "The home, with all its records.") var home: String
    @Option(help: "A form of which an answer is kept.") var form: String
    @Option(help: "How often each is done.") var times = 300

    func run() throws {
        let home = Home(path: self.home)
        let store = try FieldStore(home: home)
        try store.makeDueLines()
        Figure.printHeader()
        try find(store, try Reference(home))
        try keep(store)
    }

    private func find(_ store: FieldStore, _ reference: Reference) throws {
        let count = try store.readLines { try $0.count(RecordQuery()) }
        let all = try Timings(times: times / 10) { _ in try reference.readAllWords() }
        try print("first page of \(count) records", all, aim: "") { _ in
            _ = try store.lines(limit: 50)
        }
        let last = try store.lines(limit: 1_000).last
        try print("a page further down, of \(count)", all, aim: "") { _ in
            _ = try store.lines(after: last, limit: 50)
        }
        // Words that hardly any record has: every one is looked at.
        try print("a word in \(count) records", all, aim: "50 ms", of: times / 10) { number in
            _ = try store.lines(RecordQuery(text: "mm-00\(number % 90 + 10) visit"), limit: 50)
        }
        try print("a word that none has, in \(count)", all, aim: "50 ms", of: times / 10) { _ in
            let found = try store.lines(RecordQuery(text: "nowheretobefound"), limit: 50)
            guard found.isEmpty else { throw BenchFailure("Found what is nowhere.") }
        }
    }

    private func print(
        _ what: String,
        _ all: Timings,
        aim: String,
        of times: Int? = nil,
        _ body: (Int) throws -> Void
    ) throws {
        let timings = try Timings(times: times ?? self.times, body)
        Figure(
            what: what,
            timings: timings,
            reference: "reading all words once",
            against: all,
            aim: aim
        ).print()
    }

    /// One answer of a draft, as the line mode and the full screen keep it at each Enter.
    private func keep(_ store: FieldStore) throws {
        guard let id = FormID(form) else { throw BenchFailure("'\(form)' is no form.") }
        let form = try store.read { try $0.form(id) }
        guard
            let path = form.fields.lazy.compactMap({ FieldPath($0.template) })
                .first(where: { $0.segments.count == 1 })
        else { throw BenchFailure("The form has no plain question.") }
        var kept = try store.write { try $0.begin(form) }
        let folder = URL(filePath: home).appending(path: "bench-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let bare = try BareTable(folder.appending(path: "bare.sqlite").path)
        let inserts = try Timings(times: times) { try bare.insert($0) }
        let answers = try Timings(times: times) { number in
            var draft = kept
            draft.answers[path] = .text("answer \(number)")
            try store.write { try $0.keep(draft, after: kept) }
            kept = draft
        }
        try store.write { try $0.discard(kept.id) }
        Figure(
            what: "an answer is on the disk",
            timings: answers,
            reference: "a bare insert, FULL",
            against: inserts,
            aim: "p99 5 ms, ratio 1.5"
        ).print()
    }
}

/// What SQLite itself takes to read the words of all records.
private struct Reference {
    private let queue: DatabaseQueue

    init(_ home: Home) throws {
        var configuration = Configuration()
        configuration.readonly = true
        queue = try DatabaseQueue(path: home.lines ?? "", configuration: configuration)
    }

    func readAllWords() throws {
        _ = try queue.read { try Int.fetchOne($0, sql: "SELECT sum(length(words)) FROM line") }
    }
}

/// A table of nothing but a text, in a database with the same journal.
private struct BareTable {
    private let queue: DatabaseQueue

    init(_ path: String) throws {
        var configuration = Configuration()
        configuration.prepareDatabase { db in
            try db.execute(sql: "PRAGMA journal_mode = DELETE; PRAGMA synchronous = FULL")
        }
        queue = try DatabaseQueue(path: path, configuration: configuration)
        try queue.write { try $0.execute(sql: "CREATE TABLE answer (id INTEGER PRIMARY KEY, t)") }
    }

    func insert(_ number: Int) throws {
        try queue.write { db in
            try db.execute(sql: "INSERT INTO answer (t) VALUES (?)", arguments: ["a \(number)"])
        }
    }
}
