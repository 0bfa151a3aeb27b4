// SPDX-License-Identifier: Apache-2.0

import Foundation

/// One server, and a device that sends everything, whatever happens, until all of it is answered.
final class ServerCase {
    let script: PushScript
    let server: Server
    let disk: FaultyDisk
    private var known = Acknowledgements()
    private(set) var tally = Tally(cases: 1)

    init(_ script: PushScript, checkpoint: Int? = nil) throws {
        self.script = script
        (server, disk) = try script.server(checkpoint: checkpoint)
    }

    /// Starts it; a fault may already come then.
    ///
    /// - Returns: False when it did not get as far as listening.
    func starts() async throws -> Bool {
        do {
            try await server.start()
            return true
        } catch {
            guard try disk.met > 0 else { throw error }
            return false
        }
    }

    /// Sends every batch in order, one that is not taken a second time, until the server is gone or
    /// takes no more.
    ///
    /// - Returns: The status of each answer that came.
    @discardableResult
    func sendAll() async throws -> [Int] {
        var statuses: [Int] = []
        for batch in script.batches {
            guard try await send(batch, &statuses) else {
                guard try await send(batch, &statuses) else { break }
                continue
            }
        }
        return statuses
    }

    private func send(_ batch: PushScript.Batch, _ statuses: inout [Int]) async throws -> Bool {
        guard let answer = try? await Wire(port: server.port).ask(batch.request) else {
            return false
        }
        statuses.append(answer.status)
        guard answer.status == 200 else { return false }
        tally = tally + (try known.take(answer, to: batch))
        return true
    }

    func pullStatus() async throws -> Int {
        try await Wire(port: server.port).ask(script.pull).status
    }

    /// After the fault it acknowledges nothing more, and ends by itself, with an error.
    ///
    /// One that met it only while it was told to stop ends all the same, and has lost nothing.
    func expectStops() async throws {
        let statuses = try await sendAll()
        let isMet = try disk.met > 0
        // Nobody tells it to stop: it must do that itself.
        let outcome = isMet ? try await server.process?.finish() : try await server.stop()
        if let failed = statuses.firstIndex(where: { $0 != 200 }) {
            guard !statuses[failed...].contains(200) else {
                throw ProgramFailure("It went on after a failed sync: \(statuses)")
            }
        }
        guard outcome?.exit == (isMet ? 1 : 0) else {
            let code = outcome?.exit ?? -1
            throw ProgramFailure("It left with \(code): \(statuses) \(server.log.suffix(500))")
        }
        if isMet, !server.log.contains("disk") {
            throw ProgramFailure("It does not say why it stopped: \(server.log.suffix(500))")
        }
    }

    /// Sends everything again to a server that was not started anew.
    func hasRoomAgain() async throws -> Tally {
        tally.met = try disk.met > 0 ? 1 : 0
        try disk.mend()
        return try await settled()
    }

    /// Starts it on a disk that is well, sends everything again, and looks at what it has.
    func recovered() async throws -> Tally {
        tally.met = try disk.met > 0 ? 1 : 0
        try disk.mend()
        if server.process?.isRunning == true { try await server.stop() }
        try await server.start()
        return try await settled()
    }

    private func settled() async throws -> Tally {
        let statuses = try await sendAll()
        guard statuses == script.batches.map({ _ in 200 }) else {
            throw ProgramFailure("Sent again: \(statuses) \(server.log.suffix(500))")
        }
        let (found, wanted) = (try await server.verify(), script.changes.count)
        guard found["chain"] == "ok", found["projection"] == "ok",
            let changes = found["changes"].integer, let records = found["records"].integer
        else { throw ProgramFailure("verify says \(found)") }
        tally.saw(
            lost: max(0, wanted - changes),
            duplicated: max(0, changes - wanted) + max(0, records - wanted),
            // It went on by itself up to here.
            stalled: 0
        )
        return tally
    }
}
