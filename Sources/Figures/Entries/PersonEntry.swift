// SPDX-License-Identifier: Apache-2.0

import FieldModel

/// What one record of a participant says, before it is known who was recorded twice.
package struct PersonEntry: Hashable, Sendable {
    let participant: Participant
    /// As whom this record says that the person counts; nil while that is disputed.
    let mergedInto: PersonKey?
    let words: [ConsentWord]

    init(_ record: Record) {
        participant = Participant(record)
        let other = record.isDisputed("merged_into") ? nil : record.person("merged_into")
        mergedInto = other == .words("") || other == participant.id ? nil : other
        words = record.consentWords
    }

    init(_ participant: Participant, mergedInto: PersonKey?, words: [ConsentWord]) {
        (self.participant, self.mergedInto, self.words) = (participant, mergedInto, words)
    }
}
