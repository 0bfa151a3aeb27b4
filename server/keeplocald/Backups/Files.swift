// SPDX-License-Identifier: Apache-2.0

import Dispatch
import FieldModel
import Foundation
import Glibc
import StorageSQLite
import SyncService

/// What backups do with files: each is on the disk before anybody relies on it.
enum Files {
    static func makePrivateFolder(_ path: String) throws {
        do {
            try FileManager.default.createDirectory(
                atPath: path,
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700]
            )
        } catch {
            throw StorageFailure.closed("the folder \(path) cannot be made")
        }
    }

    static func move(_ path: String, to target: String) throws {
        guard rename(path, target) == 0 else {
            throw StorageFailure.closed("\(target) cannot be made")
        }
        try SQLiteStorage.makeDurable(URL(filePath: target).deletingLastPathComponent().path)
    }

    /// Writes the whole file, or none.
    static func write(_ value: some Encodable, to path: String) throws {
        let part = path + ".part"
        guard
            FileManager.default.createFile(
                atPath: part,
                contents: try Canonical.encode(value) + Data("\n".utf8),
                attributes: [.posixPermissions: 0o600]
            )
        else { throw StorageFailure.closed("\(path) cannot be written") }
        try SQLiteStorage.makeDurable(part)
        try move(part, to: path)
    }

    /// Runs what reads or writes much away from the threads that answer requests.
    static func apart<Value: Sendable>(
        _ body: @Sendable @escaping () throws -> Value
    ) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue(label: "keeplocald.backups").async {
                continuation.resume(with: Result(catching: body))
            }
        }
    }

    static func read<Value: Decodable>(_ type: Value.Type, from path: String) -> Value? {
        guard let data = FileManager.default.contents(atPath: path) else { return nil }
        return try? Canonical.decode(Value.self, from: data)
    }

    static func size(_ path: String) throws -> Int {
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        return (attributes[.size] as? NSNumber)?.intValue ?? 0
    }
}
