// SPDX-License-Identifier: Apache-2.0

package import FieldModel
import GRDB

/// Who this device is, and which server it speaks to.
package struct Identity: Hashable, Sendable, Codable {
    package let server: String
    /// Where a certificate authority of one's own is kept; nil for those of the system.
    package let authorityFile: String?
    package let token: String
    package let device: DeviceID
    package let person: PersonID
    package let name: String
    /// What the server last said this person may do.
    package var grants: [Grant]
    /// The server's key, which bundles are sealed to.
    package let bundleKey: String?

    package init(
        server: String,
        authorityFile: String?,
        token: String,
        device: DeviceID,
        person: PersonID,
        name: String,
        grants: [Grant],
        bundleKey: String? = nil
    ) {
        (self.server, self.authorityFile, self.token) = (server, authorityFile, token)
        (self.device, self.person, self.name) = (device, person, name)
        (self.grants, self.bundleKey) = (grants, bundleKey)
    }

    package var actor: Actor { Actor(person: person, grants: grants) }
}

extension StoreSession {
    /// - Throws: `Problem` `device.not_enrolled`.
    package func identity() throws -> Identity {
        guard let identity = try storedIdentity() else {
            throw Problem(
                .notEnrolled,
                "This device is not enrolled yet. Ask an administrator for a code, then:"
                    + " keeplocal enrol URL CODE"
            )
        }
        return identity
    }

    /// - Throws: `Problem` `device.home_busy` when the device took another identity meanwhile.
    package func require(_ device: DeviceID) throws {
        guard try identity().device == device else {
            throw Problem(.homeBusy, "This device took a new identity meanwhile. Sync again.")
        }
    }

    package func hasIdentity() throws -> Bool { try storedIdentity() != nil }

    /// True where somebody's changes are here, also where damage took the word on who they are.
    package func hasWork() throws -> Bool {
        try Int.fetchOne(self, sql: "SELECT 1 FROM journal LIMIT 1") != nil
    }

    package func save(_ identity: Identity) throws {
        guard try storedIdentity() != identity else { return }
        try set("identity", identity)
        try noteIdentity()
    }

    private func noteIdentity() throws {
        guard let frame = try identityFrame() else { return }
        note(frame.kind, frame.payload)
    }

    /// Takes a new identity for a copy that was restored from an old one.
    ///
    /// What was not sent yet is numbered anew, in its order; nothing is lost. `asFork` says that
    /// the server knows the new identity as a successor of the present one. `logs` are those that
    /// it tells of where it may not know the present one any more: what is not seen to be in them,
    /// and what was held, is sent again.
    package func adopt(
        _ identity: Identity,
        asFork: Bool = false,
        logs: [LogStatus]? = nil
    ) throws {
        // Where the present identity was revoked the server has it, or else those before it.
        let lineage = asFork || logs != nil ? try lineageOfSuccessor() : nil
        if let lineage { try set("lineage", lineage) } else { try forget("lineage") }
        try set("identity", identity)
        try noteIdentity()
        var counter: Int64 = 0
        // A server that does not know this device has not what it held for it, either.
        let unsent: [JournalEntry.State] = logs == nil ? [.saved, .sent] : [.saved, .sent, .held]
        for entry in try journal(in: unsent + (logs == nil ? [] : [.stored]))
        where entry.state != .stored || !entry.isKept(in: logs ?? []) {
            counter += 1
            let change = try keepFormer(of: entry)
            if entry.state == .stored { try set("isSendingAgain", true) }
            #if MUTANTS
            if Mutant.forkKeepsCounters.isOn { counter = entry.change.counter }
            #endif
            try replace(
                entry.number,
                with: change.renumbered(
                    device: identity.device,
                    author: identity.person,
                    counter: counter,
                    lineage: lineage
                )
            )
        }
        try run(sql: "UPDATE journal SET owed = 0")
        try set("answered", Int64(0))
    }
}

extension StoreSession {
    func lineage() throws -> [Ancestor]? { try fact("lineage", as: [Ancestor].self) }

    /// The former identities of the next one: up to the last counter that was answered here.
    ///
    /// As many as a server takes: what the oldest ones sent was pulled long ago.
    private func lineageOfSuccessor() throws -> [Ancestor]? {
        guard try hasIdentity() else { return try lineage() }
        let (device, last, former) = (try identity().device, try lastAnswered(), try lineage())
        guard let last else { return former }
        let all = (former ?? []) + [Ancestor(device: device, counter: last)]
        return Array(all.suffix(Limits.deviceForksMax))
    }

    /// The last counter under which this identity has an answer; nil where there is none.
    package func lastAnswered() throws -> Int64? {
        try Int64.fetchOne(
            self,
            sql: """
                SELECT max(counter) FROM journal
                WHERE device = ? AND state NOT IN ('saved', 'sent') AND owed = 0
                """,
            arguments: [try identity().device.data]
        )
    }
}

extension Change {
    func renumbered(
        device: DeviceID,
        author: PersonID,
        counter: Int64,
        lineage: [Ancestor]?
    ) -> Change {
        Change(
            id: id,
            device: device,
            counter: counter,
            record: record,
            form: form,
            formVersion: formVersion,
            scope: scope,
            kind: kind,
            base: base,
            patch: patch,
            step: step,
            reason: reason,
            author: author,
            party: party,
            at: at,
            lineage: lineage,
            trunk: trunk,
            former: former
        )
    }
}
