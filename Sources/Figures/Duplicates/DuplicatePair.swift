// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// Two records that may be of one person, and what speaks for it; a person decides.
package struct DuplicatePair: Hashable, Sendable {
    package enum Reason: String, Sendable, CaseIterable {
        case reference, phone, neighbourhood
        case sameName = "same_name"
        case likeName = "like_name"
        case sameBirth = "same_birth"
        /// Day and month changed places.
        case swappedBirth = "swapped_birth"
        /// Enrolled in one service within a month.
        case sameStart = "same_start"
        case otherName = "other_name"
        case otherBirth = "other_birth"

        /// What it adds, or takes away, where it speaks against.
        var points: Int {
            switch self {
            case .reference: 50
            case .sameName, .sameBirth: 40
            case .phone: 30
            case .swappedBirth: 25
            case .likeName: 20
            case .sameStart: 15
            case .neighbourhood: 10
            case .otherName: -20
            case .otherBirth: -40
            }
        }
    }

    /// The one that was begun first.
    package let first: RecordID
    package let second: RecordID
    /// 50, likely enough to be looked at, to 100.
    package let score: Int
    package let reasons: [Reason]

    static let scoreMin = 50

    /// Nil for two that are not alike enough to be looked at.
    init?(_ a: PersonTraits, _ b: PersonTraits) {
        (first, second) = (min(a.record, b.record), max(a.record, b.record))
        reasons = Self.reasons(a, b)
        let isInitials = a.name?.isInitials == true && reasons.contains(.sameName)
        let points = reasons.map(\.points).reduce(0, +) - (isInitials ? 25 : 0)
        guard points >= Self.scoreMin else { return nil }
        score = min(100, points)
    }

    private static func reasons(_ a: PersonTraits, _ b: PersonTraits) -> [Reason] {
        [
            alike(a.reference, b.reference) ? .reference : nil,
            name(a.name, b.name),
            birth(a.born, b.born),
            alike(a.phone, b.phone) ? .phone : nil,
            alike(a.neighbourhood, b.neighbourhood) ? .neighbourhood : nil,
            isStartedTogether(a, b) ? .sameStart : nil,
        ].compactMap(\.self)
    }

    private static func alike(_ a: String?, _ b: String?) -> Bool { a != nil && a == b }

    private static func name(_ a: NameTrait?, _ b: NameTrait?) -> Reason? {
        guard let a, let b else { return nil }
        return a == b ? .sameName : a.isLike(b) ? .likeName : .otherName
    }

    private static func birth(_ a: PlainDate?, _ b: PlainDate?) -> Reason? {
        guard let a, let b else { return nil }
        if a == b { return .sameBirth }
        let isSwapped = a.year == b.year && a.month == b.day && a.day == b.month
        return isSwapped ? .swappedBirth : .otherBirth
    }

    private static func isStartedTogether(_ a: PersonTraits, _ b: PersonTraits) -> Bool {
        a.starts.contains { one in
            b.starts.contains { other in
                one.service == other.service && one.date <= other.date.adding(days: 31)
                    && other.date <= one.date.adding(days: 31)
            }
        }
    }
}
