// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FieldStore
import FieldSync
import Foundation
import GRDB
import StorageSQLite
import SyncService

/// Everybody who takes part in one history, and what they were told.
final class World {
    let plan: Plan
    let server: SimulatedServer
    private(set) var devices: [SimulatedDevice] = []
    let ledger = Ledger()
    var rights = Rights()
    var faulty: FaultyDevice?
    var late: [LateRequest] = []
    /// Answers that reached a device in part.
    var cutAnswers = 0
    /// The last list of conflicts that the administrator read, which may be old by now.
    var reports: [ConflictReport] = []
    /// What happens between two requests of the sync that runs; it happens once.
    var interruption: (requestsLeft: Int, act: () throws -> Void)?
    /// What happens before the next pull; it happens once.
    var beforePull: (() throws -> Void)?
    /// Of requests to this address the network delivers a copy later.
    var repeatsLater: String?
    var backups = ServerBackups()
    /// Pulls of the sync that runs that ask for everything.
    private(set) var wholePulls = 0

    /// An empty one, for people to join.
    init(server: SimulatedServer) {
        self.server = server
        plan = Plan(seed: 0, actions: 0)
    }

    init(_ plan: Plan, on stage: Stage, sabotage: Sabotage?) throws {
        self.plan = plan
        let start = try stage.start(devices: plan.devices, flavour: plan.flavour)
        (rights, faulty) = (start.rights, start.faulty)
        try stage.serverDisk.fill(start.server)
        stage.serverDisk.crash.reset()
        let dice = Dice(plan.seed &+ 0x5EED)
        let keys = try start.keys.copyInMemory(random: Dice(dice.next()).entropy)
        server = stage.server(keys: keys, sabotage: sabotage)
        backups = ServerBackups(
            first: ServerBackup(
                made: Templates.start,
                contents: start.server,
                keys: start.keys,
                rights: start.rights,
                document: nil
            )
        )
        for (number, joined) in start.devices.enumerated() {
            let (disk, memory) = try stage.disk(ofDevice: number)
            try disk.fill(joined.contents)
            disk.crash.reset()
            devices.append(
                try SimulatedDevice(
                    number: number,
                    person: joined.person,
                    disk: disk,
                    copy: joined.contents,
                    memory: memory,
                    clock: SimulatedClock(Templates.start),
                    dice: Dice(dice.next())
                )
            )
        }
    }

    func add(_ device: SimulatedDevice) { devices.append(device) }

    /// A new person and the identity of their device.
    func enrol(
        _ name: String,
        _ grants: [Grant],
        _ dice: Dice
    ) throws -> (identity: Identity, person: PersonID) {
        var entropy = dice.entropy
        let person = PersonID.make(at: Templates.start, using: &entropy)
        let id = DeviceID.make(at: Templates.start, using: &entropy)
        let answer = try server.storage.writeNow { writer in
            try writer.add(
                DirectoryEntry.Person(id: person, name: name),
                by: nil,
                at: Templates.start
            )
            for grant in grants {
                try writer.give(grant, to: person, by: nil, at: Templates.start)
            }
            let code = try writer.makeEnrolmentCode(for: person, now: Templates.start).code
            return try writer.enrol(
                EnrolRequest(code: code, device: id, deviceName: name),
                now: Templates.start
            )
        }
        for grant in grants { rights.give(grant, to: person) }
        let identity = Identity(
            server: "simulated",
            authorityFile: nil,
            token: answer.token,
            device: id,
            person: person,
            name: answer.name,
            grants: answer.grants
        )
        return (identity, person)
    }

    /// - Throws: `Problem`, and what a crash throws.
    func sync(
        _ device: SimulatedDevice,
        dice: Dice,
        faultsPerHundred: Int
    ) throws -> SyncReport {
        wholePulls = 0
        let connect = connection(dice, faultsPerHundred)
        let identity = try device.store.read { try $0.identity() }
        let purged = try device.purged()
        do {
            guard try !isToBeEnrolledAgain(device, identity) else {
                return try enrolAgain(device, identity, connect)
            }
            return try SyncLoop(store: device.store, connect: connect).run()
        } catch let problem as Problem where problem.code == .deviceRevoked {
            try wasTold(device, purgedBefore: purged)
            throw problem
        }
    }

    /// A restored server does not know it, or its person was told that it is revoked.
    private func isToBeEnrolledAgain(_ device: SimulatedDevice, _ identity: Identity) throws -> Bool
    {
        if try backups.restores > 0 && !server.knows(identity.token) { return true }
        return try device.wasToldOfRevocation == identity.device && isRevoked(device)
    }

    private func connection(_ dice: Dice, _ faultsPerHundred: Int) -> (Identity) -> Server {
        { [self] identity in
            Server(
                transport: LossyNetwork(
                    world: self,
                    token: identity.token,
                    dice: dice,
                    faultsPerHundred: faultsPerHundred
                ),
                token: identity.token,
                retries: Retries(attemptsMax: 1)
            )
        }
    }

    func beforeRequest(_ exchange: Exchange) throws {
        if exchange.target.hasPrefix("v1/pull"), !exchange.target.contains("cursor=") {
            wholePulls += 1
        }
        if exchange.target.hasPrefix("v1/pull"), let act = beforePull {
            beforePull = nil
            try act()
        }
        guard let (left, act) = interruption else { return }
        guard left <= 0 else {
            interruption = (left - 1, act)
            return
        }
        interruption = nil
        try act()
    }

    func deliverLate(_ dice: Dice) {
        guard !late.isEmpty else { return }
        let request = late.remove(at: dice.below(late.count))
        ledger.tally.events += 1
        _ = try? server.answer(request.exchange, token: request.token)
    }

    /// Gives or takes a right at the server; nothing changed when that went down meanwhile.
    func change(_ grant: Grant, of person: PersonID, isRevoked: Bool) throws -> Bool {
        let now = server.clock.now
        let isDone = try server.administer { writer in
            try isRevoked
                ? writer.withdraw(grant, from: person, by: nil, at: now)
                : writer.give(grant, to: person, by: nil, at: now)
        }
        guard isDone else { return false }
        if isRevoked { rights.take(grant, from: person) } else { rights.give(grant, to: person) }
        return true
    }
}
