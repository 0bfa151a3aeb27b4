// SPDX-License-Identifier: Apache-2.0

import FieldModel
package import Foundation
import Gzip
import Sealing
import SyncService

/// `POST /v1/bundles`: changes that somebody carries for a device without a network.
extension ServerCore {
    /// Opens a bundle, pushes what is in it, and seals the answers for the device that made it.
    ///
    /// All of it is opened and read before any of it is taken: one that was cut or changed leaves
    /// nothing behind.
    package func take(bundle data: Data) async throws -> Data {
        do {
            guard let key = try await storage.read({ try $0.bundleKey() }) else {
                throw SealFault.foreign
            }
            var looked = try BundleReader(data, key: key)
            let head = try Self.head(&looked)
            let sender = try await sender(device: head.device, token: head.token)
            while let part = try looked.next() { _ = try Self.batch(part) }
            var reader = try BundleReader(data, key: key)
            _ = try reader.next()
            let receipts = try await push(&reader, from: sender)
            return try SealedReceipts.seal(
                Gzip.compress(Canonical.encode(receipts)),
                ofBundle: reader.name,
                key: reader.receiptKey()
            )
        } catch let fault as SealFault {
            throw Self.problem(fault)
        }
    }

    private static func head(_ reader: inout BundleReader) throws -> BundleHead {
        guard let part = try reader.next(), part.count <= Limits.enrolmentBytesMax,
            let head = try? Canonical.decode(BundleHead.self, from: part)
        else { throw SealFault.damaged }
        return head
    }

    func sender(device id: DeviceID, token: String) async throws -> StoredDevice {
        let refused = Problem(
            .bundleRefused,
            "The device that made this bundle is not known here, or was revoked. Nothing was taken."
                + " Its work is still on it; ask an administrator."
        )
        do {
            let device = try await device(bearing: "Bearer " + token)
            guard device.id == id else { throw refused }
            return device
        } catch let problem as Problem where problem.status == 401 {
            throw refused
        }
    }

    private func push(
        _ reader: inout BundleReader,
        from sender: StoredDevice
    ) async throws -> BundleReceipts {
        var receipts = BundleReceipts(answers: [])
        while let part = try reader.next() {
            let batch = try Self.batch(part)
            let weight = CommitQueue.Weight(changes: batch.elements.count, bytes: part.count)
            let (forms, storage, now) = (forms, storage, now())
            do {
                let answer = try await queue.submit(weight) {
                    try Push(writer: $0, forms: forms, now: now, lost: storage.lost)
                        .take(batch, from: sender.id)
                }
                receipts.answers.append(answer)
            } catch let problem as Problem where problem.status < 500 {
                receipts.problem = problem
                break
            }
        }
        return receipts
    }

    private static func batch(_ part: Data) throws -> PushBatch {
        do {
            let bytes = try Gzip.decompress(part, limit: Limits.pushBytesMax)
            guard Exchange.jsonDepth(of: bytes) <= Limits.jsonDepthMax else {
                throw SealFault.damaged
            }
            return try PushBatch(reading: bytes)
        } catch is JSONFault {
            throw SealFault.damaged
        } catch is Gzip.Failure {
            throw SealFault.damaged
        }
    }

    static func problem(_ fault: SealFault) -> Problem {
        switch fault {
        case .unknown: Problem(.bundleDamaged, "This is no bundle of KeepLocal. Nothing was taken.")
        case .damaged:
            Problem(
                .bundleDamaged,
                "This bundle is cut short or damaged. Nothing was taken. Copy it anew from where it"
                    + " came from, or export it again: the work is still on its device."
            )
        case .foreign:
            Problem(
                .bundleForeign,
                "This bundle is for another server. Nothing was taken. Import it on a device of"
                    + " that server."
            )
        }
    }
}
