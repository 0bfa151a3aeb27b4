// SPDX-License-Identifier: Apache-2.0

package import FieldModel
import Foundation
import GRDB

/// The pages of a pull: set aside one by one, shown all together.
extension StoreSession {
    /// Where the next page starts: after the last staged one, else after the last pull.
    package func cursor() throws -> String? {
        try fact("stagedCursor", as: String.self) ?? fact("cursor", as: String.self)
    }

    /// True when the server tells everything anew: there was no pull yet that came to its end.
    package func isLoadingAnew() throws -> Bool { try fact("cursor", as: String.self) == nil }

    /// Sets one page aside.
    ///
    /// - Throws: `Problem` `server.failed` when a record is not what its hash says.
    package func stage(_ page: PullAnswer) throws {
        // What shows already must not be taken for a part of this pull.
        _ = try layInPlace(.whole)
        for definition in page.forms { try save(form: definition) }
        for pulled in page.records {
            guard pulled.isIntact else {
                throw Problem(
                    .serverFailed,
                    "A record arrived that is not what its hash says. Nothing was changed here."
                        + " Sync again; if it stays, tell an administrator."
                )
            }
            try setAside(pulled)
            memory.remember(pulled.state, from: pulled.bytes)
        }
        for entry in page.directory {
            let bytes = try Canonical.encode(entry)
            try run(
                sql: "INSERT OR REPLACE INTO directory (id, entry, seal) VALUES (?, ?, ?)",
                arguments: [entry.key, bytes, Hash(of: bytes).data]
            )
        }
        try take(page.erasures)
        try set("stagedCursor", page.cursor)
        #if MUTANTS
        if Mutant.stagedShownEarly.isOn { try run(sql: "INSERT INTO showing VALUES (1)") }
        #endif
    }

    #if MUTANTS
    package func skip(to cursor: String) throws { try set("cursor", cursor) }
    #endif
    /// Forgets how far was read, so that the next pull loads everything.
    ///
    /// A server that tells everything anew may be another one, or have gone back: which files it
    /// has is asked anew as well.
    package func forgetCursor() throws {
        _ = try layInPlace(.whole)
        try run(sql: "UPDATE evidence SET present = 0")
        try run(sql: "DELETE FROM staged")
        try forget("cursor")
        try forget("stagedCursor")
    }

    private func save(form definition: JSON) throws {
        let bytes = try Canonical.encode(definition)
        guard let form = try? FormHead(bytes) else {
            throw Problem(
                .serverFailed,
                "The server sent a form that this program cannot read. Nothing was changed here."
                    + " Update keeplocal, and sync again."
            )
        }
        try run(
            sql: "INSERT OR REPLACE INTO form (id, version, definition, seal) VALUES (?, ?, ?, ?)",
            arguments: [form.id.text, form.version, bytes, Hash(of: bytes).data]
        )
        forgetForms()
    }

    /// Puts what the server told of a record in the place of what was here.
    func save(_ state: RecordState, _ bytes: Data, hash: Data) throws {
        try run(
            sql: """
                INSERT OR REPLACE INTO record
                    (id, council, organisation, audience, form, version, conflicts, state, hash)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: columns(of: state, bytes, hash: hash)
        )
        for file in state.blobs { try note(file, of: state.record, isOwn: false) }
    }

    private func setAside(_ pulled: PulledRecord) throws {
        try run(
            sql: """
                INSERT OR REPLACE INTO staged
                    (id, council, organisation, audience, form, version, conflicts, state, hash)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: columns(of: pulled.state, pulled.bytes, hash: pulled.hash.data)
        )
    }

    private func columns(
        of state: RecordState,
        _ bytes: Data,
        hash: Data
    ) throws -> StatementArguments {
        let open = try conflicts(of: state).count { $0.state == .open }
        return [
            state.record.data, state.scope.council.text, state.scope.organisation?.data,
            state.scope.audience.rawValue, state.form.text, state.version, open, bytes, hash,
        ]
    }

    func save(_ pulled: PulledRecord) throws {
        try save(pulled.state, pulled.bytes, hash: pulled.hash.data)
        if let latest = pulled.state.latestTime { try observe(latest) }
    }

    /// Everything the server has told this device of, as it was told.
    package func pulledRecords() throws -> [PulledRecord] {
        try StoredRow.fetchAll(self, sql: "SELECT state, hash FROM shown ORDER BY id").map {
            try pulledRecord($0)
        }
    }

    /// Records that arrived and are not shown yet.
    package func stagedCount() throws -> Int {
        try Int.fetchOne(self, sql: "SELECT count(*) FROM staged") ?? 0
    }
}

extension RecordState {
    var latestTime: HybridTime? {
        (registers.values.flatMap { $0.writes.map(\.stamp.at) } + steps.map(\.stamp.at)).max()
    }
}
