// SPDX-License-Identifier: Apache-2.0

import Crypto
package import FieldModel
package import Foundation

/// How payloads are sealed: AES-256-GCM under the key of their record.
///
/// The place in which a payload stands is sealed with it, so that one cannot be put in another's.
package struct Sealing {
    /// The first byte of what is sealed; JSON never starts with it.
    private static let mark: UInt8 = 1

    private let context: Data

    package init(council: CouncilID, record: RecordID, change: ChangeID) {
        context = Data("keeplocal payload 1\n\(council)\n\(record)\n\(change)\n".utf8)
    }

    /// 256 bits.
    package static func newKey(from random: Entropy) -> Data { random.bytes(32) }

    package static func isSealed(_ payload: Data) -> Bool { payload.first == mark }

    /// A nonce of 96 random bits: a key seals the few changes of one record.
    package func seal(_ content: Data, under key: Data, random: Entropy) throws -> Data {
        let box = try AES.GCM.seal(
            content,
            using: SymmetricKey(data: key),
            nonce: AES.GCM.Nonce(data: random.bytes(12)),
            authenticating: context
        )
        guard let combined = box.combined else {
            throw StorageFailure.damaged("a payload could not be sealed")
        }
        return Data([Self.mark]) + combined
    }

    package func open(_ payload: Data, under key: Data) throws -> Data {
        do {
            let box = try AES.GCM.SealedBox(combined: payload.dropFirst())
            return try AES.GCM.open(box, using: SymmetricKey(data: key), authenticating: context)
        } catch {
            throw StorageFailure.damaged("its key does not open it")
        }
    }
}
