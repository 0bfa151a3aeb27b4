// SPDX-License-Identifier: Apache-2.0

package import FieldForms
package import FieldModel
import Foundation
import GRDB

/// One transaction on a device's store; it is not kept beyond the closure that it was given to.
package final class StoreSession {
    let database: Database
    package let now: Instant
    package lazy var today = now.localDate
    package var random: Entropy
    private var versions: [FormID: FormVersions?] = [:]
    /// The lists of records that this transaction has read.
    var recordLists: [FormID: RecordList] = [:]
    /// What single records are called, by form and identifier; many answers name the same one.
    var recordLabels: [String: String?] = [:]
    /// What this transaction has read or written of the facts: each is looked up and checked once.
    private var facts: [String: Data?] = [:]
    let memory: StoreMemory
    let lines: LineFile
    /// What the side file must say before this transaction commits; nil where there is none.
    var sideFrames: [SideFrame]?
    /// The records whose lines must go before this transaction commits: what was erased, or may not
    /// be read here any more.
    var goneLines: Set<RecordID> = []
    /// True where they may be of records that this store does not know.
    var hasLostScope = false
    /// True when the side file has to be written anew after this transaction.
    var isSideStale = false

    init(
        database: Database,
        now: Instant,
        random: Entropy,
        memory: StoreMemory,
        lines: LineFile,
        keepsSide: Bool
    ) {
        (self.database, self.now, self.random) = (database, now, random)
        (self.memory, self.lines) = (memory, lines)
        sideFrames = keepsSide ? [] : nil
    }

    /// Runs a part of the transaction of which nothing stays when it throws; the rest may go on.
    package func attempt<Value>(_ body: () throws -> Value) throws -> Value {
        let before = (facts, recordLists, sideFrames, isSideStale, goneLines, hasLostScope)
        try run(sql: "SAVEPOINT attempt")
        do {
            let value = try body()
            try run(sql: "RELEASE attempt")
            return value
        } catch {
            // Some errors, such as that of a full disk, have undone the whole transaction.
            if database.isInsideTransaction {
                try run(sql: "ROLLBACK TO attempt")
                try run(sql: "RELEASE attempt")
            }
            (facts, recordLists, sideFrames, isSideStale, goneLines, hasLostScope) = before
            recordLabels = [:]
            throw error
        }
    }

    /// The newest version of a form.
    ///
    /// - Throws: `Problem` `form.unknown` with the forms there are.
    package func form(_ id: FormID) throws -> CompiledForm {
        let newest = try Int.fetchOne(
            self,
            sql: "SELECT max(version) FROM form WHERE id = ?",
            arguments: [id.text]
        )
        guard let newest, let form = try form(id, version: newest) else {
            let known = try String.fetchAll(self, sql: "SELECT DISTINCT id FROM form")
            throw Problem(
                .formUnknown,
                known.isEmpty
                    ? "This device has no forms yet. Fetch them with: keeplocal sync"
                    : "There is no form '\(id)'. There are: \(known.joined(separator: ", "))"
            )
        }
        return form
    }

    /// One version of a form; nil for one that this device was never given.
    package func form(_ id: FormID, version: Int) throws -> CompiledForm? {
        let row = try StoredRow.fetchOne(
            self,
            sql: "SELECT definition, seal FROM form WHERE id = ? AND version = ?",
            arguments: [id.text, version]
        )
        return try row.map { row in
            let form = try memory.forms.form(from: row.get("definition")) { _ in
                _ = try row.sealed("definition")
            }
            guard form.id == id, form.version == version else {
                throw DatabaseError(resultCode: .SQLITE_CORRUPT)
            }
            return form
        }
    }

    /// The newest version of every form, by name.
    package func forms() throws -> [CompiledForm] {
        try String.fetchAll(self, sql: "SELECT DISTINCT id FROM form ORDER BY id")
            .map { text in
                guard let id = FormID(text) else {
                    throw DatabaseError(resultCode: .SQLITE_CORRUPT)
                }
                return try form(id)
            }
    }

    /// All versions of a form that this device can read; nil for a form that it was never given.
    ///
    /// A version of a newer program that this one cannot read must not stand in a sync's way.
    package func versions(of id: FormID) throws -> FormVersions? {
        if let known = versions[id] { return known }
        let numbers = try Int.fetchAll(
            self,
            sql: "SELECT version FROM form WHERE id = ?",
            arguments: [id.text]
        )
        let found = FormVersions(
            try numbers.compactMap { number in
                do {
                    return try form(id, version: number)
                } catch let error as DatabaseError {
                    throw error
                } catch {
                    return nil
                }
            }
        )
        versions[id] = found
        return found
    }

    /// Another version has come.
    func forgetForms() { (versions, recordLists, recordLabels) = ([:], [:], [:]) }

    /// Who this device is; nil before it is enrolled.
    func storedIdentity() throws -> Identity? {
        try sealed("identity").map { try memory.identity(from: $0) }
    }

    func fact<Value: Decodable>(_ key: String, as type: Value.Type = Value.self) throws -> Value? {
        try sealed(key).map { try Canonical.decode(Value.self, from: $0) }
    }

    /// The bytes of a fact.
    ///
    /// - Throws: `SQLITE_CORRUPT` when they are not what was written.
    private func sealed(_ key: String) throws -> Data? {
        if let known = facts[key] { return known }
        let found = try fetchSealed(key)
        facts[key] = .some(found)
        return found
    }

    private func fetchSealed(_ key: String) throws -> Data? {
        let row = try StoredRow.fetchOne(
            self,
            sql: "SELECT value, seal FROM fact WHERE key = ?",
            arguments: [key]
        )
        return try row?.sealed("value")
    }

    func set(_ key: String, _ value: some Encodable) throws {
        let bytes = try Canonical.encode(value)
        try run(
            sql: "INSERT OR REPLACE INTO fact (key, value, seal) VALUES (?, ?, ?)",
            arguments: [key, bytes, Hash(of: bytes).data]
        )
        facts[key] = bytes
    }

    func forget(_ key: String) throws {
        try run(sql: "DELETE FROM fact WHERE key = ?", arguments: [key])
        facts[key] = .some(nil)
    }
}
