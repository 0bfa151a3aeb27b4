// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import FieldStore
import Figures
import Pictures

/// The report on the principles: levels, what shows them, who stands by them, what is to be done.
extension ReportMaterial {
    func principleSections() throws -> [Report.Section] {
        let (board, titles) = (try principleBoard(), try titles())
        let table = PrincipleTable(board, titles: titles)
        let none = board == nil ? try session.identity().actor.principleAbsence : nil
        let levels = Report.Section(
            table.table,
            charts: [Chart(.bars, "Level now, of 4", columns: ["now"], top: 4)],
            sentences: [none, table.note.map { inert($0) }].compactMap { $0 }
        )
        let ratings = board?.rows.compactMap(\.now) ?? []
        let others = [
            try evidenceTable(ratings, titles), actionTable(ratings, titles), try commitmentTable(),
        ]
        return [levels] + others.filter { !$0.rows.isEmpty }.map { Report.Section($0) }
    }

    private func principleBoard() throws -> PrincipleBoard? {
        let all = try session.principleAssessments().filter { $0.council == council }
        let principles = try session.principles().map(\.key)
        return council.flatMap { council in
            all.map(\.period).max().map { period in
                PrincipleBoard(all, of: council, in: period, principles: principles)
            }
        }
    }

    private func titles() throws -> [String: String] {
        Dictionary(
            try session.principles().map { ($0.key, $0.title) },
            uniquingKeysWith: { first, _ in first }
        )
    }

    private func evidenceTable(
        _ ratings: [PrincipleAssessment],
        _ titles: [String: String]
    ) throws -> FigureTable {
        FigureTable(
            "What shows it, and who stands by it",
            rowName: "principle",
            columns: [
                .init("evidence", "what the council names as showing its level."),
                .init("voice", "how people and organisations had a say."),
                .init("signed", "champions who stand by it; 'changed since' as it was before."),
            ],
            rows: try ratings.map { rating in
                let texts = [rating.evidence, rating.voice].map { $0.map { inert($0) } }
                return FigureTable.Row(
                    inert(titles[rating.principle] ?? rating.principle),
                    (texts + [try rating.signedWords(session)]).map(Self.words)
                )
            },
            shape: .open
        )
    }

    /// Overdue ones first, then by their day.
    private func actionTable(
        _ ratings: [PrincipleAssessment],
        _ titles: [String: String]
    ) -> FigureTable {
        let actions = ratings.flatMap { rating in rating.actions.map { (rating.principle, $0) } }
        let sorted = actions.sorted { a, b in
            let (first, second) = (rank(a.1), rank(b.1))
            return first == second ? days(a.1) < days(b.1) : first < second
        }
        return FigureTable(
            "What is to be done",
            rowName: "action",
            columns: [
                .init("principle", "what it is for."), .init("who", "who does it."),
                .init("by", "the day that it is due."),
                .init("state", "overdue, open, or done on a day."),
            ],
            rows: sorted.map { principle, action in
                FigureTable.Row(
                    inert(action.what),
                    [
                        .words(inert(titles[principle] ?? principle)),
                        Self.words(action.owner.map { inert($0) }),
                        Self.words(action.due?.description), Self.words(state(action)),
                    ]
                )
            },
            shape: .open
        )
    }

    private func rank(_ action: PrincipleAssessment.Action) -> Int {
        action.isOverdue(on: today) ? 0 : action.done == nil ? 1 : 2
    }

    private func days(_ action: PrincipleAssessment.Action) -> Int64 {
        (action.due ?? action.done)?.daysSince1970 ?? .max
    }

    private func state(_ action: PrincipleAssessment.Action) -> String {
        if let done = action.done { return "done on \(done)" }
        return action.isOverdue(on: today) ? "overdue" : "open"
    }

    private static func words(_ text: String?) -> Figure {
        text.map { Figure(.words($0)) } ?? Figure(.none)
    }
}
