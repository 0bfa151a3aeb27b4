// SPDX-License-Identifier: Apache-2.0

import FieldModel
import LocalSpend

/// A published figure with its record: two people who save one apart may differ about a year.
struct RivalFigure {
    let record: RecordID
    let point: SpendPoint

    init?(_ record: Record) {
        guard let point = SpendPoint(record) else { return nil }
        (self.record, self.point) = (record.id, point)
    }

    private struct Year: Hashable {
        let definition: String
        let year: FinancialYear
    }

    /// The years that have one figure by a definition, and those that have several.
    static func parted(
        _ all: [RivalFigure]
    ) -> (clear: [SpendPoint], rivals: [[RivalFigure]]) {
        let groups = Dictionary(grouping: all) {
            Year(definition: $0.point.definition, year: $0.point.year)
        }.values
        let isClear = { (group: [RivalFigure]) in Set(group.map(\.point)).count == 1 }
        return (
            groups.filter(isClear).compactMap { $0.first?.point }.sorted {
                ($0.year, $0.definition) < ($1.year, $1.definition)
            },
            groups.filter { !isClear($0) }.map { $0.sorted { $0.record < $1.record } }
        )
    }

    /// - Throws: `SpendError` where several figures of just this stand already.
    static func requireNone(of point: SpendPoint, among rivals: [[RivalFigure]]) throws {
        let same = rivals.filter { group in
            group.contains {
                $0.point.definition == point.definition && $0.point.year == point.year
            }
        }
        guard let note = notes(same).first else { return }
        throw SpendError("\(point.year)", "\(note) Nothing was saved.")
    }

    /// One sentence for each year, with what to do.
    static func notes(_ rivals: [[RivalFigure]]) -> [String] {
        rivals.compactMap { group in
            guard let point = group.first?.point else { return nil }
            let named = group.map { "\($0.record) (\($0.point.share.words))" }
                .joined(separator: ", ")
            return "\(group.count) figures stand for \(point.year) by '\(point.definition)':"
                + " \(named). None of them counts. Delete the one that is wrong: keeplocal delete"
                + " IDENTIFIER"
        }.sorted()
    }
}
