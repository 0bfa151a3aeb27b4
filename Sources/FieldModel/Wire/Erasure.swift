// SPDX-License-Identifier: Apache-2.0

package enum ErasureKind {}
package typealias ErasureID = Identifier<ErasureKind>

/// One erasure: random identifiers, codes and a time.
///
/// Nothing in it speaks of a person, so it is kept for good: in the log, in the ledger beside the
/// database, and on the devices that were told.
package struct Erasure: Sendable, Codable, Hashable {
    package let id: ErasureID
    package let council: CouncilID
    package let organisation: OrganisationID?
    /// Every record that went, in their order.
    package let records: [RecordID]
    package let at: Instant
    package let by: PersonID
    package let reason: Reason
    package let authority: String

    /// The ground, of those that the law knows (UK GDPR, Article 17); a code, as free text about an
    /// erased person would outlive the erasure.
    package enum Reason: String, Sendable, Codable, CaseIterable {
        case notNeeded = "not_needed"
        case consentWithdrawn = "consent_withdrawn"
        case objection
        case unlawful
        case legalObligation = "legal_obligation"
        case child
    }

    package init(
        id: ErasureID,
        council: CouncilID,
        organisation: OrganisationID?,
        records: [RecordID],
        at: Instant,
        by: PersonID,
        reason: Reason,
        authority: String
    ) {
        (self.id, self.council, self.organisation) = (id, council, organisation)
        (self.records, self.at, self.by) = (records, at, by)
        (self.reason, self.authority) = (reason, authority)
    }

    /// A code of a register, such as `DSR-2026-014`: no spaces, so that it holds no sentence.
    package static func isAuthority(_ text: String) -> Bool {
        (1...Limits.authorityLengthMax).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
                    || Array("-/._".utf8).contains(byte)
            }
    }
}

/// `POST /v1/erasures`: erases a participant's record and every record that names it.
package struct ErasureRequest: Sendable, Codable, Hashable {
    /// Chosen by who asks, so that a request that is repeated is done once.
    package let id: ErasureID
    package let record: RecordID
    /// What the organisation's records call the participant besides, such as `P-104`.
    package let reference: String?
    package let reason: Erasure.Reason
    package let authority: String
    /// True to be told what would go, and nothing else.
    package let isRehearsal: Bool

    package init(
        id: ErasureID,
        record: RecordID,
        reference: String?,
        reason: Erasure.Reason,
        authority: String,
        isRehearsal: Bool
    ) {
        (self.id, self.record, self.reference) = (id, record, reference)
        (self.reason, self.authority, self.isRehearsal) = (reason, authority, isRehearsal)
    }
}

/// What goes with an erasure.
package struct ErasurePlan: Sendable, Codable, Hashable {
    package let records: [RecordID]
    /// Entries of the log whose content becomes unreadable.
    package let changes: Int
    package let openConflicts: Int
    /// Changes that wait for somebody's decision.
    package let held: Int
    /// Submitted returns that counted one of the records; their figures stay.
    package let returns: Int
    /// Of `records`, the other ones of the same person; nil from a server that does not say.
    package let joined: [RecordID]?

    package init(
        records: [RecordID],
        changes: Int,
        openConflicts: Int,
        held: Int,
        returns: Int,
        joined: [RecordID]? = nil
    ) {
        (self.records, self.changes, self.openConflicts) = (records, changes, openConflicts)
        (self.held, self.returns, self.joined) = (held, returns, joined)
    }
}

/// `GET /v1/erasures`: what was erased, the proof, and which devices have not confirmed it.
package struct ErasureReport: Sendable, Codable, Hashable {
    package let erasure: Erasure
    package let receipt: Receipt
    package let confirmed: [ErasureDevice]
    package let waiting: [ErasureDevice]
    /// What a restore set aside at the server; nil where nothing was, and from a server that does
    /// not say.
    package var copies: ErasureCopies?
    /// Times of which the server does not know every device that was enrolled; nil where there is
    /// none, and from a server that does not say.
    package var gaps: [EnrolmentGap]?

    package init(
        erasure: Erasure,
        receipt: Receipt,
        confirmed: [ErasureDevice],
        waiting: [ErasureDevice]
    ) {
        (self.erasure, self.receipt) = (erasure, receipt)
        (self.confirmed, self.waiting) = (confirmed, waiting)
    }
}

/// A time in which devices may have been enrolled of which a restored server knows nothing.
package struct EnrolmentGap: Sendable, Codable, Hashable {
    package let from: Instant
    package let to: Instant

    package init(from: Instant, to: Instant) { (self.from, self.to) = (from, to) }
}

/// Databases that restores set aside, and that still stand beside the server's own.
package struct ErasureCopies: Sendable, Codable, Hashable {
    package let count: Int
    /// Those in which something of it may still be read.
    package let unreached: Int

    package init(count: Int, unreached: Int) { (self.count, self.unreached) = (count, unreached) }
}

/// A device that held, or may have held, what was erased.
package struct ErasureDevice: Sendable, Codable, Hashable {
    package let device: DeviceID
    package let name: String
    package let person: PersonID
    package let personName: String
    package let lastSync: Instant?
    package let revoked: Instant?
    package let confirmed: Instant?
    /// When it was enrolled, of one that the server lost when it was restored, with its name.
    package let lost: Instant?

    package init(
        device: DeviceID,
        person: PersonID,
        personName: String,
        lost: Instant
    ) {
        (self.device, name, self.person, self.personName) = (device, "", person, personName)
        (lastSync, revoked, confirmed, self.lost) = (nil, nil, nil, lost)
    }

    package init(
        device: DeviceID,
        name: String,
        person: PersonID,
        personName: String,
        lastSync: Instant?,
        revoked: Instant?,
        confirmed: Instant?
    ) {
        (self.device, self.name, self.person) = (device, name, person)
        (self.personName, self.lastSync) = (personName, lastSync)
        (self.revoked, self.confirmed, lost) = (revoked, confirmed, nil)
    }
}

/// `POST /v1/erasures` answers what was done, or what would be.
package struct ErasureAnswer: Sendable, Codable, Hashable {
    package let plan: ErasurePlan
    /// Nil for a rehearsal.
    package let report: ErasureReport?

    package init(plan: ErasurePlan, report: ErasureReport?) {
        (self.plan, self.report) = (plan, report)
    }
}

/// `POST /v1/holds`: keeps a record from being erased, or takes that back.
package struct HoldRequest: Sendable, Codable, Hashable {
    package let record: RecordID
    package let authority: String
    package let isReleased: Bool

    package init(record: RecordID, authority: String, isReleased: Bool) {
        (self.record, self.authority, self.isReleased) = (record, authority, isReleased)
    }
}

/// `POST /v1/confirmations`: what a device has removed.
package struct Confirmation: Sendable, Codable, Hashable {
    package let erasures: [ErasureID]
    /// The feeds of which the device still holds records; nothing is left of any other.
    package let feeds: [Feed]

    package init(erasures: [ErasureID], feeds: [Feed]) {
        (self.erasures, self.feeds) = (erasures, feeds)
    }
}

/// Erasures that the device has not confirmed: all that a revoked one is ever told.
package struct ConfirmationAnswer: Sendable, Codable, Hashable {
    package let erasures: [Erasure]

    package init(erasures: [Erasure]) { self.erasures = erasures }
}

/// A feed that a device lost, and whether it said that it removed what it held of it.
package struct Purge: Sendable, Codable, Hashable {
    package let feed: Feed
    package let since: Instant
    package let confirmed: Instant?

    package init(feed: Feed, since: Instant, confirmed: Instant?) {
        (self.feed, self.since, self.confirmed) = (feed, since, confirmed)
    }
}
