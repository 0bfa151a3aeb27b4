// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import Figures
import Foundation
import GRDB

extension FieldStore {
    /// Makes the entries of records that came since, some at a time, so that others can write in
    /// between.
    ///
    /// Figures are the same without, and slower. `few` of them are left as they are: reading those
    /// costs less than writing to the disk. Where another process is writing, or the disk is full,
    /// all are. `told` hears how many are made.
    ///
    /// - Throws: `Problem` as every reading does, such as `device.store_damaged`.
    package func makeDueEntries(
        leaving few: Int = 0,
        told: (_ made: Int, _ all: Int) -> Void = { _, _ in }
    ) throws {
        do {
            let stale = try read { try $0.staleKinds() }
            if !stale.isEmpty, try writeIfFree({ try $0.makeAllDue(stale) }) == nil { return }
            let all = try read { try $0.dueEntryCount() }
            guard all > few else { return }
            var made = 0
            while let count = try writeIfFree({ try $0.makeDueEntries(limit: Self.madeAtOnce) }),
                count > 0
            {
                made += count
                told(made, all)
            }
        } catch let problem as Problem where problem.code == .diskFull {
            return
        }
    }

    /// Some 60 ms: so long another program's save waits.
    private static let madeAtOnce = 1_500
}

extension StoreSession {
    /// The forms whose entries were made by another program, or under other versions of the form.
    func staleKinds() throws -> Set<CaseEntry.Kind> {
        Set(
            try CaseEntry.Kind.allCases.filter { kind in
                try fact(Self.makeKey(kind), as: Hash.self) != make(of: kind)
            }
        )
    }

    private static func makeKey(_ kind: CaseEntry.Kind) -> String { "counted/\(kind.rawValue)" }

    /// What an entry is made by, besides its record: this program, and all versions of the form
    /// that it can read.
    private func make(of kind: CaseEntry.Kind) throws -> Hash {
        var bytes = Data("\(CaseEntry.make)".utf8)
        let rows = try StoredRow.fetchAll(
            self,
            sql: "SELECT version, definition FROM form WHERE id = ? ORDER BY version",
            arguments: [kind.rawValue]
        )
        for row in rows {
            let (version, definition): (Int, Data) = (
                try row.get("version"), try row.get("definition")
            )
            let isReadable = (try? memory.forms.form(from: definition)) != nil
            bytes += Data("/\(version)/\(isReadable)/\(Hash(of: definition))".utf8)
        }
        return Hash(of: bytes)
    }

    fileprivate func makeAllDue(_ kinds: Set<CaseEntry.Kind>) throws {
        for kind in kinds {
            try run(
                sql: """
                    DELETE FROM counted
                    WHERE place IN (SELECT number FROM counted_place WHERE form = ?)
                    """,
                arguments: [kind.rawValue]
            )
            try run(
                sql: "INSERT OR IGNORE INTO counted_due SELECT id FROM record WHERE form = ?",
                arguments: [kind.rawValue]
            )
            try set(Self.makeKey(kind), try make(of: kind))
        }
    }

    fileprivate func dueEntryCount() throws -> Int {
        try Int.fetchOne(self, sql: "SELECT count(*) FROM counted_due") ?? 0
    }

    /// - Returns: How many were due and are not any more.
    fileprivate func makeDueEntries(limit: Int) throws -> Int {
        var places: [EntryPlace: Int64] = [:]
        for (number, place) in try entryPlaces() { places[place] = number }
        let rows = try StoredRow.fetchCursor(
            self,
            sql: """
                SELECT counted_due.record, form, state FROM counted_due
                LEFT JOIN record ON record.id = counted_due.record
                ORDER BY counted_due.record LIMIT ?
                """,
            arguments: [limit]
        )
        var (count, last): (Int, Data?) = (0, nil)
        while let row = try rows.next() {
            (count, last) = (count + 1, try row.get("record"))
            guard let form = FormID(try row.find("form") ?? ""),
                let state: Data = try row.find("state"),
                case let record = try countedRecord(from: state, of: form), !record.isDeleted,
                let kind = CaseEntry.Kind(form), let entry = CaseEntry(record)
            else { continue }
            let place = EntryPlace(kind: kind, scope: record.scope)
            let number = try places[place] ?? addEntryPlace(place)
            places[place] = number
            try keep(entry.bytes, of: record.id, at: number)
        }
        guard let last else { return 0 }
        try run(sql: "DELETE FROM counted_due WHERE record <= ?", arguments: [last])
        return count
    }

    private func keep(_ entry: [UInt8], of record: RecordID, at place: Int64) throws {
        let seal = entry.withUnsafeBytes { KeptEntry.seal(of: record, place, $0) }
        try run(
            sql: "INSERT OR REPLACE INTO counted (record, place, entry, seal) VALUES (?, ?, ?, ?)",
            arguments: [record.data, place, Data(entry), seal]
        )
    }
}
