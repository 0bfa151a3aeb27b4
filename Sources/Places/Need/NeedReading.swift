// SPDX-License-Identifier: Apache-2.0

/// Reads the rows of a list of need: LSOAs or wards, and a whole number each.
package struct NeedReading: Sendable {
    package private(set) var values: [String: Int] = [:]
    /// Rows of other councils, which no record here could need.
    package private(set) var elsewhere = 0
    private var lines: [String: Int] = [:]
    private let headings: NeedHeadings
    private let councils: Set<String>
    /// A larger number is no decile and no rank of an area.
    private static let most = 100_000

    /// Of the councils of these codes, where the file tells whose each row is; of all where none
    /// is named.
    package init(_ headings: NeedHeadings, of councils: some Sequence<String> = []) {
        (self.headings, self.councils) = (headings, Set(councils))
    }

    /// - Throws: `PlaceError` with the line.
    package mutating func take(_ cells: [String], line: Int) throws {
        let cell = { (column: Int) in
            cells.indices.contains(column) ? String(cells[column].trimmed) : ""
        }
        if let authority = headings.authority, !councils.isEmpty,
            !councils.contains(cell(authority))
        {
            return elsewhere += 1
        }
        let (code, need) = (cell(headings.code), cell(headings.need))
        guard AreaCode.lsoa.fits(code) || AreaCode.ward.fits(code) else {
            throw Self.wrong(line, "'\(code.prefix(40))' is no code of an LSOA or a ward")
        }
        guard let number = Int(need), (0...Self.most).contains(number) else {
            throw Self.wrong(line, "'\(need.prefix(40))' is no whole number from 0")
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
