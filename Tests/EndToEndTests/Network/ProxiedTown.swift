// SPDX-License-Identifier: Apache-2.0

import Testing

/// A server, and devices that reach it only through a proxy that spoils what passes.
///
/// The administrator's device has a way of its own.
struct ProxiedTown {
    let town: Installation
    let proxy: FaultProxy

    init() async throws {
        town = try await Installation()
        proxy = try FaultProxy(before: town.server.port)
    }

    /// Enrols, which loads everything for the first time; where that breaks off, a sync goes on.
    func join(
        _ name: String,
        at place: [String] = ["--organisation", Installation.mills]
    ) async throws -> Device {
        let person = ["admin", "person", "add", name, "--role", "worker", "--json"] + place
        let code = try #require(try await town.admin.run(person).json()["code"].text)
        let device = Device(
            home: try town.folder.path(name),
            folder: town.folder,
            server: town.server
        )
        let outcome = try await device.start("enrol", proxy.url, code, "--name", name).finish()
        #expect(outcome.exit == 0 || outcome.exit == 4, "\(outcome.errors)")
        return device
    }

    /// Somebody in an organisation of their own.
    func joinAlone(_ name: String) async throws -> Device {
        let made = try await town.admin.json(
            "admin",
            "organisation",
            "add",
            "Hub \(name)",
            "--council",
            "bradford"
        )
        return try await join(name, at: ["--organisation", try #require(made["id"].text)])
    }

    /// What the server has in the end, of so many changes that were saved and sent.
    func found(of saved: Int) async throws -> Tally { try await town.server.found(of: saved) }

    /// Bytes that pass, up and down, while something is done.
    func bytes(while act: () async throws -> Void) async throws -> Int {
        let before = proxy.bytes
        try await act()
        let after = proxy.bytes
        return after.up - before.up + after.down - before.down
    }
}

extension Server {
    /// Stops it, and compares what it holds with how many changes were saved and sent to it.
    func found(of saved: Int) async throws -> Tally {
        let found = try await verify()
        guard let changes = found["changes"].integer else {
            throw ProgramFailure("verify says \(found)")
        }
        var tally = Tally()
        tally.saw(
            lost: max(0, saved - changes),
            duplicated: max(0, changes - saved),
            torn: found["chain"] == "ok" && found["projection"] == "ok" ? 0 : 1
        )
        return tally
    }
}
