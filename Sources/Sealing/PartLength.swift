// SPDX-License-Identifier: Apache-2.0

package import Foundation

/// The four bytes before a sealed part: how long it is, and whether another one follows.
package struct PartLength: Hashable, Sendable {
    package static let count = BundleFormat.lengthCount
    package let bytesCount: Int
    package let isLast: Bool

    init(_ bytesCount: Int, isLast: Bool) { (self.bytesCount, self.isLast) = (bytesCount, isLast) }

    /// Nil for less than four bytes, and for a part that is longer than any.
    package init?(_ bytes: Data, bytesMax: Int = BundleFormat.partBytesMax + 16) {
        guard bytes.count >= Self.count else { return nil }
        let field = bytes.prefix(Self.count).reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        (bytesCount, isLast) = (Int(field >> 1), field & 1 == 1)
        guard bytesCount <= bytesMax else { return nil }
    }

    var bytes: Data {
        let field = UInt32(bytesCount) << 1 | (isLast ? 1 : 0)
        return withUnsafeBytes(of: field.bigEndian) { Data($0) }
    }
}
