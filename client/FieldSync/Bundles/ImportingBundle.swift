// SPDX-License-Identifier: Apache-2.0

package import FieldModel
package import FieldStore
package import Foundation
import Gzip
import Sealing

/// Carries another device's bundle to the server, or takes the receipts of one's own.
package struct ImportingBundle {
    package enum Result: Sendable {
        case carried(Carried)
        case took(Taken)
    }

    /// What became of a bundle on its way to the server.
    package struct Carried: Sendable {
        /// For the device that made the bundle.
        package var receipts: Data
        /// Files that the server has answered about.
        package var files = 0
        /// Files that are cut short or were changed on the way.
        package var filesDamaged = 0
        /// Files that the server was not asked to take, as `problem` came before.
        package var filesLeft = 0
        package var problem: Problem?
    }

    /// What the server said of a bundle's changes and files.
    package struct Taken: Hashable, Sendable {
        package var stored = 0
        package var duplicates = 0
        package var refused = 0
        /// Of records that were erased meanwhile.
        package var erased = 0
        package var held = 0
        package var files = 0
        /// Files that stay on this device for now.
        package var filesLeft = 0
        /// Why the rest of the changes was not taken.
        package var problem: Problem?
        /// Why a file was not taken; one of several reasons.
        package var filesProblem: Problem?
    }

    private let store: FieldStore
    private let progress: (Int64, Int64) -> Void
    private let connect: () throws -> Server

    /// `progress` is told how many parts of how many of a file have arrived.
    package init(
        store: FieldStore,
        progress: @escaping (Int64, Int64) -> Void = { _, _ in },
        connect: @escaping () throws -> Server
    ) {
        (self.store, self.progress, self.connect) = (store, progress, connect)
    }

    package func run(_ file: FileHandle) throws -> Result {
        let start = try file.read(upToCount: 4) ?? Data()
        if SealedReceipts.isReceipts(start) {
            guard try file.seekToEnd() <= Limits.bundleBytesMax else { throw Self.damagedReceipts }
            try file.seek(toOffset: 0)
            return .took(try take(file.readToEnd() ?? Data()))
        }
        guard BundleReader.isBundle(start) else {
            throw Problem(
                .bundleDamaged,
                "This is neither a bundle nor the receipts of one. Nothing was changed."
            )
        }
        return .carried(try carry(CarriedBundle(file)))
    }

    /// The records first, as the server takes no file that none of them names.
    private func carry(_ bundle: CarriedBundle) throws -> Carried {
        let server = try connect()
        var receipts = [try server.carry(bundle: bundle.changes)]
        var carried = Carried(receipts: Data(), filesDamaged: bundle.isCut ? 1 : 0)
        var pace = Pace(first: 64 * 1024, least: 4 * 1024, most: 4 * 1024 * 1024)
        for (number, file) in bundle.files.enumerated() {
            do {
                let carrying = CarryingFile(server: server, progress: progress)
                receipts.append(try carrying.run(file, &pace))
                carried.files += 1
            } catch let problem as Problem where problem.code == .bundleDamaged {
                carried.filesDamaged += 1
            } catch let problem as Problem {
                (carried.problem, carried.filesLeft) = (problem, bundle.files.count - number)
                break
            }
        }
        carried.receipts = SealedReceipts.joined(receipts)
        return carried
    }

    private func take(_ data: Data) throws -> Taken {
        let sealed = try opening {
            try SealedReceipts.parts(of: data).map { (try SealedReceipts.name(of: $0).hexText, $0) }
        }
        return try store.syncingAlone {
            let opened = try sealed.map { try open($0.1, ofBundle: $0.0) }
            return try store.write { session in
                var taken = Taken()
                for (device, receipts) in opened {
                    try session.require(device)
                    try session.take(receipts)
                    taken.add(receipts)
                }
                return taken
            }
        }
    }

    private func open(
        _ data: Data,
        ofBundle name: String
    ) throws -> (device: DeviceID, receipts: BundleReceipts) {
        guard let carried = try store.read({ try $0.carried(bundle: name) }) else {
            throw Problem(
                .bundleForeign,
                "These receipts are for another device: they answer a bundle that was not made"
                    + " here. Nothing was changed."
            )
        }
        let receipts = try opening {
            let packed = try SealedReceipts.open(data, key: carried.receiptKey)
            let plain = try Gzip.decompress(packed, limit: Limits.bundleBytesMax * 4)
            return try Canonical.decode(BundleReceipts.self, from: plain)
        }
        return (carried.device, receipts)
    }

    /// What cannot be opened is damaged: nothing of it was taken.
    private func opening<Value>(_ body: () throws -> Value) throws -> Value {
        do {
            return try body()
        } catch {
            throw Self.damagedReceipts
        }
    }

    private static let damagedReceipts = Problem(
        .bundleDamaged,
        "These receipts are cut short or damaged. Nothing was changed. Copy them anew, or have the"
            + " bundle imported once more: it counts once."
    )
}

extension StoreSession {
    fileprivate func take(_ receipts: BundleReceipts) throws {
        for answer in receipts.answers { try take(answer.outcomes) }
        if let file = receipts.file { try take(file) }
        if let problem = receipts.problem, problem.code == .changeGap,
            case .integer(let expected)? = problem.details?["expected"]
        {
            // The server has gone back: the next sync or bundle begins there.
            _ = try sendAgain(from: expected)
        }
    }
}

extension ImportingBundle.Taken {
    fileprivate mutating func add(_ receipts: BundleReceipts) {
        for outcome in receipts.answers.flatMap(\.outcomes) {
            if outcome.duplicate { duplicates += 1 }
            switch outcome.result {
            case .stored: stored += 1
            case .held: held += 1
            case .refused(let problem) where problem.code == .changeVoid: break
            case .refused(let problem) where problem.code == .recordErased: erased += 1
            case .refused: refused += 1
            }
        }
        problem = problem ?? receipts.problem
        guard let file = receipts.file else { return }
        files += file.problem == nil ? 1 : 0
        filesLeft += file.problem == nil ? 0 : 1
        // A file whose record is held, or was refused, waits with it.
        guard let why = file.problem, why.code != .blobUnknown else { return }
        filesProblem = filesProblem ?? why
    }
}

extension Server {
    /// A bundle that is carried twice counts once.
    fileprivate func carry(bundle: Data) throws -> Data {
        var exchange = Exchange("POST", "v1/bundles", body: bundle)
        exchange.type = "application/octet-stream"
        return try retries.run(isRepeatable: true) { try carry(exchange) }.body
    }
}
