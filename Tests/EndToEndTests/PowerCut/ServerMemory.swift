// SPDX-License-Identifier: Apache-2.0

import Foundation
import GRDB
import StorageSQLite
import SyncService

/// What a server has acknowledged so far: read off its sockets.
struct ServerMemory: Sendable {
    private struct Receipt: Sendable {
        let hash: String
        let sequence: Int
    }

    private var receipts: [String: Receipt] = [:]
    /// What was said on each socket and is not understood yet.
    private var texts: [Int: String] = [:]
    let batches: [[String]]

    var count: Int { receipts.count }

    init(batches: [[String]]) { self.batches = batches }

    mutating func hear(_ socket: Int, _ bytes: Data) {
        var text = texts[socket, default: ""] + String(decoding: bytes, as: UTF8.self)
        let stored =
            #/"change":"([^"]+)"[^{]*"result":\{"stored":\{"hash":"(\w+)","sequence":(\d+)/#
        while let match = text.firstMatch(of: stored) {
            receipts[String(match.1)] = Receipt(
                hash: String(match.2),
                sequence: Int(match.3) ?? 0
            )
            text = String(text[match.range.upperBound...])
        }
        texts[socket] = String(text.suffix(2_000))
    }

    /// Looks at a server's folder as a cut left it.
    func look(_ folder: String, thoroughly: Bool) async throws -> Tally {
        var tally = Tally()
        let log = try Self.log(folder + "/keeplocal.sqlite")
        let lost = receipts.count { change, receipt in
            let found = log[change]?.first
            return found?.hash != receipt.hash || found?.sequence != receipt.sequence
        }
        let torn = batches.count { batch in
            let count = batch.count { log[$0] != nil }
            return count > 0 && count < batch.count
        }
        let doubled = log.values.map { $0.count - 1 }.reduce(0, +)
        tally.saw(lost: lost, duplicated: doubled, torn: torn)
        guard thoroughly else { return tally }
        let storage = try SQLiteStorage(directory: folder)
        let found = try await storage.read { Verifying(reader: $0, forms: FormShelf()).run() }
        if !found.isSound { throw ProgramFailure("verify finds it unsound") }
        return tally
    }

    private static func log(_ path: String) throws -> [String: [Receipt]] {
        let queue = try DatabaseQueue(path: path)
        defer { try? queue.close() }
        return try queue.writeWithoutTransaction { db in
            let sound = try String.fetchAll(db, sql: "PRAGMA integrity_check")
            guard sound == ["ok"] else { throw ProgramFailure("\(sound.prefix(3))") }
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT change, hex(hash) AS hash, sequence FROM log \
                    WHERE council = 'bradford' AND kind = 'change'
                    """
            )
            // One effect each: no gap in the log, and one record of it for each change.
            let whole = try Bool.fetchOne(
                db,
                sql: """
                    SELECT (SELECT count(*) = max(sequence) FROM log WHERE council = 'bradford')
                        AND (SELECT count(*) FROM record WHERE form = 'contact') = \(rows.count)
                    """
            )
            guard rows.isEmpty || whole == true else {
                throw ProgramFailure("Entries or records are missing or too many.")
            }
            return Dictionary(
                rows.map { row in
                    let bytes: Data = row["change"]
                    let id = bytes.withUnsafeBytes { $0.loadUnaligned(as: uuid_t.self) }
                    let hash: String = row["hash"]
                    let receipt = Receipt(hash: hash.lowercased(), sequence: row["sequence"])
                    return (UUID(uuid: id).uuidString.lowercased(), [receipt])
                },
                uniquingKeysWith: +
            )
        }
    }
}
