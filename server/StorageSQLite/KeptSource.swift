// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import GRDB
import SyncService

/// How the rows of one table that follows from acts are read: its statement gives the key first,
/// then the columns.
struct KeptSource {
    let sql: String
    /// What stands in each column of the key.
    let key: [Form]
    let columns: KeyValuePairs<String, Form>

    enum Form {
        case text, number, time, id, hash
        /// The bytes themselves are too many to be compared.
        case digest
        /// A value in JSON that is compared by what is in it.
        case council, erasure
    }

    static func of(_ table: KeptTable) -> Self {
        switch table {
        case .setting:
            Self(
                sql: "SELECT key, value FROM setting WHERE key = 'timeline'",
                key: [.text],
                columns: ["value": .text]
            )
        case .council:
            Self(sql: "SELECT id, entry FROM council", key: [.text], columns: ["entry": .council])
        case .organisation:
            Self(
                sql: "SELECT id, council, name FROM organisation",
                key: [.id],
                columns: ["council": .text, "name": .text]
            )
        case .person:
            Self(sql: "SELECT id, name FROM person", key: [.id], columns: ["name": .text])
        case .grant:
            Self(
                sql: "SELECT person, role, council, organisation, revoked FROM role_grant",
                key: [.id, .text, .text, .id],
                columns: ["revoked": .time]
            )
        case .device: device
        case .form:
            Self(
                sql: "SELECT id, version, definition FROM form",
                key: [.text, .number],
                columns: ["definition": .digest]
            )
        case .closing: closing
        case .erasure:
            Self(
                sql: "SELECT id, council, organisation, entry FROM erasure",
                key: [.id],
                columns: ["council": .text, "organisation": .id, "entry": .erasure]
            )
        case .erased:
            Self(sql: "SELECT record, erasure FROM erased", key: [.id], columns: ["erasure": .id])
        }
    }

    private static let device = Self(
        sql: "SELECT id, person, name, token, enrolled, revoked, parent FROM device",
        key: [.id],
        columns: [
            "person": .id, "name": .text, "token": .hash, "enrolled": .time, "revoked": .time,
            "parent": .id,
        ]
    )

    /// The number of a closing is one of the whole directory; among those of its form it counts.
    private static let closing = Self(
        sql: """
            SELECT form, row_number() OVER (PARTITION BY form ORDER BY number) AS place,
                closed, reason, person, at
            FROM form_closing ORDER BY form, number
            """,
        key: [.text, .number],
        columns: ["closed": .number, "reason": .text, "person": .id, "at": .time]
    )

    func row(_ table: KeptTable, _ found: StoredRow) throws -> KeptRow {
        let values = Array(found.row.databaseValues)
        guard values.count == key.count + columns.count else {
            throw StorageFailure.damaged("a row of \(table.rawValue) has other columns")
        }
        let names = zip(key, values).map { $0.text(of: $1) }
        var kept: KeptRow.Columns = [:]
        for (column, value) in zip(columns, values.dropFirst(key.count)) {
            switch column.value {
            case .council:
                let council: DirectoryEntry.Council? = column.value.decoded(value)
                if let council { kept = try .init(of: council) }
            case .erasure:
                let erasure: Erasure? = column.value.decoded(value)
                kept["entry"] = try erasure.flatMap { try KeptRow.Columns(of: $0)["entry"] }
            default: kept[column.key] = column.value.text(of: value)
            }
        }
        return KeptRow(KeptRow.Place(table, key: names), kept)
    }
}

extension KeptSource.Form {
    /// Nil where that cannot be read.
    fileprivate func decoded<Value: Decodable>(_ value: DatabaseValue) -> Value? {
        Data.fromDatabaseValue(value).flatMap { try? Canonical.decode(from: $0) }
    }

    /// What does not fit is shown as it stands, which is never what an act gives.
    fileprivate func text(of value: DatabaseValue) -> String {
        switch (self, value.storage) {
        case (_, .null): ""
        case (.text, .string(let text)): text
        case (.number, .int64(let number)): String(number)
        case (.time, .int64(let time)) where abs(time / 2) < Self.timeMax:
            Instant(milliseconds: time).description
        case (.id, .blob(let data)) where data.isEmpty: ""
        case (.id, .blob(let data)) where data.count == 16:
            (try? RecordID(column: data))?.description ?? ""
        case (.hash, .blob(let data)): data.hexText
        case (.digest, .blob(let data)): Hash(of: data).description
        default: "what cannot be read: \(value)"
        }
    }

    /// Some thousand years in milliseconds.
    private static var timeMax: Int64 { 100_000_000_000_000 }
}
