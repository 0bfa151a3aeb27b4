// SPDX-License-Identifier: Apache-2.0

import FieldForms
package import FieldModel

/// How far councils are with the six principles.
extension StoreSession {
    package static var principleForm: FormID? { FormID("principle_assessment") }

    /// Every assessment on this device: councils' own, and shadow ratings of organisations.
    package func principleAssessments() throws -> [PrincipleAssessment] {
        guard let form = Self.principleForm else { return [] }
        return try states(form: form).filter { !$0.isDeleted }.compactMap { state in
            let record = try view(state)
            return PrincipleAssessment(
                try placed(record),
                state,
                content: try record.contentHash()
            )
        }
    }

    /// Stands by an assessment as it is on this device.
    ///
    /// - Throws: `Problem` `permission.denied` for who is no champion of the council, or
    ///   `record.changed` for one that is disputed.
    package func sign(_ record: RecordID) throws -> Saved {
        let (target, state) = try target(record)
        guard target.form.id == Self.principleForm else {
            throw Problem(
                .recordUnknown,
                "The record \(record) is no principle assessment. See: keeplocal principle show"
            )
        }
        let content = try view(state).contentHash()
        try view(state).requireSignable(as: content)
        let change = try write(.step, target, step: .sign(content: content))
        return Saved(record: record, change: change.id)
    }
}
