// SPDX-License-Identifier: Apache-2.0

import Crypto
package import Foundation

/// The answer to a bundle, for nobody but the device that made it.
package enum SealedReceipts {
    private static let magic = Data("KLR1".utf8)

    package static func isReceipts(_ data: Data) -> Bool {
        data.starts(with: magic) || data.starts(with: severalMagic)
    }

    package static func seal(_ plain: Data, ofBundle name: Data, key: Data) throws -> Data {
        let head = magic + name
        let box = try ChaChaPoly.seal(plain, using: SymmetricKey(data: key), authenticating: head)
        return head + box.combined
    }

    /// The name of the bundle that these answer.
    package static func name(of data: Data) throws -> Data {
        guard data.starts(with: magic) else { throw SealFault.unknown }
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

extension SealedReceipts {
    private static let severalMagic = Data("KLRS".utf8)

    /// Several answers in one file: to the changes of a bundle, and to each of its files.
    package static func joined(_ receipts: [Data]) -> Data {
        if let only = receipts.first, receipts.count == 1 { return only }
        return receipts.reduce(severalMagic) { joined, receipt in
            joined + withUnsafeBytes(of: UInt32(receipt.count).bigEndian) { Data($0) } + receipt
        }
    }

    /// The answers that `joined` put together.
    ///
    /// - Throws: `SealFault`.
    package static func parts(of data: Data) throws -> [Data] {
        guard data.starts(with: severalMagic) else { return [data] }
        var (rest, parts): (Data, [Data]) = (data.dropFirst(severalMagic.count), [])
        while !rest.isEmpty {
            guard rest.count >= 4 else { throw SealFault.damaged }
            let count = Int(rest.prefix(4).reduce(UInt32(0)) { $0 << 8 | UInt32($1) })
            rest = rest.dropFirst(4)
            guard count <= rest.count else { throw SealFault.damaged }
            parts.append(Data(rest.prefix(count)))
            rest = rest.dropFirst(count)
        }
        guard !parts.isEmpty else { throw SealFault.damaged }
        return parts
    }
}
