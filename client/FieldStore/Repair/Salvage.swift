// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import Foundation
import GRDB

/// What can still be read of a damaged database, copied into a new one.
///
/// A row is taken where its bytes are what their hash says, so that nothing wrong gets in. The
/// entries of the journal wait in a table of their own until the side file has had its say.
struct Salvage {
    let target: Database

    private(set) var changes = 0
    private(set) var records = 0

    init(into target: Database) throws {
        self.target = target
        try target.execute(
            sql: """
                CREATE TEMP TABLE found (
                    device BLOB, counter INTEGER, id BLOB PRIMARY KEY, record BLOB, change BLOB,
                    seal BLOB, state TEXT, sequence INTEGER, receipt BLOB, problem BLOB,
                    owed INTEGER, UNIQUE (device, counter)
                )
                """
        )
    }

    /// Reads each table from its start, and where that ends in damage, from its end.
    mutating func read(_ source: Database) {
        for row in Self.journal(source) where (try? take(entry: row)) == true { changes += 1 }
        for row in Self.rows("record", by: ["id", "id DESC"], source)
        where (try? take(record: row)) == true {
            records += 1
        }
        for row in Self.rows("fact", by: ["key", "key DESC"], source) { try? take(fact: row) }
        let names = ["id, version", "id DESC, version DESC"]
        for row in Self.rows("form", by: names, source) { try? take(form: row) }
        for row in Self.rows("directory", by: ["id", "id DESC"], source) {
            try? take(directory: row)
        }
        let files = ["record, sha256", "record DESC, sha256 DESC"]
        for row in Self.rows("evidence", by: files, source) { try? take(evidence: row) }
        for row in Self.rows("draft", by: ["id", "id DESC"], source) { try? take(draft: row) }
        let answers = ["draft, path", "draft DESC, path DESC"]
        for row in Self.rows("draft_answer", by: answers, source) { try? take(answer: row) }
        for row in Self.rows("form_draft", by: ["form", "form DESC"], source) {
            try? take(formDraft: row)
        }
        try? FormerDrafts(target).convert()
    }

    private func take(entry row: Row) throws -> Bool {
        let change = try row.sealedChange()
        let bytes: Data = try row.get("change")
        let receipt = try? row.find("receipt") as Data?
        let sequence = try? row.find("sequence") as Int64?
        let named = (try? row.get("state")).flatMap(JournalEntry.State.init(rawValue:))
        // What is not sure is asked again: the server answers a second time as the first.
        let isProven = receipt?.count == 32 && sequence != nil
        let isAnswered = [.stored, .purged].contains(named)
        let state = named.map { isAnswered && !isProven ? .sent : $0 } ?? .sent
        let problem = (try? row.find("problem") as Data?).flatMap { bytes in
            (try? Canonical.decode(Problem.self, from: bytes)) == nil ? nil : bytes
        }
        try target.execute(
            sql: "INSERT INTO found VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            arguments: [
                change.device.data, change.counter, change.id.data, change.record.data, bytes,
                Hash(of: bytes).data, state.rawValue, isAnswered && isProven ? sequence : nil,
                isAnswered && isProven ? receipt : nil, problem,
                (try? row.get("owed") as Int) == 1 ? 1 : 0,
            ]
        )
        return true
    }

    private func take(record row: Row) throws -> Bool {
        let bytes: Data = try row.get("state")
        let state = try Canonical.decode(RecordState.self, from: bytes)
        let hash = Hash(of: bytes)
        guard try row.get("hash") == hash.data else { return false }
        try target.execute(
            sql: "INSERT OR IGNORE INTO record VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            arguments: [
                state.record.data, state.scope.council.text, state.scope.organisation?.data,
                state.scope.audience.rawValue, state.form.text, state.version,
                (try? row.get("conflicts") as Int) ?? 0, bytes, hash.data,
            ]
        )
        return true
    }

    /// Not how far was read: the next pull tells everything anew.
    private func take(fact row: Row) throws {
        let (key, value): (String, Data) = (try row.get("key"), try row.get("value"))
        let kept: Set = [
            "identity", "lineage", "clock", "hadHeld", "feeds", "lastSync", "logs", "restored",
            "isSendingAgain", "erasuresToConfirm", "lostFeeds", "closedForms", "newsKnown",
            "newsUnread", "freshness", "formsTold", "revoked",
        ]
        let isOfMany = ["draft/", "draftVersion/", "bundle/"].contains { key.hasPrefix($0) }
        guard kept.contains(key) || isOfMany,
            try row.get("seal") == Hash(of: value).data
        else { return }
        try target.execute(
            sql: "INSERT OR IGNORE INTO fact (key, value, seal) VALUES (?, ?, ?)",
            arguments: [key, value, Hash(of: value).data]
        )
    }

    /// One that is left out is fetched anew: the server has it.
    private func take(form row: Row) throws {
        let definition: Data = try row.get("definition")
        let form = try FormHead(definition)
        guard try form.isKept(in: row),
            try isWhole(row, definition, or: { _ = try FormMemory().form(from: definition) })
        else { return }
        try target.execute(
            sql: "INSERT OR IGNORE INTO form (id, version, definition, seal) VALUES (?, ?, ?, ?)",
            arguments: [form.id.text, form.version, definition, Hash(of: definition).data]
        )
    }

    private func take(directory row: Row) throws {
        let bytes: Data = try row.get("entry")
        let entry = try Canonical.decode(DirectoryEntry.self, from: bytes)
        guard try isWhole(row, bytes, or: {}) else { return }
        try target.execute(
            sql: "INSERT OR IGNORE INTO directory (id, entry, seal) VALUES (?, ?, ?)",
            arguments: [entry.key, bytes, Hash(of: bytes).data]
        )
    }

    /// By its seal; in a file of before there were seals, by whether it can be read.
    private func isWhole(_ row: Row, _ bytes: Data, or check: () throws -> Void) throws -> Bool {
        if let seal: Data = try row.find("seal") {
            return seal == Hash(of: bytes).data
        }
        try check()
        return true
    }
}

extension Salvage {
    private func take(draft row: Row) throws {
        let (id, header): (Data, Data) = (try row.get("id"), try row.get("header"))
        guard try row.get("seal") == Hash(of: header).data else { return }
        try target.execute(
            sql: "INSERT OR IGNORE INTO draft (id, header, seal, touched) VALUES (?, ?, ?, ?)",
            arguments: [id, header, Hash(of: header).data, try row.get("touched") as Int64]
        )
    }

    private func take(answer row: Row) throws {
        let (draft, path): (Data, String) = (try row.get("draft"), try row.get("path"))
        let value: Data = try row.get("value")
        guard try row.get("seal") == Hash(of: value).data else { return }
        try target.execute(
            sql: """
                INSERT OR IGNORE INTO draft_answer (draft, path, value, seal)
                VALUES (?, ?, ?, ?)
                """,
            arguments: [draft, path, value, Hash(of: value).data]
        )
    }

    private func take(formDraft row: Row) throws {
        let definition: Data = try row.get("definition")
        guard try row.get("seal") == Hash(of: definition).data else { return }
        try target.execute(
            sql: "INSERT OR IGNORE INTO form_draft VALUES (?, ?, ?, ?)",
            arguments: [
                try row.get("form") as String, definition, Hash(of: definition).data,
                try row.get("kept") as Int64,
            ]
        )
    }

    /// Which files the server has is asked anew.
    private func take(evidence row: Row) throws {
        let (record, hash) = (
            try RecordID(column: row.get("record")), try Hash(column: row.get("sha256"))
        )
        let (size, type): (Int64, String) = (try row.get("size"), try row.get("media_type"))
        try target.execute(
            sql: """
                INSERT OR IGNORE INTO evidence (record, sha256, size, media_type, own, present)
                VALUES (?, ?, ?, ?, ?, 0)
                """,
            arguments: [record.data, hash.data, size, type, try row.get("own") == 1 ? 1 : 0]
        )
    }

    private static func rows(
        _ table: String,
        by orders: [String],
        _ source: Database
    ) -> AnySequence<Row> {
        let sql = "SELECT * FROM \(table) ORDER BY "
        return AnySequence<Row> { () -> AnyIterator<Row> in
            var (next, cursor): (Int, RowCursor?) = (0, nil)
            return AnyIterator<Row> { () -> Row? in
                while true {
                    if let cursor {
                        do {
                            guard let row = try cursor.next() else { return nil }
                            return row.copy()
                        } catch {}
                    }
                    guard next < orders.count else { return nil }
                    cursor = try? Row.fetchCursor(source, sql: sql + orders[next])
                    next += 1
                }
            }
        }
    }

    /// Each number by itself, after the first that cannot be read: damage hides what is in its
    /// page, and no more.
    private static func journal(_ source: Database) -> AnySequence<Row> {
        let last =
            [
                "SELECT max(number) FROM journal", "SELECT seq FROM sqlite_sequence",
                "SELECT max(number) FROM journal INDEXED BY journal_record",
            ].compactMap { try? Int64.fetchOne(source, sql: $0) }.max() ?? 0
        return AnySequence<Row> { () -> AnyIterator<Row> in
            var (reached, isBroken) = (Int64(0), false)
            var cursor = try? Row.fetchCursor(source, sql: "SELECT * FROM journal ORDER BY number")
            return AnyIterator<Row> { () -> Row? in
                while !isBroken, let open = cursor {
                    guard let row = try? open.next() else { break }
                    if let number: Int64 = try? row.get("number") { reached = max(reached, number) }
                    return row.copy()
                }
                (isBroken, cursor) = (true, nil)
                while reached < min(last, 10_000_000) {
                    reached += 1
                    let sql = "SELECT * FROM journal WHERE number = ?"
                    if let row = try? Row.fetchOne(source, sql: sql, arguments: [reached]) {
                        return row
                    }
                }
                return nil
            }
        }
    }
}
