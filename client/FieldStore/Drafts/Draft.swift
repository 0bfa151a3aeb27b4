// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// A record that is being filled in or edited, and that nobody but this device knows of.
package struct Draft: Hashable, Sendable, Identifiable {
    /// What an edit had seen of its record when it began.
    package struct Seen: Hashable, Sendable {
        package let base: Sequence64
        package let trunk: [Sequence64]?
        package let fields: [FieldPath: FieldValue]
    }

    /// That of the record, before there is one.
    package let id: RecordID
    package internal(set) var header: DraftHeader
    package var answers: [FieldPath: FieldValue]
    /// What the record held in each field when an edit of it began.
    package internal(set) var former: [FieldPath: FieldValue] = [:]
    package internal(set) var touched: Instant
    /// What the form gave by itself when it was opened with nothing answered; not kept.
    package var given: [FieldPath: FieldValue] = [:]

    package var form: FormID { header.form }
    package var formVersion: Int { header.formVersion }
    package var isEdit: Bool { header.base != nil }

    package var seen: Seen? {
        header.base.map { Seen(base: $0, trunk: header.trunk, fields: former) }
    }

    /// Where the person was.
    package var position: FieldPath? {
        get { header.position }
        set { header.position = newValue }
    }

    package var language: String? {
        get { header.language }
        set { header.language = newValue }
    }

    /// The instances of each repeat in order, those without an answer as well.
    package var instances: [FieldPath: [InstanceID]] {
        get { header.instances }
        set { header.instances = newValue }
    }

    /// What is being typed, and no answer yet.
    package var typed: HalfTyped? {
        get { header.typed }
        set { header.typed = newValue }
    }

    /// True while nothing is answered, typed, added or changed in it.
    package var isEmpty: Bool {
        (answers == former || answers == given) && header.instances.isEmpty
            && header.typed == nil
    }

    /// What differs from the record that is edited; nil clears a field.
    ///
    /// A value that was only looked at never takes the place of a newer one.
    package func edited(to record: [FieldPath: FieldValue]) -> [FieldPath: FieldValue?] {
        var edited: [FieldPath: FieldValue?] = [:]
        for path in Set(record.keys).union(former.keys) where record[path] != former[path] {
            edited[path] = .some(record[path])
        }
        return edited
    }
}

/// Words at a question that nobody has given as its answer yet.
package struct HalfTyped: Hashable, Sendable, Codable {
    package let path: FieldPath
    package let text: String

    package init(_ path: FieldPath, _ text: String) { (self.path, self.text) = (path, text) }
}

/// All of a draft but its answers, as it is kept.
package struct DraftHeader: Hashable, Sendable, Codable {
    package internal(set) var form: FormID
    package internal(set) var formVersion: Int
    package let started: Instant
    /// Of an edit: the version of the record that it had seen.
    var base: Sequence64?
    var trunk: [Sequence64]?
    package internal(set) var council: CouncilID?
    package internal(set) var organisation: OrganisationID?
    var position: FieldPath?
    var language: String?
    var typed: HalfTyped?
    var instances: [FieldPath: [InstanceID]] = [:]
    /// Of a new record: those that its entities name.
    var entities: [SeenEntity]?
    /// Answers that were given anew since their entity was named, in order; also those that are
    /// what they were again.
    var altered: [FieldPath]?
}
