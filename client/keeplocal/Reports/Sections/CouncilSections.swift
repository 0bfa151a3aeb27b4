// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import FieldStore
import Figures
import Pictures

/// Reports about what is to be done: returns and conflicts.
extension ReportMaterial {
    func boardSections() throws -> [Report.Section] {
        let board = try session.returnBoard(today: today)
        let organisations = Set(board.rows.compactMap(\.organisation))
        let names = try organisations.map { ($0, inert(try session.name(of: $0))) }
        let tables = BoardTables(
            board,
            today: today,
            names: Dictionary(names, uniquingKeysWith: { first, _ in first })
        )
        let services = tables.services
        // What is waived waits for nobody; the others are as many as a bar has fills.
        let drawn = services.columns.map(\.name).filter { $0 != "waived" }
        return [
            .init(
                services,
                charts: [Chart(.stacked, "Returns", columns: drawn)],
                sentences: tables.sentences
            ),
            .init(tables.waiting),
            .init(
                tables.onTime,
                charts: [
                    Chart(.spark, "In time, per cent, by quarter", columns: ["in time"], top: 100)
                ]
            ),
        ]
    }

    func conflictSections() throws -> [Report.Section] {
        let tables = ConflictTables(try conflictEntries(), forOthers: told != nil)
        let charts = ["By age": "Waiting for", "By cause": "Cause"]
        let sentence = tables.sentence ?? "Nothing waits for a decision."
        return tables.all.enumerated().map { number, table in
            let bars = charts[table.title].map { Chart(.bars, $0, columns: ["conflicts"]) }
            return Report.Section(
                table,
                charts: [bars].compactMap(\.self),
                sentences: number == 0 ? [sentence] : []
            )
        }
    }

    private func conflictEntries() throws -> [ConflictTables.Entry] {
        if let found = outside.conflicts {
            return try found.compactMap { item in
                guard item.conflict.state == .open, let report = item.report else { return nil }
                return try entry(item.conflict, report.form, report.scope)
            }
        }
        return try session.openConflicts().compactMap { conflict in
            guard let record = try session.record(conflict.record) else { return nil }
            return try entry(conflict, record.form, record.scope)
        }
    }

    private func entry(
        _ conflict: Conflict,
        _ form: FormID,
        _ scope: Scope
    ) throws -> ConflictTables.Entry {
        let second = conflict.candidates.map(\.at.instant).sorted().dropFirst().first
        let now = session.now
        let title = inert(try session.form(form).definition.title)
        let label = try session.form(form).field(conflict.field).map { inert($0.label) }
        return ConflictTables.Entry(
            ageSeconds: max(0, (now.milliseconds - (second ?? now).milliseconds) / 1_000),
            cause: ConflictCause(conflict),
            question: "\(title): \(label ?? "the record itself")",
            decider: try session.decider(of: conflict, scope, form),
            isOfPeople: try session.form(form).definition.category == .caseData
        )
    }
}
