// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import GRDB

/// The one draft a form of earlier versions of the program, as a fact each.
struct FormerDrafts {
    /// The step of the schema that gives drafts tables of their own.
    static let migration = 2

    private let database: Database

    init(_ database: Database) { self.database = database }

    /// Makes each a draft with an identifier of its own; one that cannot be read stays as it is.
    func convert() throws {
        let rows = try Row.fetchAll(
            database,
            sql: "SELECT key, value, seal FROM fact WHERE key LIKE 'draft/%'"
        )
        for row in rows {
            let (key, bytes): (String, Data) = (try row.get("key"), try row.get("value"))
            guard try row.get("seal") == Hash(of: bytes).data,
                let form = FormID(String(key.dropFirst("draft/".count))),
                let answers = try? Canonical.decode([FieldPath: FieldValue].self, from: bytes)
            else { continue }
            try convert(answers, of: form)
            try database.execute(sql: "DELETE FROM fact WHERE key = ?", arguments: [key])
            try database.execute(
                sql: "DELETE FROM fact WHERE key = ?",
                arguments: ["draftVersion/\(form)"]
            )
        }
    }

    private func convert(_ answers: [FieldPath: FieldValue], of form: FormID) throws {
        var random = SystemRandomNumberGenerator()
        let id = RecordID.make(at: .now, using: &random)
        let header = try Canonical.encode(
            DraftHeader(form: form, formVersion: version(of: form), started: .now)
        )
        try database.execute(
            sql: "INSERT INTO draft (id, header, seal, touched) VALUES (?, ?, ?, ?)",
            arguments: [id.data, header, Hash(of: header).data, Instant.now.milliseconds]
        )
        for (path, value) in answers {
            let bytes = try Canonical.encode(DraftAnswer(value: value, former: nil))
            try database.execute(
                sql: """
                    INSERT INTO draft_answer (draft, path, value, seal) VALUES (?, ?, ?, ?)
                    """,
                arguments: [id.data, path.text, bytes, Hash(of: bytes).data]
            )
        }
    }

    /// That which was noted with it, or the newest that there is.
    private func version(of form: FormID) throws -> Int {
        let noted = try Data.fetchOne(
            database,
            sql: "SELECT value FROM fact WHERE key = ?",
            arguments: ["draftVersion/\(form)"]
        )
        if let noted, let version = try? Canonical.decode(Int.self, from: noted) { return version }
        return try Int.fetchOne(
            database,
            sql: "SELECT max(version) FROM form WHERE id = ?",
            arguments: [form.text]
        ) ?? 1
    }
}
