// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// What an administrator adds, gives and takes away; each act is kept in a log.
///
/// A request that comes again, its first answer lost, is answered as done, and kept once.
package struct Administering {
    let writer: any StorageWriter
    let actor: Actor
    let now: Instant

    /// - Throws: `Problem` `permission.denied` for anybody who may not administer.
    package init(writer: any StorageWriter, by person: PersonID, now: Instant) throws {
        let grants = try writer.person(person)?.grants ?? []
        let actor = Actor(person: person, grants: grants)
        guard may(actor, .administer, .directory(nil)) else { throw Self.denied }
        (self.writer, self.actor, self.now) = (writer, actor, now)
    }

    package static let denied = Problem(
        .forbidden,
        "Only an administrator may do this. Ask one of yours."
    )

    /// Adds a council; of one that is there already, in the same words, sets how few people it
    /// tells of, and what its champions approve with.
    package func add(_ request: AdminRequest.Council) throws {
        guard request.id != .network else {
            throw Problem(.requestMalformed, "A council cannot be called \(CouncilID.network).")
        }
        try check(name: request.name)
        for text in [request.gss, request.region, request.orgID, request.type] {
            if let text { try check(name: text) }
        }
        if let name = request.officialName { try check(name: name) }
        try check(threshold: request.threshold)
        var council = request.entry(threshold: request.threshold, stepUp: request.stepUp)
        if let known = try writer.councils().first(where: { $0.id == request.id }) {
            guard known == request.entry(threshold: known.threshold, stepUp: known.stepUp) else {
                throw Problem(.alreadyExists, "There is another council \(request.id) already.")
            }
            // What was set is not taken back by a request that does not speak of it.
            council = request.entry(
                threshold: request.threshold ?? known.threshold,
                stepUp: request.stepUp ?? known.stepUp
            )
            guard known != council else { return }
        }
        try writer.save(council)
        try keep(.council(council), in: request.id)
    }

    package func add(_ request: AdminRequest.Organisation) throws {
        try check(name: request.name)
        try check(council: request.council)
        let organisation = DirectoryEntry.Organisation(
            id: request.id,
            council: request.council,
            name: request.name
        )
        if let known = try writer.organisations().first(where: { $0.id == request.id }) {
            guard known != organisation else { return }
            throw Problem(
                .alreadyExists,
                "There is another organisation with this identifier already."
            )
        }
        try writer.add(organisation, by: actor.person, at: now)
    }

    /// Adds a person with their roles, and makes the code for their first device.
    ///
    /// Asked again in the same words, it makes another code: the first one may never have arrived.
    package func add(_ request: AdminRequest.Person) throws -> EnrolmentCode {
        try check(name: request.name)
        if let known = try writer.person(request.id) {
            guard known.name == request.name, Set(known.grants) == Set(request.grants) else {
                throw Problem(
                    .alreadyExists,
                    "There is another person with this identifier already."
                )
            }
            return try writer.makeEnrolmentCode(for: request.id, now: now)
        }
        for grant in request.grants { try check(grant) }
        let person = DirectoryEntry.Person(id: request.id, name: request.name)
        try writer.add(person, by: actor.person, at: now)
        for grant in request.grants {
            try writer.give(grant, to: request.id, by: actor.person, at: now)
        }
        return try writer.makeEnrolmentCode(for: request.id, now: now)
    }

    package func change(_ request: AdminRequest.GrantChange) throws {
        guard let person = try writer.person(request.person) else {
            throw Problem(.notFound, "There is no such person. See: keeplocal admin person list")
        }
        try check(request.grant)
        let isHeld = person.grants.contains(request.grant)
        let before = try writer.feeds(of: person.id)
        guard request.isRevoked else {
            if !isHeld {
                try writer.give(request.grant, to: person.id, by: actor.person, at: now)
            }
            return try writer.notePurges(of: person.id, before: before, at: now)
        }
        guard isHeld else {
            if try writer.revokedGrants(person.id).contains(request.grant) { return }
            throw Problem(.notFound, "\(person.name) does not have this role.")
        }
        let administrators = try writer.persons().filter { person in
            person.grants.contains { $0.role == .administrator }
        }
        if request.grant.role == .administrator, administrators.map(\.id) == [person.id] {
            throw Problem(.forbidden, "This is the last administrator; name another one first.")
        }
        try writer.withdraw(request.grant, from: person.id, by: actor.person, at: now)
        try writer.notePurges(of: person.id, before: before, at: now)
    }

    package func addDevice(_ request: AdminRequest.Device) throws -> EnrolmentCode {
        try writer.makeEnrolmentCode(for: request.person, now: now)
    }

    /// The token of the device, and of every identity that was made with it, is refused from now
    /// on; what they had sent stays.
    package func revoke(_ request: AdminRequest.Revocation) throws {
        try check(reason: request.reason, for: "revocation")
        guard let device = try writer.device(request.device) else {
            throw Problem(.notFound, "There is no such device. See: keeplocal admin device list")
        }
        for var device in try writer.devices().withDescendants(of: device)
        where device.revoked == nil {
            device.revoked = now
            try writer.save(device)
            try writer.lose(writer.feeds(of: device.person), device, at: now)
            try keep(.revoked(device.id, reason: request.reason), in: nil)
        }
    }

    private func check(_ grant: Grant) throws {
        guard
            Grant(role: grant.role, council: grant.council, organisation: grant.organisation) != nil
        else {
            throw Problem(
                .requestMalformed,
                "The role \(grant.role.rawValue) does not fit its place."
            )
        }
        if let council = grant.council { try check(council: council) }
        if let organisation = grant.organisation {
            let isKnown = try writer.organisations().contains {
                $0.id == organisation && $0.council == grant.council
            }
            guard isKnown else {
                throw Problem(
                    .notFound,
                    "There is no such organisation. See: keeplocal admin organisation list"
                )
            }
        }
    }

    private func check(council: CouncilID) throws {
        guard try writer.councilIDs().contains(council) else {
            throw Problem(
                .notFound,
                "There is no council '\(council)'. See: keeplocal admin council list"
            )
        }
    }

    private func check(name: String) throws {
        guard name.contains(where: { !$0.isWhitespace }),
            name.utf8.count <= Limits.nameLengthMax,
            name.unicodeScalars.allSatisfy({ $0.value >= 32 && $0.value != 127 })
        else {
            throw Problem(
                .requestMalformed,
                "A name has 1 to \(Limits.nameLengthMax) bytes and no control characters."
            )
        }
    }

    func keep(_ event: DirectoryEvent, in council: CouncilID?) throws {
        try writer.record(event, in: council, by: actor.person, at: now)
    }
}
