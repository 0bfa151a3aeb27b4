// SPDX-License-Identifier: Apache-2.0

import Foundation
import StorageSQLite
import Testing

@Suite("What a backup or a restore leaves that is killed", .timeLimit(.minutes(5)))
struct LeftoverTests {
    private let files = FileManager.default

    private func leave(_ names: [String], in folder: String) throws {
        for name in names {
            let path = folder + "/" + name
            if name.hasPrefix(".trial-") {
                try files.createDirectory(atPath: path, withIntermediateDirectories: true)
                try Data("keys".utf8).write(to: URL(filePath: path + "/keys.sqlite"))
            } else {
                try Data("part".utf8).write(to: URL(filePath: path))
            }
        }
    }

    private func present(_ names: [String], in folder: String) -> [String] {
        names.filter { files.fileExists(atPath: folder + "/" + $0) }
    }

    @Test("goes at the next one; what a run that lives has claimed stays, and so does the rest")
    func swept() async throws {
        let town = try await Installation()
        let backups = try town.folder.path("backups")
        try files.createDirectory(atPath: backups, withIntermediateDirectories: true)
        let stamp = "keeplocal-20200101T000000000Z"
        let left = [
            ".trial-left", stamp + ".part", stamp + ".part-journal", stamp + ".part.keys",
            stamp + ".json.part", ".lock-" + stamp,
        ]
        let other = "keeplocal-20200102T000000000Z"
        let kept = [".trial-used", other + ".part", "my.part", other + ".failed"]
        try leave(left + kept, in: backups)
        let locks = try [".trial-used", other].map {
            try FileLock(path: backups + "/.lock-" + $0)
        }
        let line = ["keeplocald", "backup", "--data", town.server.data, "--to", backups, "--json"]
        let made = try await Running(line, in: town.folder).finish()
        #expect(made.exit == 0, "\(made.errors)")
        #expect(present(left, in: backups).isEmpty)
        #expect(present(kept, in: backups) == kept)

        try await town.server.stop()
        let data = town.server.data
        try leave([".trial-left", ".trial-used"], in: data)
        let used = try FileLock(path: data + "/.lock-.trial-used")
        let file = backups + "/" + (try #require(try made.json()["file"].text))
        let restore = ["keeplocald", "restore", "--data", data, "--from", file, "--replace"]
        #expect(try await Running(restore, in: town.folder).finish().exit == 0)
        #expect(present([".trial-left", ".trial-used"], in: data) == [".trial-used"])
        let trials = try files.contentsOfDirectory(atPath: data).filter { $0.contains("trial-") }
        #expect(trials.count == 2, "\(trials)")
        withExtendedLifetime((locks, used)) {}
    }
}
