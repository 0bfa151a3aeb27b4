// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import FieldStore

/// A former revision of a return, whole, as it was submitted and as it was decided about.
struct RevisionWords {
    private let found: ReturnOnDevice
    private let submitted: SubmittedRevision
    private let session: StoreSession
    private let form: CompiledForm?

    init(_ found: ReturnOnDevice, _ submitted: SubmittedRevision, _ session: StoreSession) throws {
        (self.found, self.submitted, self.session) = (found, submitted, session)
        // The form that it was submitted with: a newer one may ask otherwise.
        let revision = submitted.revision
        form = try session.form(revision.form, version: revision.formVersion)
    }

    func lines() throws -> [String] {
        let (record, count) = (found.record, found.progress.revisions.count)
        let place = try session.organisationName(of: record) ?? ""
        let isLast = submitted.number == count
        return [
            Style.bold("Return \(try session.summary(of: record))") + ", \(inert(place))",
            "\(record.id): \(Style.bold("revision \(submitted.number) of \(count)")), as it was"
                + " submitted\(isLast ? "" : "; a later one took its place")\n",
        ] + (try ReturnAnswers(submitted, form, session).lines()) + (try aboutTheWhole())
            + [""] + (try deeds())
    }

    private func aboutTheWhole() throws -> [String] {
        let lines = try submitted.queries.filter { $0.field == nil }
            .flatMap { try session.lines(of: $0) }
        return lines.isEmpty ? [] : [""] + lines
    }

    private func deeds() throws -> [String] {
        let revision = submitted.revision
        var lines = [
            "  content \(try revision.contentHash())",
            "  from \(count(revision.manifest.count, "record")), with the form \(revision.form)"
                + " version \(revision.formVersion)",
            try session.line("submitted", submitted.submission),
        ]
        lines += try submitted.decisions.map { try session.line($0.move.done, $0.by) }
        if submitted.decisions.isEmpty { lines.append("  Nobody decided about it.") }
        return lines
    }
}

extension StoreSession {
    /// What was done, by whom, when, and with what words.
    func line(_ deed: String, _ by: ReturnSignature) throws -> String {
        let role = by.role.map { ", \($0.words)" } ?? ""
        let words = by.words.map { ": \(inert($0))" } ?? ""
        return "  \(deed) by \(inert(try name(of: by.person)))\(role),"
            + " \(by.at.instant.words)\(words)"
    }
}
