// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// Pushes of one device, ready to be sent to any copy of the server that it was enrolled at.
struct PushScript: Sendable {
    struct Batch: Sendable {
        let changes: [String]
        let request: Data
    }

    let batches: [Batch]
    let pull: Data
    /// The folder of the server's data before any of it was sent.
    let data: String
    let folder: Folder

    var changes: [String] { batches.flatMap(\.changes) }

    /// Each batch makes so many records.
    static func prepared(batches count: Int, of size: Int) async throws -> PushScript {
        let town = try await Installation()
        let amina = try await town.join("amina", "worker")
        try await amina.run("import", "contact", town.contacts(count * size, "rows"))
        let (changes, token) = (try await amina.changes(), try await amina.authorization())
        let batches = try stride(from: 0, to: changes.count, by: size).map { start in
            let batch = Array(changes[start..<start + size])
            let body = try Document.object(["changes": .list(batch), "unsent": 0]).encoded()
            return Batch(
                changes: batch.compactMap { $0["id"].text },
                request: Wire.request("POST", "/v1/push", authorization: token, body: body)
            )
        }
        try await town.server.stop()
        return PushScript(
            batches: batches,
            pull: Wire.request("GET", "/v1/pull", authorization: token),
            data: town.server.data,
            folder: town.folder
        )
    }

    /// A server on a copy of the data, and the disk under it.
    func server(trace: String? = nil, checkpoint: Int? = nil) throws -> (Server, FaultyDisk) {
        let folder = try Folder()
        let server = try Server(in: folder)
        try FileManager.default.copyItem(atPath: data, toPath: server.data)
        let disk = try FaultyDisk(
            over: server.data,
            in: folder,
            trace: trace,
            checkpoint: checkpoint
        )
        server.environment = disk.environment
        return (server, disk)
    }
}

/// What a server said of changes that it took.
struct Acknowledgements: Sendable {
    /// By change: the receipt.
    private(set) var receipts: [String: Document] = [:]

    /// Takes an answer to a push.
    ///
    /// - Returns: What it says that is wrong.
    mutating func take(_ answer: WireAnswer, to batch: PushScript.Batch) throws -> Tally {
        var tally = Tally()
        let outcomes = try answer.json()["outcomes"].list
        guard outcomes.map({ $0["change"].text }) == batch.changes else {
            throw ProgramFailure("This answers something else: \(answer.body)")
        }
        // A batch is one transaction: the server knew all of it or nothing.
        let isTorn = Set(outcomes.map { $0["duplicate"] }).count > 1
        tally.saw(lost: 0, torn: isTorn ? 1 : 0)
        for (change, outcome) in zip(batch.changes, outcomes) {
            let receipt = outcome["result"]["stored"]
            guard receipt != .null else { throw ProgramFailure("Not stored: \(answer.body)") }
            if let earlier = receipts[change] {
                if outcome["duplicate"] != true || earlier != receipt { tally.saw(lost: 1) }
            }
            receipts[change] = receipt
        }
        return tally
    }
}
