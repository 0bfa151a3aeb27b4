// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import FieldStore

/// Where an exported return stands, and which content of it is written.
///
/// An organisation writes its returns as they are on its device; a council those that were
/// submitted, each as it was submitted last.
struct ExportSubmission {
    let state: String
    /// How many revisions were submitted; 0 for a draft.
    let revision: Int
    /// The hash of the last one; empty for a draft.
    let content: String
    /// The answers of the last one; nil where the record's own are written.
    let fields: [FieldPath: FieldValue]?

    /// What an export does with a record.
    enum Part {
        case whole
        case submission(ExportSubmission)
        /// A return that was never submitted is nothing of the council's.
        case left

        var submission: ExportSubmission? {
            if case .submission(let submission) = self { submission } else { nil }
        }
    }

    static func part(
        of record: Record,
        _ form: CompiledForm,
        _ session: StoreSession
    ) throws -> Part {
        guard form.definition.category == .return else { return .whole }
        let progress = try session.returnOnDevice(record.id).progress
        let isOwn = try session.identity().actor.party(in: record.scope) == .organisation
        guard isOwn || !progress.revisions.isEmpty else { return .left }
        let versions = try session.versions(of: record.form)
        let submitted = isOwn ? nil : progress.revisions.last?.fields
        return .submission(
            ExportSubmission(
                state: progress.state.rawValue,
                revision: progress.revisions.count,
                content: progress.content?.description ?? "",
                fields: submitted.map { fields in
                    Dictionary(
                        fields.map { (versions?.place(of: $0.key) ?? $0.key, $0.value) },
                        uniquingKeysWith: { first, _ in first }
                    )
                }
            )
        )
    }
}
