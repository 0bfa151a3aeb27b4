// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import GRDB
import SyncService

extension SQLiteSession {
    func formClosings() throws -> [FormClosing] {
        try rows("SELECT * FROM form_closing ORDER BY number").map(closing)
    }

    func closedForms() throws -> [FormClosing] {
        try rows(
            """
            SELECT * FROM form_closing WHERE closed = 1
            AND number IN (SELECT max(number) FROM form_closing GROUP BY form) ORDER BY form
            """
        ).map(closing)
    }

    func formClosing(_ form: FormID) throws -> FormClosing? {
        try row(
            "SELECT * FROM form_closing WHERE form = ? ORDER BY number DESC LIMIT 1",
            [form.text]
        ).map(closing)
    }

    func save(_ closing: FormClosing) throws {
        try run(
            """
            INSERT INTO form_closing (number, form, closed, reason, person, at)
            VALUES (?, ?, ?, ?, ?, ?)
            """,
            [
                try nextNumber(), closing.form.text, closing.isClosed, closing.reason,
                closing.by.data, closing.at.milliseconds,
            ]
        )
    }

    private func closing(_ row: StoredRow) throws -> FormClosing {
        FormClosing(
            form: try FormID(column: row.get("form")),
            isClosed: try row.get("closed"),
            reason: try row.get("reason"),
            by: try PersonID(column: row.get("person")),
            at: Instant(milliseconds: try row.get("at"))
        )
    }
}
