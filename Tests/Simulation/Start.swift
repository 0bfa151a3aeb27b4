// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import FieldStore
import StorageSQLite
import SyncService

/// Where a history begins: everybody is enrolled and has synced once.
struct Start {
    struct Device {
        let person: PersonID
        let contents: DiskContents
    }

    let server: DiskContents
    let keys: SealedFiles
    let devices: [Device]
    let rights: Rights
    let faulty: FaultyDevice
}

/// The disks that histories are played upon, one after the other, and the states in which they
/// begin, each made once by the production code.
final class Stage {
    let serverDisk: Disk
    private(set) var deviceDisks: [Disk] = []
    /// Compiled forms by their bytes: shared by all histories, as they are by all processes.
    let forms = FormMemory()
    private(set) var memories: [StoreMemory] = []
    private let templates: Templates
    private var starts: [String: Start] = [:]

    init() throws {
        templates = try Templates()
        serverDisk = Disk(try MemoryStorage.empty().database)
    }

    func disk(ofDevice number: Int) throws -> (Disk, StoreMemory) {
        while deviceDisks.count <= number {
            deviceDisks.append(Disk(try Templates.emptyDevice()))
            memories.append(StoreMemory())
        }
        return (deviceDisks[number], memories[number])
    }

    /// Makes all states in which a history can begin.
    func prepare() throws {
        for flavour in Flavour.allCases {
            for devices in 3...12 { _ = try start(devices: devices, flavour: flavour) }
        }
    }

    func start(devices: Int, flavour: Flavour) throws -> Start {
        let key = "\(devices) \(flavour)"
        if let start = starts[key] { return start }
        let start = try makeStart(devices, Cast(flavour: flavour))
        starts[key] = start
        return start
    }

    private func makeStart(_ count: Int, _ cast: Cast) throws -> Start {
        try serverDisk.fill(templates.server)
        let dice = Dice(UInt64(count))
        let keys = try SealedFiles(directory: nil, random: Dice(UInt64(count)).entropy)
        let world = World(server: server(keys: keys, sabotage: nil))
        try world.server.storage.writeNow { writer in
            for (id, council) in Cast.organisations {
                try writer.add(
                    DirectoryEntry.Organisation(id: id, council: council, name: "\(council) \(id)"),
                    by: nil,
                    at: Templates.start
                )
            }
        }
        for number in 0..<count {
            let device = try enrol(number, cast.grant(of: number), in: world, dice)
            world.add(device)
        }
        let faulty = try FaultyDevice(joining: world, dice)
        // Two records of each organisation, of which everybody hears in the second round.
        for round in 0..<2 {
            for device in world.devices {
                if round == 0, device.number % 5 < 2 {
                    try device.store.write { session in
                        _ = try? Person(
                            session: session,
                            dice: dice,
                            device: device,
                            ledger: world.ledger
                        ).act(.create)
                    }
                }
                _ = try world.sync(device, dice: dice, faultsPerHundred: 0)
            }
        }
        return Start(
            server: try serverDisk.contents(),
            keys: keys,
            devices: try world.devices.map {
                Start.Device(person: $0.person, contents: try $0.disk.contents())
            },
            rights: world.rights,
            faulty: faulty
        )
    }

    func server(keys: SealedFiles, sabotage: Sabotage?) -> SimulatedServer {
        SimulatedServer(
            disk: serverDisk,
            keys: keys,
            memory: forms,
            clock: SimulatedClock(Templates.start),
            sabotage: sabotage
        )
    }

    private func enrol(
        _ number: Int,
        _ grant: Grant?,
        in world: World,
        _ dice: Dice
    ) throws -> SimulatedDevice {
        let (identity, person) = try world.enrol(
            "device \(number)",
            [grant].compactMap { $0 },
            dice
        )
        let (disk, memory) = try disk(ofDevice: number)
        try disk.fill(templates.device)
        let device = try SimulatedDevice(
            number: number,
            person: person,
            disk: disk,
            copy: templates.device,
            memory: memory,
            clock: SimulatedClock(Templates.start),
            dice: Dice(dice.next())
        )
        try device.store.write { try $0.save(identity) }
        _ = try world.sync(device, dice: dice, faultsPerHundred: 0)
        return device
    }
}
