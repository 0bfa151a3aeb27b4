// SPDX-License-Identifier: Apache-2.0

package import FieldModel
import Foundation
import GRDB
package import SyncService

/// What is erased in the database that is used is erased in those that were set aside as well, by
/// the same statements: each is opened as a database of ours for as long as that takes.
extension SetAsideCopy {
    /// What stands in it while erasures are done there, so that one that is cut off is gone on
    /// with.
    private struct Owing: Codable {
        var erasures: Set<ErasureID> = []
        /// Files that only erased records named.
        var files: Set<Hash> = []
    }

    private var note: String { folder + "/erasing.json" }

    /// Those of the erasures after which something readable may be left in it.
    ///
    /// - Throws: `StorageFailure`, also `busy` while something is erased in it.
    package func lacking(_ erasures: [Erasure]) async throws -> Set<ErasureID> {
        guard SQLiteStorage.exists(in: folder) else { return [] }
        let storage = try SQLiteStorage(directory: folder)
        let missing = try await storage.read { reader in
            try erasures.filter { try reader.erasure($0.id) == nil }
        }
        return try Set(missing.map(\.id)).union(owing().erasures)
    }

    /// Those that it may lack where it cannot be asked: what was erased before it was set aside is
    /// gone from it.
    package func suspect(_ erasures: [Erasure]) -> Set<ErasureID> {
        guard let owing = try? owing() else { return Set(erasures.map(\.id)) }
        return Set(erasures.filter { $0.at >= at }.map(\.id)).union(owing.erasures)
    }

    func erase(
        _ erasures: [Erasure],
        called references: [ErasureID: String],
        removing: @Sendable ([Hash]) async throws -> Void
    ) async -> SetAsideState {
        guard SQLiteStorage.exists(in: folder) else {
            // Keys whose database was lost: there is nothing that they open.
            destroyKeys(erasures)
            return SetAsideState(name: name)
        }
        var left = suspect(erasures)
        do {
            let storage = try SQLiteStorage(directory: folder)
            var owing = try owing()
            let (wide, files) = try await storage.read { reader in
                let wide = try erasures.filter { try reader.erasure($0.id) == nil }
                    .map { try reader.widened($0, called: references[$0.id]) }
                let gone = Set(wide.flatMap(\.records))
                let files = try wide.isEmpty ? [] : reader.storedFiles()
                return (wide, files.filter { gone.isSuperset(of: $0.records) }.map(\.sha256))
            }
            owing.erasures.formUnion(wide.map(\.id))
            owing.files.formUnion(files)
            left = owing.erasures
            guard !left.isEmpty else { return SetAsideState(name: name) }
            try keep(owing)
            for erasure in wide { try await storage.write { try $0.carryOut(erasure) } }
            // A damaged index may not have led to all that had to go.
            try await storage.requireWhole()
            try await removing(Array(owing.files))
            try FileManager.default.removeItem(atPath: note)
            return SetAsideState(name: name, done: left.count)
        } catch {
            return state(left, error, erasures)
        }
    }

    private func state(
        _ left: Set<ErasureID>,
        _ error: any Error,
        _ erasures: [Erasure]
    ) -> SetAsideState {
        let failure = error as? StorageFailure
        let isOwed = failure == .full || failure == .busy
        if !isOwed { destroyKeys(erasures.filter { left.contains($0.id) }) }
        return SetAsideState(
            name: name,
            left: left,
            why: left.isEmpty ? nil : Self.words(error),
            isOwed: isOwed
        )
    }

    /// At least the log says nothing any more, where nothing else can be done.
    private func destroyKeys(_ erasures: [Erasure]) {
        guard !erasures.isEmpty, SealedFiles.hasKeys(in: folder) else { return }
        let keys = try? KeyFile(path: folder + "/" + SQLiteStorage.keysName)
        try? keys?.destroy(erasures.flatMap(\.records))
    }

    package static func words(_ error: any Error) -> String {
        switch error {
        case StorageFailure.full: "the disk is full"
        case StorageFailure.busy: "another process has it open"
        case StorageFailure.damaged(let why), StorageFailure.closed(let why),
            StorageFailure.broken(let why), StorageFailure.foreign(let why):
            why
        case StorageFailure.newer(let name): "\(name) is of a newer version of keeplocald"
        case StorageFailure.ledger(let name): "\(name) is damaged"
        case let problem as Problem: problem.message
        default: "it cannot be read (\(type(of: error)))"
        }
    }

    /// - Throws: `StorageFailure.damaged`: what was begun is not taken for done.
    private func owing() throws -> Owing {
        guard FileManager.default.fileExists(atPath: note) else { return Owing() }
        let data = FileManager.default.contents(atPath: note)
        guard let owing: Owing = try? data.map({ try Canonical.decode(from: $0) }) else {
            throw StorageFailure.damaged("erasing.json is not what was written")
        }
        return owing
    }

    /// On the disk when this returns.
    private func keep(_ owing: Owing) throws {
        do {
            try Canonical.encode(owing).write(to: URL(filePath: note), options: .atomic)
        } catch CocoaError.fileWriteOutOfSpace {
            throw StorageFailure.full
        } catch {
            throw StorageFailure.broken("\(note) cannot be written")
        }
        try SQLiteStorage.makeDurable(note)
        try SQLiteStorage.makeDurable(folder)
    }
}

/// The databases that stand set aside in a data folder.
package struct SetAsideCopies: SetAsideDatabases {
    private let directory: String

    package init(directory: String) { self.directory = directory }

    package var names: [String] { SetAsideCopy.all(in: directory).map(\.name) }

    package func erase(
        _ erasures: [Erasure],
        called references: [ErasureID: String],
        removing: @Sendable ([Hash]) async throws -> Void
    ) async -> [SetAsideState] {
        var states: [SetAsideState] = []
        for copy in SetAsideCopy.all(in: directory) {
            states.append(await copy.erase(erasures, called: references, removing: removing))
        }
        return states
    }
}

extension SQLiteStorage {
    /// - Throws: `StorageFailure.damaged` where a page, a row or an index is not what it must be.
    func requireWhole() async throws {
        let found = try await reading { try String.fetchAll($0, sql: "PRAGMA integrity_check(1)") }
        guard found == ["ok"] else {
            throw StorageFailure.damaged("SQLite finds the file damaged")
        }
    }
}
