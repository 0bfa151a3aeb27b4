// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// A record in a list.
package struct RecordRow: Hashable, Sendable {
    package let record: RecordID
    package let changed: Instant
    /// The day of it on the wall of this machine.
    package let day: String
    /// The title of its form.
    package let form: String
    package let title: String
    package let standing: Standing
    package let conflicts: Int

    package init(
        record: RecordID,
        changed: Instant,
        day: String,
        form: String,
        title: String,
        standing: Standing,
        conflicts: Int
    ) {
        (self.record, self.changed, self.day) = (record, changed, day)
        (self.form, self.title) = (form, title)
        (self.standing, self.conflicts) = (standing, conflicts)
    }

    var shown: ListRow {
        let conflict = conflicts > 0 ? Standing.conflict : nil
        let words =
            conflict.map {
                [.stored, .reviewed].contains(standing) ? $0.shown : "\($0.shown), \(standing.word)"
            }
            ?? standing.shown
        return ListRow([form, title, day, words], look: (conflict ?? standing).look)
    }
}

/// Which records a list shows.
package struct RecordFilter: Hashable, Sendable {
    package enum Kind: Hashable, Sendable, CaseIterable {
        case all, unstored, disputed, reviewed

        var words: String {
            switch self {
            case .all: "all"
            case .unstored: "not stored yet"
            case .disputed: "in conflict"
            case .reviewed: "reviewed"
            }
        }
    }

    package var text = ""
    /// Nil for all forms.
    package var form: FormID?
    package var kind = Kind.all

    package init() {}
}
