// SPDX-License-Identifier: Apache-2.0

package import FieldModel

extension ChangeJudge {
    /// That a change is not about a record that was erased, and does not name one.
    ///
    /// Whoever has nothing to do with the organisation is told what they are told of any record
    /// that they may not know of.
    func checkErased(_ change: Change, _ author: PersonID) throws {
        guard change.scope.audience == .organisation else { return }
        for record in [change.record] + (try named(by: change)) {
            guard let erasure = try reader.erased(record) else { continue }
            guard try reader.reaches(erasure, author),
                change.scope.organisation == erasure.organisation
            else {
                guard record == change.record else { continue }
                throw Problem(
                    .recordUnknown,
                    "There is no such record. Nothing was stored.",
                    details: ["record": .string(record.description)]
                )
            }
            throw Problem.erased(record, erasure)
        }
    }

    /// The records that it names; where the form is not known, nobody can tell.
    private func named(by change: Change) throws -> [RecordID] {
        do {
            return try forms.subjects(of: change, in: reader).compactMap { RecordID($0) }.sorted()
        } catch is Problem {
            return []
        }
    }
}

extension Problem {
    /// What a device is told of a change that came too late, and keeps in its place.
    package static func erased(_ record: RecordID, _ erasure: Erasure) -> Problem {
        Problem(
            .recordErased,
            "The person whom this is about was erased on \(erasure.at.date) (\(erasure.authority))."
                + " What was written is removed here and on the device.",
            details: [
                "record": .string(record.description), "erasure": .string(erasure.id.description),
            ]
        )
    }
}
