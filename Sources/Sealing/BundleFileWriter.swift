// SPDX-License-Identifier: Apache-2.0

import Crypto
package import Foundation

/// Seals one file of a bundle, part by part.
package struct BundleFileWriter {
    private let head: Data
    private let key: SymmetricKey
    private let partsCount: Int64
    private var partsDone: Int64 = 0
    private let about: Data

    init(bundle: Data, number: UInt32, key: SymmetricKey, sizeBytes: Int64, about: Data) {
        (self.key, self.about) = (key, about)
        partsCount = BundleFileFormat.partsCount(sizeBytes: sizeBytes)
        let around = Int64(PartLength.count + BundleFileFormat.tagCount)
        let length = Int64(about.count) + sizeBytes + (partsCount + 1) * around
        head = BundleFileFormat.head(inBundle: bundle, number: number, length: UInt64(length))
    }

    /// What a section takes in all.
    package var sectionBytes: Int64 {
        Int64(head.count) + Int64(BundleFileFormat.length(inHead: head) ?? 0)
    }

    /// The head of the section and the sealed part 0, which says what file this is.
    package func opening() throws -> Data { head + (try seal(about, as: 0, isLast: false)) }

    /// The next part of the contents, as it lies in the bundle; all but the last are of one length.
    package mutating func part(_ contents: Data) throws -> Data {
        partsDone += 1
        let isLast = partsDone == partsCount
        guard isLast || contents.count == BundleFileFormat.partBytes,
            contents.count <= BundleFileFormat.partBytes, partsDone <= partsCount
        else { throw SealFault.damaged }
        return try seal(contents, as: partsDone, isLast: isLast)
    }

    private func seal(_ plain: Data, as number: Int64, isLast: Bool) throws -> Data {
        let box = try ChaChaPoly.seal(
            plain,
            using: key,
            nonce: BundleFileFormat.nonce(ofPart: number),
            authenticating: BundleFormat.seal(of: head, isLast: isLast)
        )
        let sealed = box.ciphertext + box.tag
        return PartLength(sealed.count, isLast: isLast).bytes + sealed
    }
}
