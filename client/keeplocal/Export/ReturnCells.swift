// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Figures

/// The numbers of one return as an export writes them, by the same names as reports of returns
/// tell them: so one is held against the other.
struct ReturnCells {
    private let cells: [Cell]
    private let entry: ReturnTable.Entry

    private struct Cell {
        let column: FigureTable.Column
        let figure: Figure
        /// The answers that it is made of, by the names that the form gave first.
        let answers: [FieldPath]
    }

    /// The answers of the columns that reports of returns have.
    private static let answers = [
        "people": ["people_supported"], "new": ["people_new"], "contacts": ["contacts"],
        "improved": ["outcomes_paired", "outcomes_improved"],
    ]
    private static let recorded = "outcomes_recorded"
    private static let counted = "adjustment/counted"

    init(_ entry: ReturnTable.Entry) {
        self.entry = entry
        let table = ReturnTable([entry]).table
        let reported = zip(table.columns, table.rows.first?.figures ?? []).map {
            Self.cell($0, $1, entry)
        }
        let known = Set(Self.answers.values.joined())
        let others = entry.fields.keys.sorted().compactMap { path -> Cell? in
            guard !known.contains(path.template), let number = Self.number(path, entry) else {
                return nil
            }
            let column = FigureTable.Column(Self.name(of: path, entry), "as the return has it.")
            return Cell(column: column, figure: .count(number), answers: [path])
        }
        // Whole before part, and a figure before what was counted for it: the later gives way.
        let isCounted = { (cell: Cell) in cell.answers.first?.template == Self.counted }
        let wholes = others.filter { !isCounted($0) }
        let (first, outcomes) = (Array(reported.dropLast()), Array(reported.suffix(1)))
        cells = first + wholes + outcomes + others.filter(isCounted)
    }

    private static func cell(
        _ column: FigureTable.Column,
        _ figure: Figure,
        _ entry: ReturnTable.Entry
    ) -> Cell {
        let paths = (answers[column.name] ?? []).compactMap { FieldPath($0) }
        let numbers = paths.map { number($0, entry) }
        // Pairs of which none is said to have improved are the same number as with those.
        guard figure.value == Figure.Value.none, numbers.dropFirst().allSatisfy({ $0 == nil }),
            let first = numbers.first, let alone = first
        else { return Cell(column: column, figure: figure, answers: paths) }
        return Cell(column: column, figure: .count(alone), answers: paths)
    }

    private static func number(_ path: FieldPath, _ entry: ReturnTable.Entry) -> Int? {
        guard case .integer(let number)? = entry.fields[path] else { return nil }
        return Int(clamping: number)
    }

    /// What records count is another number of the same people as the figure that was set by hand.
    private static func name(of path: FieldPath, _ entry: ReturnTable.Entry) -> String {
        guard path.template == counted else { return path.template }
        let beside = FieldPath(path.segments.dropLast() + [FieldPath.Segment(name: "figure")])
        guard case .choice(let figure)? = entry.fields[beside] else { return path.template }
        return switch figure {
        case "people_supported": "people"
        case "people_new": "new"
        case "outcomes_paired": "improved"
        case "outcomes_improved": "\(counted)/\(figure)"
        default: figure
        }
    }

    var table: FigureTable {
        let returns = ReturnTable([entry]).table
        return FigureTable(
            returns.title,
            rowName: returns.rowName,
            columns: cells.map(\.column),
            rows: returns.rows.map { row in
                FigureTable.Row(
                    row.name,
                    cells.map(\.figure),
                    parts: row.parts,
                    alsoKnown: row.alsoKnown.map(withOutcomes)
                )
            }
        )
    }

    /// Reports of returns do not tell how many outcomes were recorded.
    private func withOutcomes(_ alias: FigureTable.Alias) -> FigureTable.Alias {
        let all: [String: [Quantity]] = [
            Self.recorded: [.outcomes(entry.people?.measures ?? [])]
        ]
        return FigureTable.Alias(
            alias.parts,
            about: alias.about,
            alias.counts.merging(all) { first, _ in first }
        )
    }

    /// The answers whose numbers are not told; what is no number of a return was held against
    /// nothing, so it is not told either.
    func hidden(in told: FigureTable) -> Set<FieldPath> {
        let untold: Set<Figure.Value> = [Figure.Value.suppressed, Figure.Value.none]
        return zip(cells, told.rows.first?.figures ?? []).reduce(into: []) { hidden, cell in
            if untold.contains(cell.1.value) { hidden.formUnion(cell.0.answers) }
        }
    }
}
