// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import FieldStore

/// Where an exported return stands.
///
/// An organisation writes its returns as they are on its device; a council those that were
/// submitted, each as it was submitted last, as it reads them everywhere.
struct ExportSubmission {
    let state: String
    /// How many revisions were submitted; 0 for a draft.
    let revision: Int
    /// The hash of the last one; empty for a draft.
    let content: String

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
        let isOthers = try session.isReadAsSubmitted(record.form, record.scope)
        guard !isOthers || !progress.revisions.isEmpty else { return .left }
        return .submission(
            ExportSubmission(
                state: progress.state.rawValue,
                revision: progress.revisions.count,
                content: progress.content?.description ?? ""
            )
        )
    }
}
