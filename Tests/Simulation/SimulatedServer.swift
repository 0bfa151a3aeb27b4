// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import FieldSync
import Foundation
import GRDB
import Gzip
import StorageSQLite
import SyncService

/// The server's use cases upon a database in memory, reached by function calls instead of sockets.
///
/// What lies between a socket and a use case, and nothing else, is done here: the token is looked
/// up, the body unpacked and read, the answer written. The routes have tests of their own.
final class SimulatedServer {
    let storage: MemoryStorage
    let disk: Disk
    let clock: SimulatedClock
    private let memory: FormMemory
    private(set) var forms: FormShelf
    private let sabotage: Sabotage?
    private var requests = 0

    init(
        disk: Disk,
        keys: SealedFiles,
        memory: FormMemory,
        clock: SimulatedClock,
        sabotage: Sabotage?
    ) {
        (self.disk, self.memory, self.clock, self.sabotage) = (disk, memory, clock, sabotage)
        storage = MemoryStorage(database: disk.queue, files: keys)
        forms = FormShelf(memory: memory)
    }

    /// Ends the server at its next commit, and starts it again after that.
    func crashAtNextCommit() { disk.crash.arm(after: 0) }

    func endFaults() { disk.crash.disarm() }

    /// - Throws: `SimulatedCrash` when the server went down before it could answer.
    func answer(_ exchange: Exchange, token: String?) throws -> HTTPAnswer {
        do {
            return try reply(200, body(of: exchange, token: token))
        } catch let problem as Problem {
            return try reply(problem.status, Canonical.encode(problem))
        } catch  where disk.crash.isDown {
            restart()
            throw SimulatedCrash()
        }
    }

    /// What is done at the server itself.
    ///
    /// - Returns: False when it went down meanwhile, so that nothing was done.
    @discardableResult
    func administer(_ body: (any StorageWriter) throws -> Void) throws -> Bool {
        do {
            try storage.writeNow(body)
            return true
        } catch  where disk.crash.isDown {
            restart()
            return false
        }
    }

    func restart() {
        disk.crash.disarm()
        forms = FormShelf(memory: memory)
        // What the ledger names is done before anybody is answered.
        try? storage.writeNow { writer in
            for erasure in try writer.unfinishedErasures() { try writer.carryOut(erasure) }
        }
    }

    private func reply(_ status: Int, _ body: Data) throws -> HTTPAnswer {
        HTTPAnswer(status: status, body: body, bytesUp: 0, bytesDown: Int64(body.count))
    }

    private func body(of exchange: Exchange, token: String?) throws -> Data {
        let isConfirming = exchange.method + " " + exchange.path == "POST v1/confirmations"
        let device = try device(bearing: token, mayBeRevoked: isConfirming)
        let now = clock.now
        switch exchange.method + " " + exchange.path {
        case "POST v1/push":
            let request: PushRequest = try read(exchange)
            return try Canonical.encode(push(request, from: device.id, now: now))
        case "POST v1/devices":
            let request: ForkRequest = try read(exchange)
            return try Canonical.encode(
                storage.writeNow { try $0.fork(request, of: device, now: now) }
            )
        case "POST v1/confirmations":
            let request: Confirmation = try read(exchange)
            return try Canonical.encode(
                storage.writeNow { try $0.confirm(request, by: device, now: now) }
            )
        case "GET v1/pull":
            return try Canonical.encode(page(of: exchange, for: device, now: now))
        // Who leaves records out does so whichever way it is asked.
        case "POST v1/repair" where sabotage != .dropsFromPage:
            let request: RepairRequest = try read(exchange)
            return try Canonical.encode(
                storage.readNow { try RangeReport(reader: $0).answer(request, for: device) }
            )
        case "GET v1/conflicts":
            let reports = try storage.readNow { [forms] reader in
                try Inspecting(reader: reader, forms: forms, person: device.person)
                    .conflicts(Inspecting.Query(all: true))
            }
            return try Canonical.encode(reports)
        default: throw Problem(.notFound, "There is nothing at this address.")
        }
    }

    private func push(
        _ request: PushRequest,
        from device: DeviceID,
        now: Instant
    ) throws -> PushAnswer {
        requests += 1
        let take = { [forms, sabotage] (writer: any StorageWriter) throws -> PushAnswer in
            var request = request
            if sabotage == .overwritesSilently {
                request = try request.claiming { try writer.record($0)?.state.version ?? 0 }
            }
            return try Push(writer: writer, forms: forms, now: now).take(request, from: device)
        }
        if sabotage == .acknowledgesWithoutCommit, requests.isMultiple(of: 7) {
            return try storage.rehearse(take)
        }
        return try storage.writeNow(take)
    }

    private func page(
        of exchange: Exchange,
        for device: StoredDevice,
        now: Instant
    ) throws -> PullAnswer {
        let page = try storage.readNow { reader in
            let asker =
                sabotage == .deliversForeignFeeds ? try reader.devices().last ?? device : device
            // Small pages, so that there are several.
            return try Pull(reader: reader, now: now, limit: min(exchange.limit ?? 3, 3))
                .page(for: asker, cursor: exchange.parameter("cursor"))
        }
        return sabotage == .dropsFromPage ? page.withoutLast : page
    }

    private func device(bearing token: String?, mayBeRevoked: Bool) throws -> StoredDevice {
        let found = try storage.readNow { reader in
            try token.flatMap { try reader.device(token: Secret.hash(token: $0)) }
        }
        guard let found else { throw Problem(.unauthenticated, "This token is not known here.") }
        guard mayBeRevoked || found.revoked == nil else {
            throw Problem(.deviceRevoked, "This device was revoked.")
        }
        return found
    }

    private func read<Body: Decodable>(_ exchange: Exchange) throws -> Body {
        var data = exchange.body ?? Data()
        if exchange.isCompressed {
            data = try Gzip.decompress(data, limit: Limits.pushBytesMax)
        }
        do {
            return try Canonical.decode(from: data)
        } catch {
            throw Problem(.requestMalformed, "The body is not what this route takes.")
        }
    }
}

extension Exchange {
    fileprivate var path: String { String(target.prefix { $0 != "?" }) }

    fileprivate var limit: Int? { parameter("limit").flatMap { Int($0) } }

    fileprivate func parameter(_ name: String) -> String? {
        guard let query = target.split(separator: "?", maxSplits: 1).dropFirst().first else {
            return nil
        }
        return query.split(separator: "&").first { $0.hasPrefix(name + "=") }
            .map { String($0.dropFirst(name.count + 1)) }
    }
}
