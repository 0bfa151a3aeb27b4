// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc
import Testing

@Suite("Backups, and what may come between", .timeLimit(.minutes(15)))
struct BackupStoryTests {
    private let town: Installation
    private let backups: String
    private let files = FileManager.default

    init() async throws {
        town = try await Installation()
        backups = try town.folder.path("backups")
    }

    private func backUp(_ more: String...) async throws -> Outcome {
        let line = ["keeplocald", "backup", "--data", town.server.data, "--to", backups, "--json"]
        return try await Running(line + more, in: town.folder).finish()
    }

    private func restore(_ made: Outcome, into data: String? = nil) async throws -> Outcome {
        let file = backups + "/" + (try #require(try made.json()["file"].text))
        let data = data ?? town.server.data
        let line = ["keeplocald", "restore", "--data", data, "--from", file, "--replace", "--json"]
        return try await Running(line, in: town.folder).finish()
    }

    /// A restore that is stopped while its copy for trial is there; one that was over before anyone
    /// looked is done again.
    private func stoppedInTheMiddle(of file: String) async throws -> Running {
        let place = ["--data", town.server.data, "--from", file, "--replace"]
        for _ in 0..<50 {
            let restoring = try Running(["keeplocald", "restore"] + place, in: town.folder)
            while restoring.isRunning {
                let names = try files.contentsOfDirectory(atPath: town.server.data)
                if names.contains(where: { $0.hasPrefix(".trial-") }) {
                    restoring.signal(SIGSTOP)
                    return restoring
                }
                try await Task.sleep(for: .milliseconds(1))
            }
            #expect(try await restoring.finish().exit == 0)
        }
        throw ProgramFailure("no restore was ever seen in its middle")
    }

    private func copies(_ ending: String) throws -> [String] {
        try files.contentsOfDirectory(atPath: backups).filter { $0.hasSuffix(ending) }.sorted()
    }

    @Test("a hold that was set after the backup, or taken back after it, is as it was last")
    func holds() async throws {
        let carol = try await town.join("carol", "coordinator")
        let (kept, freed) = (try await carol.contact("P-1"), try await carol.contact("P-2"))
        try await carol.sync()
        let hold = ["--authority", "COURT-2026-8"]
        try await carol.run(["erase", "hold", freed] + hold)
        let backup = try await backUp()
        #expect(backup.exit == 0, "\(backup.errors)")
        try await carol.run(["erase", "release", freed] + hold)
        try await carol.run(["erase", "hold", kept] + hold)
        // The folder of the backups knows of it from the next one on.
        _ = try await backUp()
        try await town.server.stop()
        #expect(try await restore(backup).exit == 0)
        try await town.server.start()
        let erase = ["--reason", "not_needed", "--authority", "DSR-1", "--yes", "--json"]
        let refused = try await carol.start(["erase", kept] + erase).finish()
        #expect(refused.exit != 0 && refused.errors.contains("COURT-2026-8"))
        try await carol.run(["erase", freed] + erase)
        // A new folder, of which nothing is left but the backups.
        try await town.server.stop()
        try files.removeItem(atPath: town.server.data)
        let anew = try await restore(backup)
        #expect(anew.exit == 0, "\(anew.errors)")
        try await town.server.start()
        let still = try await carol.start(["erase", kept] + erase).finish()
        #expect(still.exit != 0 && still.errors.contains("COURT-2026-8"))
    }

    @Test("what was erased after the backup is erased in a new folder as well")
    func newFolder() async throws {
        let carol = try await town.join("carol", "coordinator")
        let record = try await carol.contact("P-1", "note=\(Erasable.canary)")
        try await carol.sync()
        let first = try await backUp()
        let erase = ["--reason", "not_needed", "--authority", "DSR-1", "--yes", "--json"]
        try await carol.run(["erase", record] + erase)
        #expect(try await backUp().exit == 0)
        try await town.server.stop()
        try files.removeItem(atPath: town.server.data)
        #expect(try await restore(first).exit == 0)
        let early = ["keeplocald", "verify", "--data", town.server.data]
        let owing = try await Running(early, in: town.folder).finish()
        #expect(owing.exit == 1 && owing.errors.contains("erases it again"), "\(owing.errors)")
        try await town.server.start()
        #expect(town.server.log.contains("Erased again"))
        let verified = try await town.server.verify()
        #expect(verified["erased"] == 1 && verified["records"] == 0)
    }

    @Test("a backup that is restored once more, as the first copy was lost, has other numbers")
    func restoredTwice() async throws {
        let backup = try await backUp()
        try await town.server.stop()
        var timelines: Set<String> = []
        for _ in 0..<3 {
            try files.removeItem(atPath: town.server.data)
            let restored = try await restore(backup)
            timelines.insert("\(try restored.json()["timeline"])")
        }
        #expect(timelines.count == 3, "\(timelines)")
    }

    @Test("a database that is gone or empty beside its keys is told of, and none is begun over it")
    func lostDatabase() async throws {
        let backup = try await backUp()
        try await town.server.stop()
        let database = town.server.data + "/keeplocal.sqlite"
        for isGone in [false, true] {
            try isGone
                ? files.removeItem(atPath: database)
                : Data().write(to: URL(filePath: database))
            for command in ["serve", "verify", "init", "doctor"] {
                let line = ["keeplocald", command, "--data", town.server.data]
                let told = try await Running(line, in: town.folder).finish()
                #expect(told.exit != 0, "\(command)")
                #expect("\(told)".contains("There was a database"), "\(command): \(told)")
            }
        }
        #expect(try await restore(backup).exit == 0)
        try await town.server.start()
    }

    @Test("while a backup is restored, nobody else opens the folder")
    func locked() async throws {
        let amina = try await town.join("amina", "worker")
        try await amina.run("import", "contact", town.contacts(400, "load"))
        try await amina.sync()
        let backup = try await backUp()
        try await town.server.stop()
        let file = backups + "/" + (try #require(try backup.json()["file"].text))
        let restoring = try await stoppedInTheMiddle(of: file)
        let other = try await town.server.run("verify")
        #expect(other.exit == 5 && other.errors.contains("Another keeplocald"))
        restoring.signal(SIGCONT)
        #expect(try await restoring.finish().exit == 0)
        #expect(try await town.server.verify()["changes"] == 400)
    }

    @Test("who waits for a backup is told when the server dies, or came again")
    func died() async throws {
        town.server.process?.signal(SIGSTOP)
        let waiting = try Running(
            ["keeplocald", "backup", "--data", town.server.data, "--to", backups],
            in: town.folder
        )
        let requests = town.server.data + "/requests"
        while try !files.contentsOfDirectory(atPath: requests)
            .contains(where: { $0.hasSuffix(".ask") })
        { try await Task.sleep(for: .milliseconds(5)) }
        try await town.server.kill()
        let told = try await waiting.finish(within: 20)
        #expect(told.exit == 1 && told.errors.contains("The server ended"))
        #expect(try files.contentsOfDirectory(atPath: requests) == ["serving"])
        // One that was taken when the server died, and another server is there by now.
        try Data("{}".utf8).write(to: URL(filePath: requests + "/one.taken"))
        try await town.server.start()
        // Answered first, and put away then.
        for (name, isThere) in [("one.answer", true), ("one.taken", false)] {
            while files.fileExists(atPath: requests + "/" + name) != isThere {
                try await Task.sleep(for: .milliseconds(5))
            }
        }
        #expect(try await backUp().exit == 0)
        try await town.server.stop()
        #expect(!files.fileExists(atPath: requests + "/serving"))
    }

    @Test("backups that failed are kept as many as others, and no more")
    func failed() async throws {
        #expect(try await backUp("--keep", "2").exit == 0)
        try await town.server.stop()
        let database = town.server.data + "/keeplocal.sqlite"
        let spoil = ["sqlite3", database, "UPDATE log SET received_at = received_at + 1"]
        #expect(try await Running(spoil, in: town.folder).finish().exit == 0)
        for _ in 0..<3 {
            let tried = try await backUp("--keep", "2")
            #expect(tried.exit == 1 && tried.errors.contains("cannot be restored"))
        }
        #expect(try copies(".failed").count == 2 && copies(".failed.keys").count == 2)
        #expect(try copies(".backup").count == 1)
    }

    @Test("two installations never share a folder of backups")
    func shared() async throws {
        #expect(try await backUp().exit == 0)
        let other = try await Installation()
        let line = ["keeplocald", "backup", "--data", other.server.data, "--to", backups]
        let before = try files.contentsOfDirectory(atPath: backups).sorted()
        // A server that runs is asked, one that stands still is copied: both say no.
        for isRunning in [true, false] {
            if !isRunning { try await other.server.stop() }
            let tried = try await Running(line + ["--keep", "1"], in: other.folder).finish()
            #expect(tried.exit != 0 && tried.errors.contains("of another installation"))
            #expect(tried.errors.contains("a folder of its own"))
        }
        #expect(try files.contentsOfDirectory(atPath: backups).sorted() == before)
        // Restored into a new folder, it is the same installation still.
        let backup = try await backUp()
        try await town.server.stop()
        try files.removeItem(atPath: town.server.data)
        #expect(try await restore(backup).exit == 0)
        try await town.server.start()
        #expect(try await backUp().exit == 0)
    }

    @Test("a ledger that cannot be read stops a restore before anything is set aside")
    func unreadableLedger() async throws {
        let carol = try await town.join("carol", "coordinator")
        let record = try await carol.contact("P-1")
        try await carol.sync()
        let backup = try await backUp()
        try await carol.run(["erase", "hold", record, "--authority", "COURT-2026-8"])
        _ = try await backUp()
        try await town.server.stop()
        let ledger = try #require(
            try files.contentsOfDirectory(atPath: backups).first { $0.hasPrefix("holds") }
        )
        let whole = try Data(contentsOf: URL(filePath: backups + "/" + ledger))
        try Data("not a ledger\n\n".utf8).write(to: URL(filePath: backups + "/" + ledger))
        let before = try files.contentsOfDirectory(atPath: town.server.data).sorted()
        let refused = try await restore(backup)
        #expect(refused.exit != 0 && refused.errors.contains(backups + "/" + ledger))
        #expect(refused.errors.contains("Nothing was changed"), "\(refused.errors)")
        #expect(try files.contentsOfDirectory(atPath: town.server.data).sorted() == before)
        try whole.write(to: URL(filePath: backups + "/" + ledger))
        #expect(try await restore(backup).exit == 0)
        try await town.server.start()
        let erase = ["--reason", "not_needed", "--authority", "DSR-1", "--yes", "--json"]
        let still = try await carol.start(["erase", record] + erase).finish()
        #expect(still.exit != 0 && still.errors.contains("COURT-2026-8"))
    }

    @Test("a database of a newer version is called that, and nothing is done to it")
    func newer() async throws {
        let backup = try await backUp()
        try await town.server.stop()
        let database = town.server.data + "/keeplocal.sqlite"
        let raise = ["sqlite3", database, "PRAGMA user_version = 99"]
        #expect(try await Running(raise, in: town.folder).finish().exit == 0)
        let before = try Data(contentsOf: URL(filePath: database))
        for command in ["verify", "serve", "doctor", "init"] {
            let tried = try await town.server.run(command)
            let said = tried.output + tried.errors
            #expect(tried.exit != 0 && said.contains("newer version"), "\(command): \(said)")
            #expect(!said.contains("is damaged") && !said.contains("--replace"), "\(command)")
        }
        let restored = try await restore(backup)
        #expect(restored.exit == 5 && restored.errors.contains("newer version"))
        #expect(try Data(contentsOf: URL(filePath: database)) == before)
        // A backup that a newer version made is not a damaged one.
        let file = backups + "/" + (try #require(try backup.json()["file"].text))
        try files.removeItem(atPath: file.replacing(".backup", with: ".json"))
        #expect(
            try await Running(["sqlite3", file, "PRAGMA user_version = 99"], in: town.folder)
                .finish().exit == 0
        )
        let other = try town.folder.path("other")
        let refused = try await restore(backup, into: other)
        #expect(refused.exit == 5 && refused.errors.contains("newer version"))
    }
}
