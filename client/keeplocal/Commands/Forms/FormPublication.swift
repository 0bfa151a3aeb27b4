// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import FieldStore
import FieldSync

/// A form, or the next version of one, on its way to everybody.
struct FormPublication {
    let form: CompiledForm
    /// With the one that is to be published as the last.
    let versions: FormVersions?
    /// The newest versions of the forms that there are.
    private let others: [CompiledForm]
    let server: Server

    init(_ draft: FormDraft, among others: [CompiledForm], _ server: Server) {
        (form, versions, self.server) = (draft.form, draft.versions, server)
        self.others = others
    }

    init(
        _ form: CompiledForm,
        after former: FormVersions?,
        among others: [CompiledForm],
        _ server: Server
    ) {
        (self.form, self.others, self.server) = (form, others, server)
        versions = FormVersions((former?.all ?? []) + [form])
    }

    /// What it changes for those who fill it in.
    var difference: FormDifference? {
        versions?.difference(from: form.version - 1, to: form.version)
    }

    /// What other forms could not save to it any more.
    var losses: [String] {
        difference.flatMap { versions?.losses(in: $0, of: others) } ?? []
    }

    /// What counts on the form, beside its own people.
    var counted: [String] {
        InstalledForm(form, after: versions?.all.last { $0.version < form.version })?.lines ?? []
    }

    /// What the forms that are here by now keep it from: they may have changed since it was read.
    ///
    /// - Throws: `Failure` with all of it.
    func check() throws {
        let known = FormsHere(others)
        let forms = Dictionary(others.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        let problems =
            form.useProblems(among: known) + form.filterProblems(among: forms)
            + form.entityProblems(among: forms)
        guard !problems.isEmpty else { return }
        throw Failure(
            usage: "The form \(form.id) cannot be published as it is. Nothing was sent.\n"
                + problems.map { "  \(inert($0))" }.joined(separator: "\n")
                + "\nMend it in its workbook, and import it again."
        )
    }

    /// What it would do to the records that are there; nothing is kept.
    func rehearsed() throws -> FormReport { try post(isRehearsal: true) }

    /// Asked again, it is answered as the first time: the first answer may have been lost.
    ///
    /// - Throws: `Problem` `directory.exists` where that version is there already.
    func published() throws -> FormReport { try post(isRehearsal: false) }

    private func post(isRehearsal: Bool) throws -> FormReport {
        let definition = try Canonical.decode(JSON.self, from: Canonical.encode(form.definition))
        do {
            return try server.post(
                "v1/admin/forms",
                AdminRequest.Form(definition: definition, isRehearsal: isRehearsal)
            )
        } catch let problem as Problem where problem.code == .alreadyExists {
            throw Problem(
                .alreadyExists,
                "There is a version \(form.version) of the form \(form.id) already, which this"
                    + " device has not fetched; it may be the one that you published last. Nothing"
                    + " was changed. First: keeplocal sync\nThen do this again: it becomes version"
                    + " \(form.version + 1), and keeplocal form diff \(form.id) shows what differs."
            )
        }
    }

    /// All that a person should know before it is done.
    func lines(_ report: FormReport) -> [String] {
        (difference?.lines([], losses, until: "version \(form.version)") ?? [])
            + ["", report.fate] + countedLines
    }

    var countedLines: [String] {
        counted.flatMap { inert($0).wrapped() }.map { Style.warning($0) }
    }

    /// - Returns: False where a person says no.
    func isWanted() -> Bool {
        let question = "Publish version \(form.version) of \(form.id) for everybody? [y/N] "
        return Terminal.ask(question)?.lowercased().hasPrefix("y") == true
    }
}
