// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// A record in a list: what names it, and how it stands.
package struct RecordLine: Hashable, Sendable {
    package let record: RecordID
    package let form: FormID
    /// The answer that names it, with the label of its choice; empty where there is none.
    package let title: String
    /// What the record is called that it is about; nil where that has no line here.
    package let subjectTitle: String?
    /// The state of its changes made here that most needs a person's eye; `stored` where none does.
    package let work: JournalEntry.State
    /// Open ones.
    package let conflicts: Int
    package let isDeleted: Bool
    /// Read and decided by the council.
    package let isReviewed: Bool
    package let changed: Instant
    /// Who changed it last, as far as this device knows.
    package let author: PersonID?

    package var place: LinePlace { LinePlace(changed: changed, record: record) }
}

/// Where a line stands in every list.
package struct LinePlace: Hashable, Sendable {
    package let changed: Instant
    package let record: RecordID

    package init(changed: Instant, record: RecordID) {
        (self.changed, self.record) = (changed, record)
    }
}

/// Which records a list shows, those that changed last first.
package struct RecordQuery: Hashable, Sendable {
    package enum Standing: String, Sendable, CaseIterable {
        case saved, sent, stored, reviewed, held, refused
        /// All but `stored` and `reviewed`.
        case unstored
        /// With an open conflict.
        case conflict
    }

    /// Every word in it must begin a word of the record, in any order.
    package var text: String
    package var form: FormID?
    package var standing: Standing?
    package var includesDeleted: Bool

    package init(
        text: String = "",
        form: FormID? = nil,
        standing: Standing? = nil,
        includesDeleted: Bool = false
    ) {
        (self.text, self.form) = (text, form)
        (self.standing, self.includesDeleted) = (standing, includesDeleted)
    }
}
