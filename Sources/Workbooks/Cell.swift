// SPDX-License-Identifier: Apache-2.0

package import Foundation

/// What a cell of a written workbook holds.
package enum Cell: Hashable, Sendable {
    case empty
    /// Always shown as it is written: a text that begins with `=` is no formula.
    case text(String)
    case number(Decimal)
    case boolean(Bool)
    case date(year: Int, month: Int, day: Int)
    /// In seconds of UTC, shown to the second.
    case instant(secondsSince1970: Double)
}

extension Cell {
    /// Excel counts days from 30 December 1899, as it holds 1900 to have been a leap year.
    private static let daysTo1970 = 25_569.0

    /// The number by which Excel knows a moment.
    static func serial(secondsSince1970 seconds: Double) -> Double {
        seconds / 86_400 + daysTo1970
    }

    /// The number by which Excel knows a day of the Gregorian calendar.
    static func serial(year: Int, month: Int, day: Int) -> Int {
        // March comes first, so that the leap day is the last of a year.
        let (years, months) = (month > 2 ? year : year - 1, (month + 9) % 12)
        let ofYear = (153 * months + 2) / 5 + day - 1
        return years * 365 + years / 4 - years / 100 + years / 400 + ofYear - 693_899
    }
}
