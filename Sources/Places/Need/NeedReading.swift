// SPDX-License-Identifier: Apache-2.0

/// Reads a file of two columns, `code` and `need`: LSOAs or wards, and a whole number each.
package struct NeedReading: Sendable {
    package private(set) var values: [String: Int] = [:]
    private var lines: [String: Int] = [:]
    private let (code, need): (Int, Int)
    /// A larger number is no decile and no rank of an area.
    private static let most = 100_000

    /// - Throws: `PlaceError` where a heading is missing.
    package init(headings cells: [String], line: Int) throws {
        let names = cells.map { $0.trimmed.lowercased() }
        guard let code = names.firstIndex(of: "code"), let need = names.firstIndex(of: "need")
        else {
            throw PlaceError(
                "Line \(line)",
                "The headings 'code' and 'need' are not there. Nothing was imported. Name the"
                    + " column of LSOA or ward codes 'code', and that of the numbers 'need'."
            )
        }
        (self.code, self.need) = (code, need)
    }

    /// - Throws: `PlaceError` with the line.
    package mutating func take(_ cells: [String], line: Int) throws {
        let cell = { (column: Int) in
            cells.indices.contains(column) ? String(cells[column].trimmed) : ""
        }
        let code = cell(code)
        guard AreaCode.lsoa.fits(code) || AreaCode.ward.fits(code) else {
            throw Self.wrong(line, "'\(code.prefix(40))' is no code of an LSOA or a ward")
        }
        guard let number = Int(cell(need)), (0...Self.most).contains(number) else {
            throw Self.wrong(line, "'\(cell(need).prefix(40))' is no whole number from 0")
        }
        if let former = values.updateValue(number, forKey: code), former != number {
            throw Self.wrong(
                line,
                "\(code) has \(number), and \(former) by line \(lines[code] ?? 0)"
            )
        }
        lines[code] = line
    }

    private static func wrong(_ line: Int, _ what: String) -> PlaceError {
        PlaceError("Line \(line)", "\(what). Nothing was imported. Mend the line and do it again.")
    }
}
