// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// The board of the six principles as a table of a report: the same levels as it shows.
package struct PrincipleTable: Sendable {
    private let board: PrincipleBoard?
    private let titles: [String: String]

    /// Without a board nothing was assessed yet; titles are by the principle's key.
    package init(_ board: PrincipleBoard?, titles: [String: String]) {
        (self.board, self.titles) = (board, titles)
    }

    package var table: FigureTable {
        FigureTable(
            "The six principles" + (board.map { ", \($0.period)" } ?? ""),
            rowName: "principle",
            columns: [
                .init(
                    "now",
                    "level in the period, 0 (not started) to 4 (leading); our own scale."
                ),
                .init("before", "level of the last period before it that was assessed."),
                .init("target", "level aimed at for a year after it."),
                .init(
                    "organisations",
                    "the middle of the levels that organisations give, of two half of both; n is"
                        + " the organisations."
                ),
                .init("gap", "how much further the council sees itself than organisations do."),
            ],
            rows: (board?.rows ?? []).map { row in
                let level = { (level: Int?) in Figure(level.map { .level($0) } ?? .none) }
                return FigureTable.Row(
                    titles[row.principle] ?? row.principle,
                    [
                        level(row.now?.level), level(row.last?.level), level(row.now?.target),
                        middle(row.shadow, of: row.shadows.count), middle(row.gap),
                    ]
                )
            },
            shape: .open
        )
    }

    private func middle(_ level: MiddleLevel?, of count: Int) -> Figure {
        Figure(level.map { .median(doubled: $0.doubled, count: count) } ?? .none)
    }

    private func middle(_ level: MiddleLevel?) -> Figure {
        guard let level else { return Figure(.none) }
        return level.isWhole
            ? .level(level.doubled / 2) : Figure(.tenths(level.doubled * 5, unit: ""))
    }

    package var note: String? {
        let notes = [board?.disputeNote, board?.overtakenNote].compactMap(\.self)
        return notes.isEmpty ? nil : notes.joined(separator: " ")
    }
}
