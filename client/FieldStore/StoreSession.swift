// SPDX-License-Identifier: Apache-2.0

package import FieldForms
package import FieldModel
import Foundation
import GRDB

/// One transaction on a device's store; it is not kept beyond the closure that it was given to.
package final class StoreSession {
    let database: Database
    package let now: Instant
    package let today: PlainDate
    package var random: Entropy
    private var compiled: [String: CompiledForm] = [:]
    private var versions: [FormID: FormVersions?] = [:]

    init(database: Database, now: Instant, random: Entropy) {
        (self.database, self.now, self.random) = (database, now, random)
        today = now.localDate
    }

    /// The newest version of a form.
    ///
    /// - Throws: `Problem` `form.unknown` with the forms there are.
    package func form(_ id: FormID) throws -> CompiledForm {
        let newest = try Int.fetchOne(
            database,
            sql: "SELECT max(version) FROM form WHERE id = ?",
            arguments: [id.text]
        )
        guard let newest, let form = try form(id, version: newest) else {
            let known = try String.fetchAll(database, sql: "SELECT DISTINCT id FROM form")
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
        let key = "\(id)/\(version)"
        if let form = compiled[key] { return form }
        let data = try Data.fetchOne(
            database,
            sql: "SELECT definition FROM form WHERE id = ? AND version = ?",
            arguments: [id.text, version]
        )
        guard let data else { return nil }
        let form = try CompiledForm(Canonical.decode(FormDefinition.self, from: data))
        compiled[key] = form
        return form
    }

    /// The newest version of every form, by name.
    package func forms() throws -> [CompiledForm] {
        try String.fetchAll(database, sql: "SELECT DISTINCT id FROM form ORDER BY id")
            .compactMap { try FormID($0).map { try form($0) } }
    }

    /// All versions of a form that this device can read; nil for a form that it was never given.
    ///
    /// A version of a newer program that this one cannot read must not stand in a sync's way.
    package func versions(of id: FormID) throws -> FormVersions? {
        if let known = versions[id] { return known }
        let numbers = try Int.fetchAll(
            database,
            sql: "SELECT version FROM form WHERE id = ?",
            arguments: [id.text]
        )
        let found = FormVersions(numbers.compactMap { try? form(id, version: $0) })
        versions[id] = found
        return found
    }

    /// What was compiled is forgotten: another version has come.
    func forgetForms() {
        compiled = [:]
        versions = [:]
    }

    func fact<Value: Decodable>(_ key: String, as type: Value.Type = Value.self) throws -> Value? {
        try Data.fetchOne(database, sql: "SELECT value FROM fact WHERE key = ?", arguments: [key])
            .map { try Canonical.decode(Value.self, from: $0) }
    }

    func set(_ key: String, _ value: some Encodable) throws {
        try database.execute(
            sql: "INSERT OR REPLACE INTO fact (key, value) VALUES (?, ?)",
            arguments: [key, try Canonical.encode(value)]
        )
    }

    func forget(_ key: String) throws {
        try database.execute(sql: "DELETE FROM fact WHERE key = ?", arguments: [key])
    }
}
