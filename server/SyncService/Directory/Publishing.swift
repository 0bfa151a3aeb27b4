// SPDX-License-Identifier: Apache-2.0

import FieldForms
package import FieldModel
import Foundation

extension Administering {
    /// Adds a version of a form, or a new form, and tells what it changes.
    ///
    /// What is stored stays as it was made. Which records have conflicts is told anew, as a newer
    /// form may merge by other rules: cost is linear in the records of the form.
    ///
    /// - Throws: `Problem` `form.invalid` with everything that is wrong, or `directory.exists` for
    ///   a version that is there with other content; nothing was kept then.
    package func add(_ request: AdminRequest.Form, forms: FormShelf) throws -> FormReport {
        let bytes = try Canonical.encode(request.definition)
        let definition = try Canonical.decode(FormDefinition.self, from: bytes)
        let next = try compiled(definition)
        let known = try forms.versions(of: next.id, in: writer)
        if let stored = try writer.form(next.id, version: next.version) {
            let isSame = try Canonical.decode(JSON.self, from: stored) == request.definition
            guard isSame, let versions = known?.upTo(next.version) else {
                throw Problem(
                    .alreadyExists,
                    "There is another version \(next.version) of the form \(next.id) already, and a"
                        + " version never changes. Give yours the next number."
                )
            }
            var report = versions.report
            _ = try look(at: &report, versions)
            return report
        }
        let ofVersions = known?.problems(adding: next) ?? FormVersions.problems(first: next)
        let problems = ofVersions + next.useProblems(among: nil)
        guard problems.isEmpty else { throw Self.invalid(next.id, problems) }
        let versions = FormVersions((known?.all ?? []) + [next])
        guard let versions else { throw Self.invalid(next.id, ["it cannot be read"]) }
        var report = versions.report
        let isRehearsal = request.isRehearsal == true
        let changed = try look(at: &report, versions)
        guard !isRehearsal else { return report }
        for (record, disputes) in changed {
            try writer.save(StoredRecord(record.state, disputes: disputes), replacing: record)
        }
        try writer.add(
            next.id,
            version: next.version,
            definition: bytes,
            by: actor.person,
            at: now
        )
        try nameSubjects(versions)
        report.isAdded = true
        return report
    }

    /// A version may be the first to say that a field names a participant.
    private func nameSubjects(_ versions: FormVersions) throws {
        guard versions.newest.definition.audience == .organisation else { return }
        let forms = FormShelf()
        for council in try writer.councils() {
            let feed = Feed(council: council.id, organisation: nil, audience: .organisation)
            try writer.forEachRecord(feed, after: 0) { record in
                let state = record.state
                guard state.form == versions.newest.id else { return true }
                let subjects = try forms.subjects(of: state, in: writer)
                guard try writer.subjects(of: state.record) != subjects else { return true }
                try writer.save(
                    subjects: subjects,
                    of: state.record,
                    organisation: state.scope.organisation,
                    isNew: false
                )
                return true
            }
        }
    }

    private func compiled(_ definition: FormDefinition) throws -> CompiledForm {
        do {
            return try CompiledForm(definition)
        } catch {
            throw Self.invalid(definition.id, error.problems)
        }
    }

    private static func invalid(_ form: FormID, _ problems: [String]) -> Problem {
        Problem(
            .formInvalid,
            "The form \(form) cannot be added; nothing was changed."
                + problems.prefix(50).map { "\n  \($0)." }.joined()
                + (problems.count > 50 ? "\n  and \(problems.count - 50) more." : ""),
            details: ["problems": .array(problems.map(JSON.string))]
        )
    }

    /// Counts the records of the form, and gives those whose conflicts are others now.
    private func look(
        at report: inout FormReport,
        _ versions: FormVersions
    ) throws -> [(StoredRecord, StoredRecord.Disputes)] {
        var changed: [(StoredRecord, StoredRecord.Disputes)] = []
        report.lacking = 0
        for council in try writer.councils() {
            let audience = versions.newest.definition.audience
            let feed = Feed(council: council.id, organisation: nil, audience: audience)
            try writer.forEachRecord(feed, after: 0) { record in
                guard record.state.form == versions.newest.id else { return true }
                report.records += 1
                let missing = versions.missing(
                    in: versions.view(record.state),
                    today: now.date,
                    now: now
                )
                let isNew = missing.contains { $0.since == versions.newest.version }
                if isNew { report.missing += 1 }
                if !missing.isEmpty { report.lacking = (report.lacking ?? 0) + 1 }
                let disputes = record.state.disputes(under: versions)
                if disputes != record.disputes { changed.append((record, disputes)) }
                return true
            }
        }
        return changed
    }
}
