// SPDX-License-Identifier: Apache-2.0

import FieldForms
package import FieldModel

/// A return and how far it has come.
package struct ReturnOnDevice: Sendable {
    package let record: Record
    package let progress: ReturnProgress
}

/// A quarterly return from its first figure to the council's decision.
extension StoreSession {
    package static var returnForm: FormID? { FormID("quarterly_return") }

    /// Opens the return of a quarter, its figures counted from this device's records.
    package func openReturn(
        _ quarter: Quarter,
        answers: [FieldPath: FieldValue?],
        in place: Place
    ) throws -> (saved: Saved, figures: ReturnFigures) {
        let form = try returnForm()
        let scope = try scope(of: form, in: place)
        let figures = try figures(of: quarter, scope, service: service(in: answers))
        var fields = figures.fields
        if let period = try returnField("period") { fields[period] = .text(quarter.description) }
        for (path, value) in answers { fields[path] = value }
        let names = try ["period", "service"].compactMap { try returnField($0) }
        let same = try returns().first { found in
            found.record.scope == scope
                && names.allSatisfy { found.record.fields[$0] == fields[$0] }
        }
        if let same {
            throw Problem(
                .alreadyExists,
                "There is a return for \(quarter) already: \(same.record.id). Nothing was opened."
                    + " See it with: keeplocal return list. One for another service names it with"
                    + " --set service=NAME"
            )
        }
        let saved = try create(
            form.id,
            fields: fields,
            in: Place(council: scope.council, organisation: scope.organisation)
        )
        return (saved, figures)
    }

    /// Says that the organisation has checked a return; counts its figures anew unless `asItIs`.
    package func prepareReturn(
        _ record: RecordID,
        answers: [FieldPath: FieldValue?],
        asItIs: Bool
    ) throws -> Saved {
        let found = try returnOnDevice(record)
        var fields = answers
        if !asItIs {
            let quarter = try quarter(of: found.record)
            let given = found.record.fields.mapValues(Optional.some).merging(answers) { $1 }
            let service = try service(in: given)
            for (path, value) in try figures(of: quarter, found.record.scope, service: service)
                .fields
            where fields[path] == nil { fields[path] = value }
        }
        if !fields.isEmpty { _ = try edit(record, fields: fields) }
        return try move(record, .prepare)
    }

    /// Freezes a return as it is now, with the list of records that it was made from.
    ///
    /// - Throws: `Problem` `return.changed` while any of those is not stored yet, or, unless
    ///   `asItIs`, when counting them now gives other figures than the return has.
    package func submitReturn(
        _ record: RecordID,
        asItIs: Bool = false
    ) throws -> (saved: Saved, content: Hash) {
        let found = try returnOnDevice(record)
        guard found.record.conflicts.isEmpty else {
            throw Problem(
                .returnChanged,
                "The return has open conflicts. Settle them, then prepare and submit it again."
                    + " See them with: keeplocal conflict list"
            )
        }
        let quarter = try quarter(of: found.record)
        let service = try service(in: found.record.fields)
        let figures = try figures(of: quarter, found.record.scope, service: service)
        if !asItIs { try requireCurrent(figures, found.record) }
        let revision = ReturnRevision(
            record: record,
            form: found.record.form,
            formVersion: found.record.formVersion,
            fields: found.record.fields,
            manifest: try manifest(of: figures.counted)
        )
        let saved = try move(record, .submit(revision: revision))
        return (saved, try revision.contentHash())
    }

    private func requireCurrent(_ figures: ReturnFigures, _ record: Record) throws {
        let changed = figures.fields.filter { $0.value != record.fields[$0.key] }
        guard let field = changed.keys.min() else { return }
        throw Problem(
            .returnChanged,
            "The figures of the return are not what this device counts now (\(field) and"
                + " \(changed.count - 1) more): records changed since it was prepared, or a figure"
                + " was set by hand. Prepare it again, or submit it with --as-it-is."
        )
    }

    /// Makes a council's decision about the content that this device shows.
    package func decide(
        _ name: ReturnMove.Name,
        on record: RecordID
    ) throws -> (saved: Saved, content: Hash) {
        let progress = try returnOnDevice(record).progress
        guard let content = progress.content else {
            throw Problem(
                .returnWrongState,
                "This return was not submitted yet, so there is nothing to decide."
            )
        }
        let move: ReturnMove =
            switch name {
            case .review: .review(content: content)
            case .accept: .accept(content: content)
            case .approve: .approve(content: content)
            case .prepare, .submit: .prepare
            }
        return (try self.move(record, move), content)
    }

    package func returns() throws -> [ReturnOnDevice] {
        guard let form = Self.returnForm else { return [] }
        return try states(form: form).filter { !$0.isDeleted }.map {
            ReturnOnDevice(record: try view($0), progress: ReturnProgress($0))
        }
    }

    package func returnOnDevice(_ record: RecordID) throws -> ReturnOnDevice {
        let (target, state) = try target(record)
        guard target.form.definition.category == .return else {
            throw Problem(
                .recordUnknown,
                "The record \(record) is no return. See them with: keeplocal return list"
            )
        }
        return ReturnOnDevice(
            record: try view(state),
            progress: ReturnProgress(state)
        )
    }

    /// Tries the move on this device's own copy first, so that what cannot be is said at once.
    private func move(_ record: RecordID, _ move: ReturnMove) throws -> Saved {
        let (target, _) = try target(record)
        var progress = try returnOnDevice(record).progress
        try progress.take(move, by: try identity().person)
        let change = try write(.step, target, step: .move(move))
        return Saved(record: record, change: change.id)
    }

    private func returnForm() throws -> CompiledForm {
        guard let id = Self.returnForm else { throw Problem(.formUnknown, "There is no return.") }
        return try form(id)
    }

    /// Where the newest return form has what it called so first.
    private func returnField(_ name: String) throws -> FieldPath? {
        let form = try Self.returnForm.flatMap { try versions(of: $0) }
        return FieldPath(name).map { form?.place(of: $0) ?? $0 }
    }

    /// What counting a return's records gives now.
    package func figures(of record: RecordID) throws -> ReturnFigures {
        let found = try returnOnDevice(record).record
        let service = try service(in: found.fields)
        return try figures(of: quarter(of: found), found.scope, service: service)
    }

    /// Nil for a return about everything that an organisation does.
    private func service(in answers: [FieldPath: FieldValue?]) throws -> String? {
        guard let path = try returnField("service"), case .text(let name)?? = answers[path]
        else { return nil }
        return name
    }

    private func quarter(of record: Record) throws -> Quarter {
        guard case .text(let text)? = try returnField("period").flatMap({ record.fields[$0] }),
            let quarter = Quarter(text)
        else {
            throw Problem(.fieldRequired, "The return names no quarter, such as 2026-Q2.")
        }
        return quarter
    }

    private func figures(
        of quarter: Quarter,
        _ scope: Scope,
        service: String?
    ) throws -> ReturnFigures {
        let own = try countedRecords().filter {
            $0.scope.council == scope.council && $0.scope.organisation == scope.organisation
        }
        return ReturnFigures(of: own, in: quarter, service: service, measures: try measures())
            .placed(try Self.returnForm.flatMap { try versions(of: $0) })
    }

    private func manifest(of records: Set<RecordID>) throws -> [ManifestEntry] {
        var entries: [ManifestEntry] = []
        var waiting = 0
        // Unsent, or stored and not pulled yet: the figures know it, and the manifest could not.
        let pending = Set(try pendingEntries().map(\.change.record))
        for record in records.sorted() {
            guard let pulled = try pulled(record), !pending.contains(record) else {
                waiting += 1
                continue
            }
            entries.append(
                ManifestEntry(record: record, version: pulled.state.version, hash: pulled.hash)
            )
        }
        guard waiting == 0 else {
            throw Problem(
                .returnChanged,
                "\(waiting) of the records that the return was made from are not stored at the"
                    + " server yet. Run: keeplocal sync, then submit."
            )
        }
        guard entries.count <= Limits.manifestEntriesMax else {
            throw Problem(
                .changeTooLarge,
                "A return is made from at most \(Limits.manifestEntriesMax) records; this one"
                    + " from \(entries.count)."
            )
        }
        return entries
    }
}
