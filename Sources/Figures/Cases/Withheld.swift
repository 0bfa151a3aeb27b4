// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// A record that no figure counts until somebody decides, as it came after consent was withdrawn.
package struct Withheld: Hashable, Sendable {
    package let record: RecordID
    package let form: FormID?
    /// As whom the person counts.
    package let participant: PersonKey
    /// The day that it is about.
    package let date: PlainDate
    /// The day from which the person did not agree.
    package let since: PlainDate

    static let why = "as consent was withdrawn before, and nobody decided about them"
}

extension Cases {
    /// What waits for a decision, in the order of its days.
    package var withheld: [Withheld] {
        let found =
            contacts.filter(\.isWithheld).compactMap {
                withheld($0.record, "contact", $0.participant, $0.date)
            }
            + enrolments.filter(\.isWithheld).compactMap {
                withheld($0.record, "enrolment", $0.participant, $0.started)
            }
            + outcomes.filter(\.isWithheld).compactMap {
                withheld($0.record, "outcome", $0.participant, $0.withheldFrom)
            }
        return found.sorted { ($0.date, $0.record) < ($1.date, $1.record) }
    }

    private func withheld(
        _ record: RecordID,
        _ form: String,
        _ participant: PersonKey?,
        _ date: PlainDate?
    ) -> Withheld? {
        guard let participant, let date, let since = withdrawals.day(of: participant) else {
            return nil
        }
        return Withheld(
            record: record,
            form: FormID(form),
            participant: participant,
            date: date,
            since: since
        )
    }
}
