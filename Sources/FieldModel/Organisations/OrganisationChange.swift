// SPDX-License-Identifier: Apache-2.0

/// What became of an organisation on a day: it has another name, or another one goes on in its
/// place.
package struct OrganisationChange: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        case renamed(String)
        /// It became a part of another.
        case merged(OrganisationID)
        /// Another took over what it did.
        case handedOver(OrganisationID)

        /// Who goes on; nil where it does so itself.
        package var successor: OrganisationID? {
            switch self {
            case .renamed: nil
            case .merged(let successor), .handedOver(let successor): successor
            }
        }

        fileprivate var key: String {
            switch self {
            case .renamed: "renamed"
            case .merged: "merged"
            case .handedOver: "handed_over"
            }
        }
    }

    package let organisation: OrganisationID
    package let kind: Kind
    /// The first day that it is so.
    package let from: PlainDate
    /// What it was called up to then.
    package let formerName: String

    package init(
        _ organisation: OrganisationID,
        _ kind: Kind,
        from: PlainDate,
        formerName: String
    ) {
        (self.organisation, self.kind) = (organisation, kind)
        (self.from, self.formerName) = (from, formerName)
    }
}

extension OrganisationChange {
    /// The same on every device, so that two people who say it apart write to one record.
    package func record(in council: CouncilID) -> RecordID {
        RecordID(naming: "organisation change\n\(council)\n\(organisation)\n\(from)", on: from)
    }

    /// Nil for one that lacks what it needs, or is in dispute: nothing has changed until somebody
    /// decides.
    package init?(_ record: Record) {
        guard record.conflicts.isEmpty, !record.isDeleted,
            let organisation = record.text("organisation").flatMap({ OrganisationID($0) }),
            let from = record.date("from"), let formerName = record.text("former_name")
        else { return nil }
        let successor = record.text("successor").flatMap { OrganisationID($0) }
        let kind: Kind? =
            switch record.text("kind") {
            case "renamed": record.text("name").map { .renamed($0) }
            case "merged": successor.map { .merged($0) }
            case "handed_over": successor.map { .handedOver($0) }
            default: nil
            }
        guard let kind else { return nil }
        self.init(organisation, kind, from: from, formerName: formerName)
    }

    /// What is answered; nil where the other kind had an answer.
    package var fields: [FieldPath: FieldValue?] {
        var answers: [String: FieldValue?] = [
            "organisation": .text(organisation.description), "kind": .choice(kind.key),
            "from": .date(from), "former_name": .text(formerName), "name": nil, "successor": nil,
        ]
        if case .renamed(let name) = kind { answers["name"] = .text(name) }
        if let successor = kind.successor { answers["successor"] = .text(successor.description) }
        var fields: [FieldPath: FieldValue?] = [:]
        for (name, value) in answers {
            if let path = FieldPath(name) { fields.updateValue(value, forKey: path) }
        }
        return fields
    }
}
