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

    /// Rates for the side whose scope it is: what was said of that principle and period changes, or
    /// an assessment begins.
    ///
    /// Two people who begin the same apart begin one record, and where they differ is a conflict.
    package func rate(
        _ key: PrincipleKey,
        answers: [FieldPath: FieldValue?]
    ) throws -> Saved {
        let former = try principleAssessments().filter { $0.key == key }
            .max { $0.record < $1.record }
        if let former { return try edit(former.record, fields: answers) }
        guard let form = Self.principleForm else {
            throw Problem(.formUnknown, "There is no form for the principles.")
        }
        return try create(
            form,
            fields: answers.compactMapValues(\.self),
            in: Place(council: key.scope.council, organisation: key.scope.organisation),
            // Taken by one that was meant for another period since, it is no name any more.
            record: try key.record.flatMap { try state(of: $0) == nil ? $0 : nil }
        )
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
