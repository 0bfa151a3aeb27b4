// SPDX-License-Identifier: Apache-2.0

/// The smallest count of people that may leave an organisation; a council sets it.
package struct Threshold: Hashable, Sendable {
    package let least: Int
    package static let usual = 5

    /// Never below 3: at 2, a person in a pair would know the other.
    package init(_ least: Int = usual) { self.least = max(3, least) }

    /// Nothing and enough may be told; what lies between may not.
    package func isSmall(_ count: Int) -> Bool { count > 0 && count < least }
}
