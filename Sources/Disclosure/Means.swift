// SPDX-License-Identifier: Apache-2.0

/// Sums that means tell, held against each other: with n, a mean tells the sum that it is of.
///
/// Two sums of nearly the same people, subtracted, tell what those few changed by: who came, who
/// went, or, where n is the same, whose answer was corrected. A correction of many people at once
/// cannot be told from that of one, so every other sum of nearly as many is refused.
struct Means {
    private let told: [Publication.Entry]
    private let new: Publication.Entry
    private let threshold: Threshold
    /// So many steps are tried before giving up on the safe side.
    private var steps = 20_000
    /// Sums of more means are not tried, as in `Unions`.
    private static let membersMax = 4

    init(_ told: [Publication.Entry], _ new: Publication.Entry, _ threshold: Threshold) {
        (self.told, self.new, self.threshold) = (told, new, threshold)
    }

    /// True where the new mean, less others, or others less it, is the change of few people.
    mutating func leaveFew() -> Bool {
        let within = told.filter { $0.parts.isSubset(of: new.parts) }
        if leavesFew(new.count, new.sum, within, Self.membersMax) { return true }
        for whole in told where new.parts.isSubset(of: whole.parts) {
            let beside = told.filter {
                $0.parts.isSubset(of: whole.parts) && $0.parts.isDisjoint(with: new.parts)
            }
            let (left, sum) = (whole.count &- new.count, Self.difference(whole.sum, new.sum))
            if leavesFew(left, sum, beside, Self.membersMax - 1) { return true }
        }
        return false
    }

    private mutating func leavesFew(
        _ count: Int,
        _ sum: Int64?,
        _ parts: [Publication.Entry],
        _ most: Int
    ) -> Bool {
        steps -= 1
        guard steps > 0 else { return true }
        // Nobody is left with nothing: these are the same people, and nobody was corrected.
        let isNothing = count == 0 && sum == 0
        if count.magnitude < UInt(threshold.least), !isNothing { return true }
        guard most > 0 else { return false }
        for (index, part) in parts.enumerated() where part.count > 0 {
            let left = count &- part.count
            guard left > -threshold.least else { continue }
            let others = parts[(index + 1)...].filter { $0.parts.isDisjoint(with: part.parts) }
            if leavesFew(left, Self.difference(sum, part.sum), others, most - 1) { return true }
        }
        return false
    }

    /// Nil where a sum is not known: then few people's change may be in it.
    private static func difference(_ sum: Int64?, _ part: Int64?) -> Int64? {
        guard let sum, let part else { return nil }
        return sum &- part
    }
}
