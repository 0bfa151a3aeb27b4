// SPDX-License-Identifier: Apache-2.0

import FieldModel

/// Whether the tables that follow from acts are what the logs say: every row, and every column that
/// an act gives.
struct VerifyingDirectory {
    let reader: any StorageReader
    let given: GivenRows

    func run(_ result: inout Verification) throws {
        var left = given.rows
        var words = DifferenceWords(given.rows)
        try reader.forEachKept { row in
            guard let wanted = left.removeValue(forKey: row.place) else {
                if given.mayLack(row.place) { return }
                return result.differ(row.place.table.rawValue, words.extra(row))
            }
            for column in Set(wanted.keys).union(row.columns.keys).sorted()
            where row.columns[column] ?? "" != wanted[column] ?? "" {
                guard !given.mayLack(column, of: row.place) else { continue }
                let found = words.changed(row, column, wanted[column] ?? "")
                result.differ(row.place.table.rawValue, found)
            }
        }
        let order = { (row: (key: KeptRow.Place, value: KeptRow.Columns)) in
            (row.key.table.rawValue, row.key.key.joined(separator: " "))
        }
        for (place, columns) in left.sorted(by: { order($0) < order($1) }) {
            result.differ(place.table.rawValue, words.missing(place, columns))
        }
    }
}
