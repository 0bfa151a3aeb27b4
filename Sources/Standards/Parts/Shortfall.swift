// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// What a record lacks to be published, and what mends it.
package struct Shortfall: Hashable, Sendable {
    package enum Remedy: Hashable, Sendable {
        /// An answer to give, with an example of it.
        case answer(field: String, example: String)
        /// People said different things; somebody has to decide.
        case decide
        /// The directory lacks something about the council.
        case council
    }

    package let record: RecordID
    /// What the service is called; empty for one without a name.
    package let name: String
    /// A sentence without its end, such as `a grant needs an award date`.
    package let words: String
    package let remedy: Remedy

    init(_ service: PublishedService, _ words: String, _ remedy: Remedy) {
        (record, name) = (service.record, service.name ?? "")
        (self.words, self.remedy) = (words, remedy)
    }
}
