// SPDX-License-Identifier: Apache-2.0

/// How a form wants differing values of one field to be merged; `ask` unless it says otherwise.
package enum MergePolicy: String, Codable, Sendable, CaseIterable {
    /// A person decides.
    case ask
    /// Sets: what anyone added, without what someone took out that they had seen.
    case union
    /// Counters: every difference counts.
    case sum
    case max, min
    /// The earlier date or time.
    case earliest
    /// Three-way by lines; where both changed the same lines, a person decides.
    case text
    /// The organisation's value stands against the council's.
    case ownerOrganisation = "owner:organisation"
    /// The council's value stands against the organisation's.
    case ownerCouncil = "owner:council"
}
