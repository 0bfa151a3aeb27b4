// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// Which candidate of a conflict a person would most likely take, and why.
///
/// A suggestion decides nothing: it stands beside the conflict, for a person to follow or not.
package struct Suggestion: Hashable, Sendable {
    /// Why; conflicts with the same rule can be settled alike.
    package enum Rule: String, Codable, Sendable, CaseIterable {
        /// Somebody changed a record that another deleted.
        case editWins = "edit_wins"
        /// The form allows only one of them.
        case fitsForm = "fits_form"
        /// They differ in capitals, blanks or punctuation.
        case spelling
        /// One text says all that the others say, and more.
        case fuller
        /// The others only cleared the field.
        case filled
        /// One person wrote them all.
        case sameAuthor = "same_author"
        /// A baseline is the first that was taken.
        case earlierBaseline = "earlier_baseline"
        /// One of them was known on a later day.
        case laterKnowledge = "later_knowledge"
        /// What is true of a person or a service changes: the later word.
        case laterWord = "later_word"
    }

    package let candidate: ChangeID
    package let rule: Rule
    /// One sentence without names.
    package let why: String
}
