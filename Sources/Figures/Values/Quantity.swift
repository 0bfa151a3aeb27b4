// SPDX-License-Identifier: Apache-2.0

/// What a number counts, in the words that all reports share.
///
/// Whatever counts the same people says so here and nowhere else. Numbers of one `what` are held
/// against each other by their parts, in whichever report they stand: a part may be subtracted from
/// its whole, and a whole is what its parts add up to. What has no word here is compared with the
/// numbers of its own column alone.
package struct Quantity: Hashable, Sendable {
    package let what: String
    package let parts: Set<String>
    /// Of a figure that tells several numbers which one it is, where no word is shared.
    package let number: Int

    package init(_ what: String, _ parts: Set<String>, number: Int = 0) {
        (self.what, self.parts, self.number) = (what, parts, number)
    }
}

/// People, each once, of a period and of services.
extension Quantity {
    private static func people(_ parts: String...) -> Quantity { Quantity("people", Set(parts)) }

    /// Whose first enrolment began in the period.
    package static let newPeople = people("new")
    package static let knownPeople = people("here before")
    /// With a contact in the period: new ones and those who were here before.
    package static let reached = people("new", "here before")
    /// In a service in the period, whether they had a contact or not.
    package static let enrolled = people("new", "here before", "without a contact")
    /// Enrolments that began are no people.
    ///
    /// But as many more or less as there are of people tells who began twice, or before: so they
    /// are held against people as if they were.
    package static let begun = enrolled
    /// In two services or more, and in one alone.
    package static let inSeveral = Quantity("people in several services", [""])
    package static let inOne = Quantity("people in one service", [""])
    /// With a need: who has several is in several of these.
    static func needing(_ need: String) -> Quantity { Quantity("people who need \(need)", [""]) }
    /// Contacts are no people, and a person has several.
    package static let contacts = Quantity("contacts", [""])
}

/// Outcomes of a period: each is of one measure, so those of several measures add up.
extension Quantity {
    private static func kinds(_ kinds: String..., of measures: [String]) -> Quantity {
        let parts = measures.flatMap { measure in
            kinds.map { "\(measure.replacing("/", with: "\u{2215}"))/~\($0)" }
        }
        return Quantity("outcomes", Set(parts))
    }

    package static func better(_ measures: [String]) -> Quantity { kinds("better", of: measures) }
    package static func notBetter(_ measures: [String]) -> Quantity {
        kinds("not better", of: measures)
    }
    package static func noPair(_ measures: [String]) -> Quantity { kinds("no pair", of: measures) }
    package static func pairs(_ measures: [String]) -> Quantity {
        kinds("better", "not better", of: measures)
    }
    package static func outcomes(_ measures: [String]) -> Quantity {
        kinds("better", "not better", "no pair", of: measures)
    }
    /// Not followed up though it fell due; its baseline may be of another period.
    static func missed(_ measures: [String]) -> Quantity { kinds("missed", of: measures) }
    static func eligible(_ measures: [String]) -> Quantity {
        kinds("better", "not better", "missed", of: measures)
    }

    /// A share of pairs tells all three.
    package static func improved(_ measures: [String]) -> [Quantity] {
        [pairs(measures), better(measures), notBetter(measures)]
    }
}
