// SPDX-License-Identifier: Apache-2.0

package import FieldForms
package import FieldModel
import Foundation
import GRDB

/// Reading what a person names and sees.
extension StoreSession {
    /// The record as this device's person reads it: a return of others as it was submitted last.
    package func view(_ state: RecordState) throws -> Record {
        try isReadAsSubmitted(state.form, state.scope) ? submitted(state) : work(state)
    }

    /// The conflicts of a record, open and settled, as its newest form has them; none of a return
    /// of others, as they are about what was not submitted.
    func conflicts(of state: RecordState) throws -> [Conflict] {
        try isReadAsSubmitted(state.form, state.scope) ? [] : allConflicts(of: state)
    }

    /// The same, whoever reads the record.
    func allConflicts(of state: RecordState) throws -> [Conflict] {
        try versions(of: state.form)?.conflicts(state) ?? state.conflicts { _ in .ask }
    }

    /// The needed answers that a record lacks because its form came to need them later.
    package func missing(in record: Record) throws -> [MissingAnswer] {
        guard try !isReadAsSubmitted(record.form, record.scope) else { return [] }
        return try versions(of: record.form)?.missing(in: record, today: today, now: now) ?? []
    }

    package func record(_ id: RecordID) throws -> Record? { try state(of: id).map(view) }

    /// The records of a form, or of all forms, that are there.
    package func records(form: FormID? = nil) throws -> [Record] {
        try states(form: form).map(view).filter { !$0.isDeleted }
    }

    /// Finds a record by its identifier, or by four or more letters that it starts or ends with.
    ///
    /// - Throws: `Problem` `record.unknown` when none fits, `request.malformed` when several do.
    package func recordID(matching text: String) throws -> RecordID {
        if let id = RecordID(text) { return id }
        let ids = try Data.fetchAll(
            self,
            sql: """
                SELECT id FROM record UNION SELECT id FROM showing CROSS JOIN staged
                UNION SELECT record FROM journal
                """
        ).map { try RecordID(column: $0) }
        return try Self.one(of: ids, matching: text, .recordUnknown, "record")
    }

    /// Conflicts on this device, in the order of records and fields.
    package func conflicts(all: Bool) throws -> [Conflict] {
        var found: [Conflict] = []
        for state in try states() {
            found += try conflicts(of: state).filter { all || $0.state == .open }
        }
        return found
    }

    /// How many conflicts are open, without reading the records that hold no work of one's own.
    package func openConflictCount() throws -> Int {
        var count =
            try Int.fetchOne(self, sql: "SELECT sum(conflicts) FROM shown WHERE conflicts > 0")
            ?? 0
        for (record, pulled) in try pulledWithOwnWork() {
            guard let state = try state(of: record) else { continue }
            let open = try conflicts(of: state).filter { $0.state == .open }.count
            count += open - pulled
        }
        return count
    }

    /// Pulled records that hold work of one's own too, each with the conflicts that were pulled.
    ///
    /// A record that nobody else has seen yet has none: those are left out, however many they are.
    func pulledWithOwnWork() throws -> [(record: RecordID, conflicts: Int)] {
        try StoredRow.fetchAll(
            self,
            sql: """
                SELECT DISTINCT journal.record id,
                    coalesce(staged.conflicts, record.conflicts) conflicts
                FROM journal \(Self.withShown)
                WHERE coalesce(staged.id, record.id) IS NOT NULL
                    AND (journal.state IN ('saved', 'sent', 'held')
                        OR journal.state = 'stored'
                            AND sequence > coalesce(staged.version, record.version))
                """
        ).map { (try RecordID(column: $0.get("id")), try $0.get("conflicts")) }
    }

    /// Finds one of the conflicts, open or settled, as `recordID(matching:)` finds a record.
    package func conflict(matching text: String) throws -> Conflict {
        // Who names an open one whole has not to wait until all records are read.
        if let open = try openConflicts().first(where: { $0.id.description == text }) {
            return open
        }
        let conflicts = try conflicts(all: true)
        let id = try Self.one(of: conflicts.map(\.id), matching: text, .conflictNone, "conflict")
        guard let conflict = conflicts.first(where: { $0.id == id }) else {
            throw Self.none("conflict", text, .conflictNone)
        }
        return conflict
    }

    package static func one<Kind>(
        of ids: [Identifier<Kind>],
        matching text: String,
        _ code: Problem.Code,
        _ noun: String
    ) throws -> Identifier<Kind> {
        if let id = Identifier<Kind>(text) {
            guard ids.contains(id) else { throw none(noun, text, code) }
            return id
        }
        let wanted = text.lowercased()
        // People type the start of what they see, which is the end of the identifier.
        let found = ids.filter {
            let text = $0.description
            return text.hasPrefix(wanted) || text.hasSuffix(wanted)
                || text.suffix(8).hasPrefix(wanted)
        }
        if found.count == 1, wanted.count >= 4, let id = found.first { return id }
        guard found.isEmpty || wanted.count < 4 else {
            throw Problem(
                .requestMalformed,
                "'\(text)' fits \(found.count) of them. Write more letters of the identifier."
            )
        }
        throw none(noun, text, code)
    }

    private static func none(_ noun: String, _ text: String, _ code: Problem.Code) -> Problem {
        Problem(
            code,
            "There is no \(noun) '\(text)' on this device. Write its identifier, or four or more"
                + " letters from its start or end."
        )
    }

    /// The name of a council, organisation or person; the end of its identifier where unknown.
    package func name(of id: some CustomStringConvertible) throws -> String {
        try StoredRow.fetchOne(
            self,
            sql: "SELECT entry, seal FROM directory WHERE id = ?",
            arguments: [id.description]
        ).map { try $0.directoryEntry().name } ?? String(id.description.suffix(8))
    }

    /// The names that the devices of known people were enrolled under.
    package func deviceNames() throws -> [DeviceID: String] {
        let devices = try directory().flatMap { entry -> [DirectoryEntry.Device] in
            guard case .person(let person) = entry else { return [] }
            return person.devices ?? []
        }
        return Dictionary(devices.map { ($0.id, $0.name) }, uniquingKeysWith: { first, _ in first })
    }

    package func directory() throws -> [DirectoryEntry] {
        try StoredRow.fetchAll(self, sql: "SELECT entry, seal FROM directory ORDER BY id")
            .map { try $0.directoryEntry() }
    }
}

extension StoredRow {
    fileprivate func directoryEntry() throws -> DirectoryEntry {
        try Canonical.decode(DirectoryEntry.self, from: sealed("entry"))
    }
}

extension DirectoryEntry {
    package var key: String {
        switch self {
        case .council(let council): council.id.description
        case .organisation(let organisation): organisation.id.description
        case .person(let person): person.id.description
        }
    }

    package var name: String {
        switch self {
        case .council(let council): council.name
        case .organisation(let organisation): organisation.name
        case .person(let person): person.name
        }
    }
}
