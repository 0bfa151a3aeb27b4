// SPDX-License-Identifier: Apache-2.0

package import Foundation

extension Workbook {
    /// The sheets as one workbook of texts, in memory.
    package static func data(of sheets: [Sheet]) throws -> Data {
        var data = Data()
        let writer = WorkbookWriter { data.append(contentsOf: $0) }
        for sheet in sheets {
            try writer.begin(sheet: sheet.name)
            for row in sheet.rows { try writer.write(texts: row.cells) }
        }
        try writer.finish()
        return data
    }
}
