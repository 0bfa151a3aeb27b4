// SPDX-License-Identifier: Apache-2.0

/// `POST /v1/enrol`: a one-time code for a device's token.
package struct EnrolRequest: Sendable, Codable {
    package let code: String
    package let device: DeviceID
    package let deviceName: String
    /// What the device was before, for one that is enrolled again.
    package let former: DeviceID?

    package init(code: String, device: DeviceID, deviceName: String, former: DeviceID? = nil) {
        (self.code, self.device, self.deviceName) = (code, device, deviceName)
        self.former = former
    }
}

package struct EnrolAnswer: Sendable, Codable {
    /// Shown once; the server keeps only its hash.
    package let token: String
    package let person: PersonID
    package let name: String
    package let grants: [Grant]
    /// What bundles are sealed to; nil of a server that takes none.
    package let bundleKey: String?

    package init(
        token: String,
        person: PersonID,
        name: String,
        grants: [Grant],
        bundleKey: String? = nil
    ) {
        (self.token, self.person, self.name, self.grants) = (token, person, name, grants)
        self.bundleKey = bundleKey
    }
}

/// `POST /v1/admin/…`: one request type for each thing that an administrator adds.
package enum AdminRequest {
    package struct Council: Sendable, Codable {
        package let id: CouncilID
        package let name: String
        package let gss: String?
        package let region: String?
        /// Its identifier in org-id.guide, such as `GB-LAE-BRD`.
        package let orgID: String?
        /// What kind of council it is, such as `unitary`.
        package let type: String?
        package let officialName: String?
        /// The smallest number of people that reports for others tell.
        package let threshold: Int?
        package let stepUp: DirectoryEntry.Council.StepUp?

        package init(
            id: CouncilID,
            name: String,
            gss: String?,
            region: String?,
            orgID: String? = nil,
            type: String? = nil,
            officialName: String? = nil,
            threshold: Int? = nil,
            stepUp: DirectoryEntry.Council.StepUp? = nil
        ) {
            (self.id, self.name, self.gss, self.region) = (id, name, gss, region)
            (self.orgID, self.type, self.officialName) = (orgID, type, officialName)
            (self.threshold, self.stepUp) = (threshold, stepUp)
        }
    }

    package struct Organisation: Sendable, Codable {
        package let id: OrganisationID
        package let council: CouncilID
        package let name: String

        package init(id: OrganisationID, council: CouncilID, name: String) {
            (self.id, self.council, self.name) = (id, council, name)
        }
    }

    package struct Person: Sendable, Codable {
        package let id: PersonID
        package let name: String
        package let grants: [Grant]

        package init(id: PersonID, name: String, grants: [Grant]) {
            (self.id, self.name, self.grants) = (id, name, grants)
        }
    }

    /// Gives a role to a person, or takes it away.
    package struct GrantChange: Sendable, Codable {
        package let person: PersonID
        package let grant: Grant
        package let isRevoked: Bool

        package init(person: PersonID, grant: Grant, isRevoked: Bool) {
            (self.person, self.grant, self.isRevoked) = (person, grant, isRevoked)
        }
    }

    /// A code for one more device of a person.
    package struct Device: Sendable, Codable {
        package let person: PersonID

        package init(person: PersonID) { self.person = person }
    }

    package struct Revocation: Sendable, Codable {
        package let device: DeviceID
        package let reason: String

        package init(device: DeviceID, reason: String) {
            (self.device, self.reason) = (device, reason)
        }
    }
}

/// A one-time code, and when it ends.
package struct EnrolmentCode: Sendable, Codable, Hashable {
    package let code: String
    package let expires: Instant

    package init(code: String, expires: Instant) { (self.code, self.expires) = (code, expires) }
}

package struct PersonSummary: Sendable, Codable, Hashable {
    package let id: PersonID
    package let name: String
    package let grants: [Grant]

    package init(id: PersonID, name: String, grants: [Grant]) {
        (self.id, self.name, self.grants) = (id, name, grants)
    }
}

/// A device as an administrator sees it.
package struct DeviceSummary: Sendable, Codable, Hashable {
    package let id: DeviceID
    package let name: String
    package let person: PersonID
    package let personName: String
    package let enrolled: Instant
    package let lastSync: Instant?
    /// What the device said at its last sync that it still had to send.
    package let unsent: Int
    package let lastCounter: Int64
    package let revoked: Instant?
    /// Feeds that it lost.
    package let purges: [Purge]

    package init(
        id: DeviceID,
        name: String,
        person: PersonID,
        personName: String,
        enrolled: Instant,
        lastSync: Instant?,
        unsent: Int,
        lastCounter: Int64,
        revoked: Instant?,
        purges: [Purge] = []
    ) {
        self.purges = purges
        (self.id, self.name, self.person, self.personName) = (id, name, person, personName)
        (self.enrolled, self.lastSync, self.unsent) = (enrolled, lastSync, unsent)
        (self.lastCounter, self.revoked) = (lastCounter, revoked)
    }
}

/// A conflict as the server tells it: with what a resolution needs to name, and values that are
/// masked unless the reader may see them.
package struct ConflictReport: Sendable, Codable, Hashable {
    package let conflict: Conflict
    package let form: FormID
    package let formVersion: Int
    package let scope: Scope
    /// The version of the record: the base of a resolution.
    package let version: Sequence64
    /// The way to that version; nil where the server was never restored.
    package let trunk: [Sequence64]?
    package let isMasked: Bool

    package init(
        conflict: Conflict,
        form: FormID,
        formVersion: Int,
        scope: Scope,
        version: Sequence64,
        trunk: [Sequence64]? = nil,
        isMasked: Bool
    ) {
        (self.conflict, self.form, self.formVersion) = (conflict, form, formVersion)
        (self.scope, self.version, self.trunk) = (scope, version, trunk)
        self.isMasked = isMasked
    }
}

extension Conflict {
    /// The same conflict with every value left out, and the reason, which may tell of it.
    package var masked: Conflict {
        let hidden = { (candidate: Candidate) in
            Candidate(
                id: candidate.id,
                value: nil,
                author: candidate.author,
                party: candidate.party,
                device: candidate.device,
                at: candidate.at
            )
        }
        return Conflict(
            id: id,
            record: record,
            field: field,
            base: nil,
            candidates: candidates.map(hidden),
            state: state,
            resolution: resolution.map {
                Resolution(
                    change: $0.change,
                    value: nil,
                    author: $0.author,
                    at: $0.at,
                    reason: nil,
                    isStored: $0.isStored
                )
            },
            assignee: assignee,
            appeal: appeal.map {
                Appeal(change: $0.change, author: $0.author, at: $0.at, reason: nil)
            }
        )
    }
}

/// `GET /v1/held`: a change that waits because its author's role was taken away before it arrived,
/// or because a restored server lacks what it was made upon.
package struct HeldReport: Sendable, Codable, Hashable {
    package let change: ChangeID
    package let device: DeviceID
    package let author: PersonID
    package let at: HybridTime
    package let record: RecordID
    package let form: FormID
    package let scope: Scope
    package let kind: Change.Kind
    package let fields: [FieldPath]
    /// The whole change, for who may read the record.
    package let content: Change?
    /// Of one that the server will take by itself as soon as it can; nil for one that only a
    /// decision can settle.
    package let waiting: Waiting?

    package struct Waiting: Sendable, Codable, Hashable {
        package let since: Instant
        /// For what it cannot be taken yet; `change.awaiting` for an earlier change of its device.
        package let why: Problem.Code
        /// True where it is for a record that is damaged at the server, false where the server was
        /// restored; nil from one that does not say.
        package let isDamaged: Bool?

        package init(since: Instant, why: Problem.Code, isDamaged: Bool? = nil) {
            (self.since, self.why, self.isDamaged) = (since, why, isDamaged)
        }

        /// From when on somebody may give it up.
        package var end: Instant { since.adding(seconds: Limits.awaitingDays * 24 * 60 * 60) }
    }

    package init(_ change: Change, isShown: Bool, waiting: Waiting? = nil) {
        self.waiting = waiting
        (self.change, device, author, at) = (change.id, change.device, change.author, change.at)
        (record, form, scope, kind) = (change.record, change.form, change.scope, change.kind)
        fields = change.patch.keys.sorted()
        content = isShown ? change : nil
    }
}

extension Problem {
    /// Of `change.awaiting`, whether the server's copy of a record is damaged; false after a
    /// restore, nil from a server that does not say.
    package var isDamaged: Bool? {
        guard case .boolean(let isDamaged)? = details?["isDamaged"] else { return nil }
        return isDamaged
    }
}

/// `POST /v1/held`: takes such a change into the log as its author made it, or refuses it for good.
package struct HeldDecision: Sendable, Codable, Hashable {
    package let change: ChangeID
    package let adopt: Bool
    package let reason: String

    package init(change: ChangeID, adopt: Bool, reason: String) {
        (self.change, self.adopt, self.reason) = (change, adopt, reason)
    }
}
