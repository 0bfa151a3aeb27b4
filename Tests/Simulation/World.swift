// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FieldStore
import FieldSync
import Foundation
import SyncService

/// Everybody who takes part in one history, and what they were told.
final class World {
    let plan: Plan
    let server: SimulatedServer
    private(set) var devices: [SimulatedDevice] = []
    let ledger = Ledger()
    let organisations: [(id: OrganisationID, council: CouncilID)]
    /// Requests that the network still holds a copy of.
    var late: [(exchange: Exchange, token: String?)] = []
    private let dice: Dice

    init(_ plan: Plan, templates: Templates, sabotage: Sabotage?) throws {
        self.plan = plan
        dice = Dice(plan.seed &+ 0x5EED)
        server = try SimulatedServer(
            copyOf: templates.server,
            clock: SimulatedClock(Templates.start),
            sabotage: sabotage
        )
        let (first, second) = (Templates.councils[0], Templates.councils[1])
        organisations = [
            (OrganisationID(high: 1, low: 1), first), (OrganisationID(high: 1, low: 2), first),
            (OrganisationID(high: 1, low: 3), second),
        ]
        try server.storage.writeNow { writer in
            for (id, council) in organisations {
                try writer.save(
                    DirectoryEntry.Organisation(id: id, council: council, name: "\(council) \(id)")
                )
            }
        }
        for number in 0..<plan.devices { try join(number, templates) }
    }

    /// The first four are a coordinator, a worker, a reviewer and an administrator; then workers
    /// and coordinators of every organisation, and a champion.
    private func grant(of number: Int) -> Grant? {
        let (organisation, council) = organisations[number < 4 ? 0 : number % organisations.count]
        let role: Role =
            switch number {
            case 0: .coordinator
            case 2: .reviewer
            case 3: .administrator
            case 5: .seniorChampion
            default: number % 4 == 0 ? .coordinator : .worker
            }
        return Grant(
            role: role,
            council: role.place == .installation ? nil : council,
            organisation: role.place == .organisation ? organisation : nil
        )
    }

    private func join(_ number: Int, _ templates: Templates) throws {
        var entropy = dice.entropy
        let person = PersonID.make(at: Templates.start, using: &entropy)
        let id = DeviceID.make(at: Templates.start, using: &entropy)
        let grant = grant(of: number)
        let answer = try server.storage.writeNow { writer in
            try writer.save(DirectoryEntry.Person(id: person, name: "person \(number)"))
            if let grant { try writer.save(grant, of: person, revoked: nil) }
            let code = try writer.makeEnrolmentCode(for: person, now: Templates.start).code
            return try writer.enrol(
                EnrolRequest(code: code, device: id, deviceName: "device \(number)"),
                now: Templates.start
            )
        }
        let device = try SimulatedDevice(
            number: number,
            person: person,
            template: templates.device,
            clock: SimulatedClock(Templates.start),
            dice: Dice(dice.next())
        )
        try device.store.write { session in
            try session.save(
                Identity(
                    server: "simulated",
                    authorityFile: nil,
                    token: answer.token,
                    device: id,
                    person: person,
                    name: answer.name,
                    grants: answer.grants
                )
            )
        }
        devices.append(device)
        _ = try sync(device, dice: dice, faultsPerHundred: 0)
    }

    /// - Throws: `Problem`, and what a crash throws.
    func sync(
        _ device: SimulatedDevice,
        dice: Dice,
        faultsPerHundred: Int
    ) throws -> SyncReport {
        let connect = { [self] (identity: Identity) -> Server in
            let network = LossyNetwork(
                server: server,
                token: identity.token,
                dice: dice,
                faultsPerHundred: faultsPerHundred,
                late: { [self] in late.append(($0, $1)) },
                delivered: { [self] in ledger.acknowledge($0) }
            )
            return Server(
                transport: network,
                token: identity.token,
                retries: Retries(attemptsMax: 1)
            )
        }
        return try SyncLoop(store: device.store, connect: connect).run()
    }
}
