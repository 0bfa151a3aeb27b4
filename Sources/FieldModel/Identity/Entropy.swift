// SPDX-License-Identifier: Apache-2.0

package import Foundation

/// Where randomness comes from: the machine's own, or a seed, so that a history can be replayed.
package struct Entropy: RandomNumberGenerator, Sendable {
    private let draw: @Sendable () -> UInt64

    package init(_ draw: @escaping @Sendable () -> UInt64) { self.draw = draw }

    package static let system = Entropy {
        var generator = SystemRandomNumberGenerator()
        return generator.next()
    }

    package func next() -> UInt64 { draw() }

    package func bytes(_ count: Int) -> Data {
        var bytes = Data(capacity: count)
        while bytes.count < count {
            withUnsafeBytes(of: draw()) { bytes.append(contentsOf: $0.prefix(count - bytes.count)) }
        }
        return bytes
    }
}
