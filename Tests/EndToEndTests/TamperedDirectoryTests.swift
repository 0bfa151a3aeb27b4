// SPDX-License-Identifier: Apache-2.0

import Foundation
import GRDB
import Testing

@Suite("A role that somebody wrote into the database", .timeLimit(.minutes(10)))
struct TamperedDirectoryTests {
    private let town: Installation
    private let backups: String

    init() async throws {
        town = try await Installation()
        backups = try town.folder.path("backups")
        // A name that a role is taken away from, and given back past the server.
        let rosa = try await town.reviewer("rosa", "reviewer")
        try await rosa.sync()
        let place = ["--role", "reviewer", "--council", "bradford"]
        try await town.admin.run(["admin", "grant", "remove", "rosa"] + place)
    }

    private func backUp() async throws -> Outcome {
        let line = ["keeplocald", "backup", "--data", town.server.data, "--to", backups, "--json"]
        return try await Running(line, in: town.folder).finish()
    }

    private func tamper() throws {
        let database = try DatabaseQueue(path: town.server.data + "/keeplocal.sqlite")
        try database.write { database in
            try database.execute(
                sql: "UPDATE role_grant SET revoked = NULL WHERE role = 'reviewer'"
            )
        }
        try database.close()
    }

    private static let words = "holds the role reviewer in the council bradford, which the log took"

    @Test("is named by verify and doctor, is in no backup, and goes with a restore")
    func story() async throws {
        let good = try await backUp()
        #expect(good.exit == 0, "\(good.errors)")
        #expect(try await town.server.verify()["differing"] == 0)
        try tamper()

        let verified = try await town.server.run("verify", "--json")
        let document = try verified.json()
        #expect(verified.exit == 1 && document["chain"] == "ok" && document["differing"] == 1)
        #expect(document["differences"][0]["table"] == "role_grant")
        #expect(document["differences"][0]["found"].text?.contains(Self.words) == true)
        #expect(document["projection"].text?.contains(Self.words) == true)
        #expect(verified.errors.contains("restore the newest verified backup"))
        let told = try await town.server.run("verify")
        #expect(told.exit == 1 && told.output.contains("role_grant: 'rosa'"), "\(told)")

        let examined = try await town.server.run("doctor")
        #expect(examined.exit == 1 && examined.output.contains(Self.words), "\(examined)")
        #expect(examined.output.contains("restore the newest verified backup"))

        let bad = try await backUp()
        #expect(bad.exit == 1 && bad.errors.contains("cannot be restored"), "\(bad)")
        #expect(bad.errors.contains(Self.words))

        let names = try FileManager.default.contentsOfDirectory(atPath: backups)
        let failed = try #require(names.first { $0.hasSuffix(".failed") })
        #expect(try await restore(failed).exit == 1)
        #expect(try await restore(#require(good.json()["file"].text)).exit == 0)
        let after = try await town.server.verify()
        #expect(after["projection"] == "ok" && after["differing"] == 0, "\(after)")
    }

    private func restore(_ name: String) async throws -> Outcome {
        try await town.server.run("restore", "--from", backups + "/" + name, "--replace")
    }
}
