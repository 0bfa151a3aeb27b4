// SPDX-License-Identifier: Apache-2.0

/// Where people were referred to, or came from, by what the records say.
///
/// A service that is known is its organisation's. Other words may be a person's words about a
/// person, so they are repeated only where they stand for five people or more.
struct ReferralPlaces {
    typealias Referral = (said: String?, person: PersonKey?)

    private let organisations: [String: String]
    private let named: [String: String]
    private static let least = 5

    init(_ referrals: [Referral], organisations: [String: String]) {
        self.organisations = organisations
        var people: [String: Set<PersonKey>] = [:]
        var spellings: [String: String] = [:]
        for case (let said?, let person?) in referrals where organisations[said.lowercased()] == nil
        {
            let key = Self.key(said)
            people[key, default: []].insert(person)
            spellings[key] = min(spellings[key] ?? said, said)
        }
        named = spellings.filter { (people[$0.key] ?? []).count >= Self.least }
    }

    func place(of said: String?) -> String {
        guard let said else { return "others" }
        return organisations[said.lowercased()] ?? named[Self.key(said)] ?? "others"
    }

    private static func key(_ said: String) -> String {
        said.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}
