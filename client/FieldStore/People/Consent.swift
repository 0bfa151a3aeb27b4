// SPDX-License-Identifier: Apache-2.0

package import FieldModel
package import Figures

/// What came after consent was withdrawn: no figure counts it until somebody decides.
extension StoreSession {
    /// What each organisation recorded, by the scope of its records.
    package func casesByScope() throws -> [Scope: Cases] {
        try caseEntries().filter { $0.key.audience == .organisation }.mapValues { Cases($0) }
    }

    /// What waits for a decision, in the order of its days.
    package func withheld() throws -> [Withheld] {
        try casesByScope().values.flatMap(\.withheld)
            .sorted { ($0.date, $0.record) < ($1.date, $1.record) }
    }

    /// Decides that a record may be kept though it came after consent was withdrawn; the other
    /// decision is to delete it.
    ///
    /// - Throws: `Problem` `reason.missing`, `permission.denied`, `record.unknown`, or
    ///   `request.malformed` for a record that does not wait for a decision.
    package func keep(_ record: RecordID, reason: String) throws -> Saved {
        try requireReason(reason)
        let scope = try known(record).scope
        let mayDecide = try identity().grants.contains {
            $0.role == .coordinator && $0.organisation == scope.organisation
        }
        guard mayDecide else {
            throw Problem(
                .forbidden,
                "Whether it may be kept is for the coordinator of the organisation to decide."
                    + " Nothing was saved."
            )
        }
        guard let waiting = try withheld().first(where: { $0.record == record }) else {
            throw Problem(
                .requestMalformed,
                "Record \(record) does not wait for a decision about consent."
            )
        }
        let answers = [
            "participant": waiting.participant.description, "record": record.description,
            "why": reason,
        ]
        return try create(
            FormID.named("consent_exception"),
            fields: answers.asFields,
            in: Place(council: scope.council, organisation: scope.organisation)
        )
    }
}
