// SPDX-License-Identifier: Apache-2.0

/// Medians of nearly the same people, held against each other.
///
/// Two that differ tell on which side of both the few stand who came, went or were corrected, and
/// often their very value. So beside a median that was told, another of the same people, of some of
/// them or of more, is refused while fewer than the threshold make the difference; as with `Means`,
/// many corrections at once cannot be told from one. Medians do not add up: those of parts tell
/// nothing about that of the whole by subtraction, and the numbers of people have their own rule.
enum Medians {
    /// True where few people make the new median differ from one that was told.
    static func leaveFew(
        _ told: [Publication.Entry],
        _ new: Publication.Entry,
        _ threshold: Threshold
    ) -> Bool {
        told.contains { other in
            let isNested =
                other.parts.isSubset(of: new.parts) || new.parts.isSubset(of: other.parts)
            let isSame = other.count == new.count && other.median == new.median
            return isNested && abs(other.count - new.count) < threshold.least && !isSame
        }
    }
}
