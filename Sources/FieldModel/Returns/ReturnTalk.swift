// SPDX-License-Identifier: Apache-2.0

/// Who made a move, when, and what they said with it.
package struct ReturnSignature: Hashable, Sendable {
    package let person: PersonID
    package let change: ChangeID
    package let at: HybridTime
    package let words: String?
    /// What the person was on that day, where the move says so.
    package let role: Role?

    package init(_ stamp: Stamp, role: Role? = nil) {
        (person, change, at) = (stamp.author, stamp.change, stamp.at)
        (words, self.role) = (stamp.reason, role)
    }
}

/// A question of the council about a submitted return.
package struct ReturnQuery: Hashable, Sendable {
    package let asked: ReturnSignature
    /// Nil where it is about the whole return.
    package let field: FieldPath?
    package let due: PlainDate?
    /// The content that it was asked about.
    package let content: Hash
    /// Which revision it was about; the first is 1.
    package let revision: Int
    package internal(set) var answer: ReturnSignature?
    /// A later revision took the place of what was asked about.
    package internal(set) var isOvertaken = false

    init(
        _ asked: ReturnSignature,
        about content: Hash,
        revision: Int,
        _ field: FieldPath?,
        _ due: PlainDate?
    ) {
        (self.asked, self.content, self.revision) = (asked, content, revision)
        (self.field, self.due) = (field, due)
    }

    package var id: ChangeID { asked.change }
    package var isOpen: Bool { answer == nil && !isOvertaken }
}

/// Why a return was given back, with words at the fields that they are about.
package struct ReturnComments: Hashable, Sendable {
    package let given: ReturnSignature
    package let content: Hash
    /// Which revision it was about; the first is 1.
    package let revision: Int
    package let fields: [FieldPath: String]
    /// It was submitted again since.
    package internal(set) var isOvertaken = false

    init(
        _ given: ReturnSignature,
        about content: Hash,
        revision: Int,
        _ fields: [FieldPath: String]
    ) {
        (self.given, self.content) = (given, content)
        (self.revision, self.fields) = (revision, fields)
    }
}
