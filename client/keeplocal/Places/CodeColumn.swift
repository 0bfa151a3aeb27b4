// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Places
import Workbooks

/// One column of codes in a file.
struct CodeColumn {
    let codes: [String]

    /// - Throws: `PlaceError` for a file without such a column, or with a code that is none.
    init(_ path: String) throws {
        var rows = try LedgerFile(path).rows()
        guard let first = try rows.next(),
            let column = first.cells.firstIndex(where: {
                ["lsoa21cd", "code"].contains($0.lowercased().filter { !$0.isWhitespace })
            })
        else {
            throw PlaceError(
                path,
                "There is no column LSOA21CD or code in its first line. Nothing was saved."
            )
        }
        var codes: [String] = []
        while let row = try rows.next() {
            let code = row.cells.indices.contains(column) ? row.cells[column].trimmingBlanks : ""
            guard AreaCode.lsoa.fits(code) else {
                throw PlaceError(
                    "Line \(row.line)",
                    "'\(code.prefix(40))' is no code of an LSOA, such as \(AreaCode.lsoa.example)."
                        + " Nothing was saved."
                )
            }
            codes.append(code)
        }
        self.codes = codes
    }
}
