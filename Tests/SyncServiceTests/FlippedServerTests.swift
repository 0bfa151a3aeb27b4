// SPDX-License-Identifier: Apache-2.0

import FaultTable
import FieldModel
import Foundation
import GRDB
import Seeds
import StorageSQLite
import SyncService
import Testing

@Suite("A server's file that is not what was written", .timeLimit(.minutes(10)))
struct FlippedServerTests {
    /// The database with its keys, whole.
    private struct Files {
        let database: Data
        let keys: Data
    }

    /// All that a server answers from.
    private struct Truth: Equatable {
        let entries: [Data]
        let records: [Data]
    }

    private let world: World
    private let files: Files
    private let truth: Truth
    private let folder: String

    init() async throws {
        world = try await World()
        let amina = try await world.join(.worker, of: world.hub)
        for number in 0..<60 { try await amina.store(try amina.contact("note \(number)")) }
        let storage = try #require(world.storage as? SQLiteStorage)
        folder = world.folder + "-flipped"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try await storage.copy(toFile: folder + "/whole")
        try await storage.copyKeys(toFile: folder + "/keys")
        files = Files(
            database: try Data(contentsOf: URL(filePath: folder + "/whole")),
            keys: try Data(contentsOf: URL(filePath: folder + "/keys"))
        )
        truth = try Self.truth(folder + "/whole")
    }

    /// By SQL of its own, past the code that is tested.
    private static func truth(_ path: String) throws -> Truth {
        try DatabaseQueue(path: path).read { db in
            Truth(
                entries: try Data.fetchAll(
                    db,
                    sql: "SELECT hash || payload FROM log ORDER BY council, sequence"
                ),
                records: try Data.fetchAll(db, sql: "SELECT state FROM record ORDER BY id")
            )
        }
    }

    /// Opens a damaged copy as a server does, and looks at all of it.
    ///
    /// - Returns: True where the damage was told.
    private func isTold(_ database: Data) async throws -> Bool {
        let path = folder + "/case"
        try? FileManager.default.removeItem(atPath: path)
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        try database.write(to: URL(filePath: path + "/keeplocal.sqlite"))
        try files.keys.write(to: URL(filePath: path + "/keys.sqlite"))
        do {
            let storage = try SQLiteStorage(directory: path)
            let forms = FormShelf()
            return try await !storage.read { Verifying(reader: $0, forms: forms).run() }.isSound
        } catch {
            return true
        }
    }

    @Test("a bit that is flipped anywhere is told of, or says nothing")
    func flipped() async throws {
        var random = Seed()
        let isSoak = ProcessInfo.processInfo.environment["KEEPLOCAL_SOAK"] != nil
        let count = isSoak ? 600 : 60
        var (told, silent) = (0, 0)
        for _ in 0..<count {
            var data = files.database
            let place = Int.random(in: 0..<data.count, using: &random)
            data[place] ^= UInt8(1 << Int.random(in: 0..<8, using: &random))
            if try await isTold(data) {
                told += 1
            } else {
                let found = try Self.truth(folder + "/case/keeplocal.sqlite")
                #expect(found == truth, "byte \(place)")
                if found != truth { silent += 1 }
            }
        }
        #expect(told > count / 10, "\(told) of \(count)")
        FaultTable.add(
            fault: "server's database, one bit flipped",
            cases: count,
            lost: silent,
            torn: silent
        )
        try FileManager.default.removeItem(atPath: folder)
    }

    @Test("a file that was cut short at any place is told of")
    func truncated() async throws {
        for part in 1..<12 {
            let length = files.database.count * part / 12
            #expect(try await isTold(files.database.prefix(length)), "\(length) bytes")
        }
        try FileManager.default.removeItem(atPath: folder)
    }
}
