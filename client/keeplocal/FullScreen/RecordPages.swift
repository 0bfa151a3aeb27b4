// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import FieldStore
import Screens

extension StoreSession {
    /// - Throws: `Problem` `record.unknown`.
    func recordScreen(_ id: RecordID) throws -> PageScreen {
        guard let record = try record(id) else {
            throw Problem(.recordUnknown, "There is no record \(id) on this device any more.")
        }
        let versions = try versions(of: record.form)
        let title = versions?.newest.definition.title ?? record.form.text
        let notes = try readingWords(of: record).map { PageScreen.Line("", $0, look: .dim) }
        return PageScreen(
            title: "\(title) \(record.id.short)",
            destination: .record(id.description),
            lines: try standing(of: record) + notes + answers(of: record, versions)
                + missing(in: record).map {
                    PageScreen.Line(
                        $0.label,
                        "missing since version \($0.since) of the form",
                        look: .orange
                    )
                },
            actions: try editActions(for: record, versions)
                + [PageScreen.Action("h", "history", .open(.history(id.description)))]
        )
    }

    /// None for a return of others.
    private func editActions(
        for record: Record,
        _ versions: FormVersions?
    ) throws -> [PageScreen.Action] {
        guard try !isReadAsSubmitted(record.form, record.scope) else { return [] }
        let isReturn = record.form == Self.returnForm
        if isReturn, try returnOnDevice(record.id).progress.state.isSettled { return [] }
        let effect = Effect.edit(record: record.id.description)
        return try [PageScreen.Action("e", "change answers", effect)]
            + newestAction(for: record.id, versions)
    }

    /// For a record of an older version: its questions come as it was written, unless one asks.
    private func newestAction(
        for id: RecordID,
        _ versions: FormVersions?
    ) throws -> [PageScreen.Action] {
        guard let newest = versions?.newest.version, let own = try state(of: id)?.formVersion,
            own < newest
        else { return [] }
        let effect = Effect.editWithNewest(record: id.description)
        return [PageScreen.Action("n", "with version \(newest)", effect)]
    }

    private func standing(of record: Record) throws -> [PageScreen.Line] {
        let (own, isRevoked) = (try journal(of: record.id), try revoked() != nil)
        let place = try record.scope.organisation.map { try name(of: $0) } ?? ""
        let deleted = record.isDeleted ? [PageScreen.Line("", "deleted", look: .bold)] : []
        return [PageScreen.Line("Belongs to", place, look: .dim)] + deleted
            + (try returnStanding(of: record))
            + (try standings(of: record, own.standing)).map {
                PageScreen.Line(
                    $0.shown,
                    $0.meaning(onRevoked: isRevoked),
                    look: $0.look.union(.bold)
                )
            }
            + own.filter { $0.state == .refused || $0.state == .held }.map {
                PageScreen.Line(
                    $0.state.standing.shown,
                    $0.problem?.message ?? "",
                    look: .orange,
                    destination: .messages
                )
            }
    }

    private func answers(
        of record: Record,
        _ versions: FormVersions?
    ) throws -> [PageScreen.Line] {
        let conflicts = Dictionary(
            record.conflicts.map { ($0.field, $0) },
            uniquingKeysWith: { first, _ in first }
        )
        let reading = try reading(of: record)
        let shown = (reading?.rows ?? record.looseRows).map { row in
            line(row, reading, versions, conflicts)
        }
        // A dispute about a field that had no answer before has none to be shown with.
        let rest = record.conflicts.filter { record.fields[$0.field] == nil }.map { conflict in
            PageScreen.Line(
                conflict.field == .exists
                    ? "Is it to be kept?"
                    : reading?.label(at: conflict.field)
                        ?? versions?.field(conflict.field)?.label ?? conflict.field.text,
                "! in conflict: Enter shows it",
                look: .orange,
                destination: .conflict(conflict.id.description)
            )
        }
        return shown + rest
    }

    /// An answer, or the heading of an instance; what lies in a repeat is indented.
    private func line(
        _ row: OutlineRow,
        _ reading: RecordReading?,
        _ versions: FormVersions?,
        _ conflicts: [FieldPath: Conflict]
    ) -> PageScreen.Line {
        let indent = String(repeating: "  ", count: row.depth)
        switch row {
        case .instance(let path, let number, let count):
            let label = reading?.label(at: path) ?? path.text
            return PageScreen.Line("\(indent)\(label) \(number) of \(count)", "", look: .bold)
        case .answer(let path, let value):
            let field = versions?.field(path)
            let conflict = conflicts[path]
            return PageScreen.Line(
                indent + (reading?.label(at: path) ?? field?.label ?? path.text),
                words(value, field)
                    + (conflict != nil
                        ? "  ! in conflict: Enter shows it"
                        : reading?.isAsked(path) == false ? "  (not asked now)" : ""),
                look: conflict == nil ? [] : .orange,
                destination: conflict.map { .conflict($0.id.description) }
            )
        }
    }

    /// Who changed what, when, on which device; the newest first.
    func historyScreen(_ id: RecordID) throws -> PageScreen {
        let own = try historyRemark(of: id).map { PageScreen.Line("", $0, look: .dim) }
        let lines =
            try history(of: id).blocks.reversed().map { block in
                PageScreen.Line(block.when, block.lines.joined(separator: "\n"))
            } + own + [PageScreen.Line("", History.extent, look: .dim)]
        return PageScreen(
            title: "History of \(id.short)",
            destination: .history(id.description),
            lines: lines
        )
    }
}
