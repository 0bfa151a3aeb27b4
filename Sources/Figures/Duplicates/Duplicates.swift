// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// People who may be recorded twice, inside one organisation only.
///
/// Only records that share a name, a day of birth, a phone or a reference are compared: two that
/// share none of these can never reach the score. So the time follows the number of records.
package struct Duplicates: Sendable {
    /// The likeliest first.
    package private(set) var pairs: [DuplicatePair] = []
    /// Values that so many people share that they tell nobody apart, and were not compared by.
    package private(set) var common = 0

    private static let sharedMax = 100

    package init(_ records: [Record]) {
        let byForm = Dictionary(
            grouping: records.filter { $0.scope.audience == .organisation && !$0.isDeleted },
            by: \.form.text
        )
        let people = byForm["participant"] ?? []
        let merges = Merges(people)
        let traits = Self.traits(people, byForm["enrolment"] ?? [], merges)
        let apart = Self.apart(byForm["distinct_people"] ?? [], merges)
        var seen: Set<Int> = []
        for block in Self.blocks(traits) {
            if block.count > Self.sharedMax {
                common += 1
            } else {
                compare(block, traits, &seen, apart)
            }
        }
        pairs.sort { ($1.score, $0.first, $0.second) < ($0.score, $1.first, $1.second) }
    }

    private mutating func compare(
        _ block: [Int],
        _ traits: [PersonTraits],
        _ seen: inout Set<Int>,
        _ apart: Set<[PersonKey]>
    ) {
        for (place, a) in block.enumerated() {
            for b in block.dropFirst(place + 1) {
                guard seen.insert(a << 32 | b).inserted,
                    let pair = DuplicatePair(traits[a], traits[b]),
                    !apart.contains([.record(pair.first), .record(pair.second)])
                else { continue }
                pairs.append(pair)
            }
        }
    }

    /// Of those that count as people: who is joined with another already is that one.
    private static func traits(
        _ people: [Record],
        _ enrolments: [Record],
        _ merges: Merges
    ) -> [PersonTraits] {
        var starts: [PersonKey: [(service: String, date: PlainDate)]] = [:]
        for enrolment in enrolments {
            guard let person = enrolment.person("participant").map(merges.survivor),
                let service = enrolment.text("service"), let date = enrolment.date("started")
            else { continue }
            starts[person, default: []].append((service, date))
        }
        return people.sorted { $0.id < $1.id }
            .filter { merges.isSurvivor(.record($0.id)) }
            .map { record in
                var traits = PersonTraits(record)
                traits.starts = starts[.record(record.id)] ?? []
                return traits
            }
    }

    private static func apart(_ records: [Record], _ merges: Merges) -> Set<[PersonKey]> {
        Set(
            records.compactMap { record in
                guard let first = record.person("first"), let second = record.person("second")
                else { return nil }
                return [first, second].map(merges.survivor).sorted()
            }
        )
    }

    /// What two people share, by which they are compared at all.
    private struct Key: Hashable {
        let scope: Scope
        let text: String
    }

    private static func blocks(_ traits: [PersonTraits]) -> [[Int]] {
        var blocks: [Key: [Int]] = [:]
        for (place, person) in traits.enumerated() {
            for text in keys(of: person) {
                blocks[Key(scope: person.scope, text: text), default: []].append(place)
            }
        }
        return blocks.values.filter { $0.count > 1 }
    }

    /// A name with a day or a place as well, so that people of a common name are compared too.
    private static func keys(of person: PersonTraits) -> [String] {
        var keys: [String] = []
        if let name = person.name?.joined {
            keys.append("name \(name)")
            if let area = person.neighbourhood { keys.append("name \(name) in \(area)") }
            if let born = person.born { keys.append("name \(name) of \(born)") }
        }
        if let born = person.born {
            // In one order whichever of the two was taken for the month.
            let parts = [born.month, born.day].sorted()
            keys.append("born \(born.year)-\(parts[0])-\(parts[1])")
        }
        if let phone = person.phone { keys.append("phone \(phone)") }
        if let reference = person.reference { keys.append("reference \(reference)") }
        return keys
    }
}
