// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import GRDB

/// What was found when everything on a device was looked at.
package struct Examination: Hashable, Sendable, Codable {
    /// `ok`, or what is wrong with the database, a few lines of it.
    package var database: [String] = []
    /// `ok`, or what is wrong with the side file.
    package var side: [String] = []
    /// Attached files that only this device has, and that are damaged or gone: what no repair
    /// brings back.
    package var files: [String] = []
    package var unsent = 0
    /// Files that a repair has set aside, by their names.
    package var setAside: [String] = []

    package init(database: [String] = [], setAside: [String] = []) {
        (self.database, self.setAside) = (database, setAside)
    }

    package var isSound: Bool { hasWholeStore && files.isEmpty }

    /// True while nothing is wrong that a repair puts right.
    package var hasWholeStore: Bool { database.isEmpty && side.isEmpty }
}

extension FieldStore {
    /// Looks at every page, every change and every record: linear in what is stored.
    package func examine() throws -> Examination {
        try read { session in
            var result = Examination(setAside: home.filesSetAside)
            result.database = try session.faults()
            result.unsent = try session.unsentCount()
            if let file = home.side { result.side = try session.faults(of: file) }
            let folder = EvidenceFolder(home)
            result.files = try session.waitingEvidence().compactMap { try $0.fault(in: folder) }
            return result
        }
    }

    /// Writes the side file anew where it is damaged or lacks what was not sent yet.
    ///
    /// - Returns: What was wrong with it.
    @discardableResult
    package func mendSide() throws -> [String] {
        guard let file = home.side else { return [] }
        let faults = try read { try $0.faults(of: file) }
        guard !faults.isEmpty else { return [] }
        try write { session in
            // Another process may have been in the middle of a line: alone, look again.
            guard try !session.faults(of: file).isEmpty else { return }
            // Only a journal that is sound may take the place of what the file has.
            try session.forEachKept { _ in }
            if file.exists { try home.setAside([file.path], at: session.now) }
            session.isSideStale = true
        }
        return faults
    }

    /// What every sync looks at first, as what it tells a person rests on it.
    package func checkBeforeSync() throws {
        guard home.side != nil else { return }
        try read { try Self.checkJournal($0.database) }
        let areMany = try read { try $0.hasManyRecords() }
        if try !areMany || read({ try $0.wereRecordsCheckedLongAgo() }) {
            try read { try Self.checkRecords($0.database) }
            if areMany { try write { try $0.set("recordsChecked", $0.now) } }
        }
        try mendSide()
        if try read({ try $0.areReturnsOfOlderMake() }) {
            try write { try $0.noteReturnsOfOlderMake() }
        }
    }
}

extension StoreSession {
    /// More than some ten thousand, which take a second to be looked at: that is done once in a
    /// day.
    fileprivate func hasManyRecords() throws -> Bool {
        try Int64.fetchOne(database, sql: "PRAGMA page_count") ?? 0 > 16_384
    }

    fileprivate func wereRecordsCheckedLongAgo() throws -> Bool {
        guard let last = try fact("recordsChecked", as: Instant.self) else { return true }
        return !(last...last.adding(seconds: 24 * 60 * 60)).contains(now)
    }

    /// Before figures leave a device: a damaged page must not make them smaller.
    package func requireWholeRecords() throws { try FieldStore.checkRecords(database) }
}

extension StoreSession {
    fileprivate func faults() throws -> [String] {
        var found = try String.fetchAll(database, sql: "PRAGMA integrity_check(10)")
        if found == ["ok"] { found = [] }
        let damaged = { (table: String, key: String, isSound: (Row) -> Bool) -> [String] in
            let rows = try Row.fetchCursor(self.database, sql: "SELECT * FROM \(table)")
            var faults: [String] = []
            while let row = try rows.next(), faults.count < 10 {
                let name = (row[key] as DatabaseValue?)?.description ?? "?"
                if !isSound(row) { faults.append("\(table) \(name) is not what was written") }
            }
            return faults
        }
        found += try damaged("journal", "number") { (try? $0.sealedChange()) != nil }
        let sealed = [
            ("fact", "key", "value", "seal"), ("record", "id", "state", "hash"),
            ("staged", "id", "state", "hash"),
            ("form", "id", "definition", "seal"), ("directory", "id", "entry", "seal"),
            ("draft", "id", "header", "seal"), ("draft_answer", "path", "value", "seal"),
            ("form_draft", "form", "definition", "seal"),
        ]
        for (table, key, content, seal) in sealed {
            found += try damaged(table, key) { row in
                guard let bytes: Data = try? row.get(content) else { return false }
                return (try? row.get(seal)) == Hash(of: bytes).data
            }
        }
        found += try damaged("form", "id") { row in
            (try? FormHead(row.get("definition")).isKept(in: row)) == true
        }
        return found
    }

    fileprivate func faults(of side: SideFile) throws -> [String] {
        var missing = try Data.fetchSet(
            database,
            sql: "SELECT seal FROM journal WHERE state IN ('saved', 'sent', 'held', 'refused')"
        )
        guard side.exists else {
            let isNew = try missing.isEmpty && !hasIdentity()
            return isNew ? [] : ["it is not there"]
        }
        var (identity, hasHead): (Identity?, Bool) = (nil, false)
        let damaged = try side.forEach { frame, _ in
            switch frame.kind {
            case .head: hasHead = true
            case .identity:
                identity = try? Canonical.decode(SideIdentity.self, from: frame.payload).identity
            case .change: missing.remove(Hash(of: frame.payload).data)
            }
        }
        var found: [String] = []
        if damaged > 0 || !hasHead { found.append("\(damaged) bytes of it are damaged") }
        if !missing.isEmpty { found.append("it lacks \(missing.count) unsent changes") }
        if let own = try storedIdentity(), own.device != identity?.device {
            found.append("it does not say who this device is")
        }
        return found
    }
}
