// SPDX-License-Identifier: Apache-2.0

import Crypto
package import Foundation

/// The answer to a bundle, for nobody but the device that made it.
package enum SealedReceipts {
    private static let magic = Data("KLR1".utf8)

    package static func isReceipts(_ data: Data) -> Bool { data.starts(with: magic) }

    package static func seal(_ plain: Data, ofBundle name: Data, key: Data) throws -> Data {
        let head = magic + name
        let box = try ChaChaPoly.seal(plain, using: SymmetricKey(data: key), authenticating: head)
        return head + box.combined
    }

    /// The name of the bundle that these answer.
    package static func name(of data: Data) throws -> Data {
        guard isReceipts(data) else { throw SealFault.unknown }
        let name = Data(data.dropFirst(magic.count).prefix(BundleFormat.nameCount))
        guard name.count == BundleFormat.nameCount else { throw SealFault.damaged }
        return name
    }

    package static func open(_ data: Data, key: Data) throws -> Data {
        let head = magic + (try name(of: data))
        do {
            let box = try ChaChaPoly.SealedBox(combined: data.dropFirst(head.count))
            return try ChaChaPoly.open(box, using: SymmetricKey(data: key), authenticating: head)
        } catch {
            throw SealFault.damaged
        }
    }
}
