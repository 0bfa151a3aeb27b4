// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc
import Testing

/// What all cases share: the server, the office, and a file to import.
actor DeviceTown {
    static let rows = 12

    private let town: Installation

    init() async throws { town = try await Installation() }

    /// A file to import: no two devices have the same one, as its records would be the same.
    func rows(_ name: String) throws -> String { try town.contacts(Self.rows, "row-\(name)") }

    /// Enrols somebody's device in an organisation of its own, so that it pulls only what is its.
    func join(_ name: String) async throws -> sending Device {
        let made = try await town.admin.json(
            "admin",
            "organisation",
            "add",
            "Hub \(name)",
            "--council",
            "bradford"
        )
        let organisation = try #require(made["id"].text)
        let joined = try await town.join(name, "worker", at: ["--organisation", organisation])
        return Device(home: joined.home, folder: joined.folder)
    }

    func verify() async throws -> Document { try await town.server.verify() }
}

/// What a person does in a day on a device, with a fault somewhere; what the device refuses or is
/// killed at is done again.
final class DeviceCase {
    var device: Device
    let disk: FaultyDisk
    private let rows: String
    private(set) var tally = Tally(cases: 1)
    /// Where the command after one that was killed is killed as well, while it puts that right.
    var relapse: Int?
    /// Records that the device said were saved.
    private var said: Set<String> = []
    /// Commands that the fault met: such a one may have saved a record and not said so.
    private var cut = 0

    init(_ device: Device, rows: String, trace: String? = nil) throws {
        (self.device, self.rows) = (device, rows)
        disk = try FaultyDisk(over: device.home, in: device.folder, trace: trace)
        self.device.environment = disk.environment
    }

    /// The day; `expected` is the problem that a command tells of when it meets the fault, nil when
    /// it is killed by it.
    func live(expected: String?) async throws {
        for number in 1...3 { try await create("P-\(number)", expected) }
        try await perform(["import", "contact", rows, "--json"], expected)
        try await perform(["sync", "--json"], expected)
        let first = try #require(said.sorted().first)
        try await perform(["edit", first, "--set", "minutes=75", "--json"], expected)
        try await create("P-4", expected)
        try await perform(["sync", "--json"], expected)
    }

    private func create(_ participant: String, _ expected: String?) async throws {
        let outcome = try await perform(
            ["new", "contact", "--json"] + Device.answers(participant),
            expected
        )
        guard let record = try outcome.json()["record"].text else {
            throw ProgramFailure("It does not say what it saved: \(outcome.output)")
        }
        said.insert(record)
    }

    /// Until it is done; looks at the device after each time that it was not.
    @discardableResult
    private func perform(_ command: [String], _ expected: String?) async throws -> Outcome {
        while true {
            let before = try disk.met
            let outcome = try await device.start(command).finish()
            if outcome.exit == 0 { return outcome }
            let told = outcome.signal == SIGKILL ? nil : try outcome.problem()["code"].text
            guard try disk.met > before, told == expected else {
                throw ProgramFailure(
                    "\(command): \(outcome.exit ?? -1) \(outcome.signal ?? 0) \(outcome.errors)"
                )
            }
            // What was said before it was killed was said.
            if let record = try? outcome.json()["record"].text { said.insert(record) }
            cut += 1
            try disk.mend()
            try await suffer()
            try await look()
        }
    }

    private func suffer() async throws {
        guard let place = relapse else { return }
        relapse = nil
        try disk.arm(.killed, of: .all, at: place...place)
        _ = try await device.start("list").finish()
        try disk.mend()
    }

    /// What it said was saved is there, and whole.
    private func look() async throws {
        let found = try await Set(device.records())
        tally.lost += said.subtracting(found).count
        let whole = try await device.query(
            "SELECT count(*) = coalesce(max(counter), 0) FROM journal; PRAGMA integrity_check"
        )
        if whole != ["1", "ok"] { tally.torn += 1 }
    }

    /// Syncs once more on a disk that is well, and looks at everything.
    ///
    /// - Returns: How many changes it has sent in its life.
    func settled() async throws -> (Tally, changes: Int) {
        tally.met = try disk.met > 0 ? 1 : 0
        try disk.mend()
        guard try await device.json("sync")["digestsAgree"] == true else {
            throw ProgramFailure("The device differs from the server.")
        }
        try await look()
        let status = try await device.json("status")
        guard let stored = status["stored"].integer, status["saved"] == 0, status["sent"] == 0,
            status["refused"] == 0, status["held"] == 0
        else { throw ProgramFailure("\(status)") }
        let count = try await device.records().count
        tally.lost += max(0, 4 + DeviceTown.rows - count)
        // Beyond what was said, there is at most what a command saved before it was killed.
        tally.duplicated += max(0, count - 4 - DeviceTown.rows - cut)
        let imported = try await device.query(
            """
            SELECT count(*) FROM journal \
            WHERE json_extract(CAST(change AS TEXT), '$.patch.participant.to') LIKE 'row-%'
            """
        )
        if imported != ["\(DeviceTown.rows)"] { tally.duplicated += 1 }
        return (tally, stored)
    }
}
