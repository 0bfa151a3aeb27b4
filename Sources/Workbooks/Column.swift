// SPDX-License-Identifier: Apache-2.0

/// Columns as a person at a sheet calls them: A, B, … Z, AA, AB.
package enum Column {
    /// The letters of a column that is counted from 1.
    package static func letters(_ number: Int) -> String {
        var (rest, letters) = (number, "")
        while rest > 0 {
            letters = String(UnicodeScalar(UInt8(65 + (rest - 1) % 26))) + letters
            rest = (rest - 1) / 26
        }
        return letters
    }

    /// The number of a column from 1, and of a row from 1, as in `AB12`; nil for anything else.
    static func place(of reference: String) -> (row: Int, column: Int)? {
        let bytes = reference.utf8
        let letters = bytes.prefix { (65...90).contains($0) }
        guard (1...3).contains(letters.count), let row = Int(reference.dropFirst(letters.count)),
            row > 0
        else { return nil }
        return (row, letters.reduce(0) { $0 * 26 + Int($1) - 64 })
    }
}
