// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc
import Seeds
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
    /// What comes over the command after one that was killed, while it puts that right.
    var relapse: Relapse?
    /// Records that the device said were saved.
    private var said: Set<String> = []
    /// Commands that the fault met: such a one may have saved a record and not said so.
    private var cut = 0

    init(_ device: Device, rows: String, trace: String? = nil) throws {
        (self.device, self.rows) = (device, rows)
        disk = try FaultyDisk(over: device.home, in: device.folder, trace: trace)
        self.device.environment = disk.environment
    }

    struct Relapse: Sendable {
        let kind: FaultyDisk.Fault
        let operations: FaultyDisk.Operations
        /// The problem that it tells of; nil when it is killed.
        let told: String?
        var dice: Seed
    }

    /// The day; `expected` is the problem that a command tells of when it meets the fault, nil when
    /// it is killed by it.
    func live(expected: String?) async throws {
        try await begin(expected: expected)
        try await perform(["sync", "--json"], expected)
        let first = try #require(said.sorted().first)
        try await perform(["edit", first, "--set", "minutes=75", "--json"], expected)
        try await create("P-4", expected)
        try await perform(["sync", "--json"], expected)
    }

    /// The first part of it, offline.
    func begin(expected: String?) async throws {
        for number in 1...3 { try await create("P-\(number)", expected) }
        try await perform(["import", "contact", rows, "--json"], expected)
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

    /// Cuts the next command off as well, at any place of what it does to put right what was left.
    ///
    /// How much there is to put right, a copy of the home tells; often it is nothing.
    private func suffer() async throws {
        guard var relapse else { return }
        self.relapse = nil
        let (files, copy) = (FileManager.default, device.home + "-copy")
        try files.copyItem(atPath: device.home, toPath: copy)
        try disk.observe(relapse.operations)
        _ = try await device.start("list").finish()
        let count = try disk.count
        try files.removeItem(atPath: device.home)
        try files.moveItem(atPath: copy, toPath: device.home)
        guard count > 0 else { return }
        let place = Int.random(in: 1...count, using: &relapse.dice)
        let last = relapse.told == nil ? place : Int.max
        try disk.arm(relapse.kind, of: relapse.operations, at: place...last)
        let outcome = try await device.start("list", "--json").finish()
        try disk.mend()
        let told = outcome.signal == SIGKILL ? nil : try outcome.problem()["code"].text
        guard outcome.exit != 0, told == relapse.told else {
            throw ProgramFailure(
                "recovering: \(outcome.exit ?? -1) \(outcome.signal ?? 0) \(outcome.errors)"
            )
        }
    }

    /// What it said was saved is there, and whole.
    private func look() async throws {
        let found = try await Set(device.records())
        let whole = try await device.query(
            "SELECT count(*) = coalesce(max(counter), 0) FROM journal; PRAGMA integrity_check"
        )
        tally.saw(lost: said.subtracting(found).count, torn: whole == ["1", "ok"] ? 0 : 1)
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
        tally.saw(
            lost: max(0, 4 + DeviceTown.rows - count),
            // Beyond what was said, there is at most what a command saved before it was killed.
            duplicated: max(0, count - 4 - DeviceTown.rows - cut)
        )
        let imported = try await device.query(
            """
            SELECT count(*) FROM journal \
            WHERE json_extract(CAST(change AS TEXT), '$.patch.participant.to') LIKE 'row-%'
            """
        )
        let isOnce = imported == ["\(DeviceTown.rows)"]
        // It went on by itself up to here.
        tally.saw(duplicated: isOnce ? 0 : 1, stalled: 0)
        return (tally, stored)
    }
}
