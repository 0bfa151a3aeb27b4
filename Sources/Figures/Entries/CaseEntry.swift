// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// What figures read of one record of the forms of which there are many.
package enum CaseEntry: Hashable, Sendable {
    case person(PersonEntry)
    case enrolment(Enrolment)
    case contact(Contact)
    case outcome(Outcome)

    /// The forms that have one.
    package enum Kind: String, CaseIterable, Sendable {
        case participant, enrolment, contact, outcome

        package init?(_ form: FormID) { self.init(rawValue: form.text) }
    }

    /// Counted up when anything is read otherwise out of a record, or kept otherwise: what was kept
    /// before is then made anew.
    package static let make = 1

    /// Nil for a record of another form.
    package init?(_ record: Record) {
        switch Kind(record.form) {
        case .participant: self = .person(PersonEntry(record))
        case .enrolment: self = .enrolment(Enrolment(record))
        case .contact: self = .contact(Contact(record))
        case .outcome: self = .outcome(Outcome(record))
        case nil: return nil
        }
    }
}
