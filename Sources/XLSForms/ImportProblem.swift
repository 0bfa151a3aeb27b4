// SPDX-License-Identifier: Apache-2.0

import Workbooks

/// What stands in the way of a form, or what it says that has no effect here, with its place.
package struct ImportProblem: Hashable, Sendable {
    package let sheet: String
    /// As the spreadsheet counts, from 1; nil where it is the sheet as a whole.
    package let row: Int?
    /// The letters over the column.
    package let column: String?
    package let message: String
    /// What to do about it; nil where nothing need be done.
    package let remedy: String?

    init(_ sheet: String, row: Int?, column: Int?, _ message: String, _ remedy: String?) {
        (self.sheet, self.row) = (sheet, row)
        self.column = column.map { Column.letters($0 + 1) }
        (self.message, self.remedy) = (message, remedy)
    }
}

extension ImportProblem: CustomStringConvertible {
    /// As it is said to a person: `survey, row 12, column D`.
    package var place: String {
        sheet + (row.map { ", row \($0)" } ?? "") + (column.map { ", column \($0)" } ?? "")
    }

    package var description: String {
        "\(place): \(message)" + (remedy.map { " \($0)" } ?? "")
    }
}

/// All that is wrong with the sheets of a form.
package struct ImportError: Error, Hashable, Sendable, CustomStringConvertible {
    package let problems: [ImportProblem]
    /// True where there was more than is worth reading.
    package let isCut: Bool

    package var description: String {
        problems.map(\.description).joined(separator: "\n")
            + (isCut ? "\nThere is more; mend these first." : "")
    }
}

/// What was found on the way, up to a bound: a broken sheet breaks in every row.
struct ImportLog {
    static let problemsMax = 200
    private(set) var problems: [ImportProblem] = []
    private(set) var warnings: [ImportProblem] = []
    private(set) var isCut = false

    mutating func problem(_ place: SheetPlace, _ message: String, _ remedy: String) {
        guard !problems.contains(where: { $0.place == place.text }) else { return }
        guard problems.count < Self.problemsMax else {
            isCut = true
            return
        }
        problems.append(
            ImportProblem(place.sheet, row: place.row, column: place.column, message, remedy)
        )
    }

    func hasProblem(inRow row: Int?) -> Bool { row != nil && problems.contains { $0.row == row } }

    mutating func warning(_ place: SheetPlace, _ message: String, _ remedy: String? = nil) {
        warning(ImportProblem(place.sheet, row: place.row, column: place.column, message, remedy))
    }

    mutating func warning(_ problem: ImportProblem) {
        guard warnings.count < Self.problemsMax else { return }
        warnings.append(problem)
    }
}

/// Where something stands; the column is counted from 0.
struct SheetPlace: Hashable, Sendable {
    let sheet: String
    var row: Int?
    var column: Int?

    var text: String {
        ImportProblem(sheet, row: row, column: column, "", nil).place
    }
}
