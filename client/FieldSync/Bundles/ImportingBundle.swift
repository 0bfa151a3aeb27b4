// SPDX-License-Identifier: Apache-2.0

package import FieldModel
package import FieldStore
package import Foundation
import Gzip
import Sealing

/// Carries another device's bundle to the server, or takes the receipts of one's own.
package struct ImportingBundle {
    package enum Result: Sendable {
        /// The receipts, for the device that made the bundle.
        case carried(receipts: Data)
        case took(Taken)
    }

    /// What the server said of a bundle's changes.
    package struct Taken: Hashable, Sendable {
        package var stored = 0
        package var duplicates = 0
        package var refused = 0
        package var held = 0
        /// Why the rest was not taken.
        package var problem: Problem?
    }

    private let store: FieldStore
    private let connect: () throws -> Server

    package init(store: FieldStore, connect: @escaping () throws -> Server) {
        (self.store, self.connect) = (store, connect)
    }

    package func run(_ data: Data) throws -> Result {
        if SealedReceipts.isReceipts(data) { return .took(try take(data)) }
        guard BundleReader.isBundle(data) else {
            throw Problem(
                .bundleDamaged,
                "This is neither a bundle nor the receipts of one. Nothing was changed."
            )
        }
        guard data.count <= Limits.bundleBytesMax else {
            throw Problem(
                .requestTooLarge,
                "A bundle has at most \(Limits.bundleBytesMax / 1_048_576) MB. Nothing was sent."
            )
        }
        return .carried(receipts: try connect().carry(bundle: data))
    }

    private func take(_ data: Data) throws -> Taken {
        let name = try opening { try SealedReceipts.name(of: data) }.hexText
        return try store.syncingAlone {
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
            return try store.write { session in
                try session.require(carried.device)
                for answer in receipts.answers { try session.take(answer.outcomes) }
                if let problem = receipts.problem, problem.code == .changeGap,
                    case .integer(let expected)? = problem.details?["expected"]
                {
                    // The server has gone back: the next sync or bundle begins there.
                    _ = try session.sendAgain(from: expected)
                }
                return Taken(receipts)
            }
        }
    }

    /// What cannot be opened is damaged: nothing of it was taken.
    private func opening<Value>(_ body: () throws -> Value) throws -> Value {
        do {
            return try body()
        } catch {
            throw Problem(
                .bundleDamaged,
                "These receipts are cut short or damaged. Nothing was changed. Copy them anew, or"
                    + " have the bundle imported once more: it counts once."
            )
        }
    }
}

extension ImportingBundle.Taken {
    fileprivate init(_ receipts: BundleReceipts) {
        for outcome in receipts.answers.flatMap(\.outcomes) {
            if outcome.duplicate { duplicates += 1 }
            switch outcome.result {
            case .stored: stored += 1
            case .held: held += 1
            case .refused(let problem) where problem.code == .changeVoid: break
            case .refused: refused += 1
            }
        }
        problem = receipts.problem
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
