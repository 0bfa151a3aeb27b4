// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// Who was recorded more than once, and as whom each of these counts.
package struct Merges: Sendable {
    private var next: [PersonKey: PersonKey] = [:]
    private var records: [PersonKey: RecordID] = [:]

    package init(_ participants: [Record]) { self.init(participants.map(PersonEntry.init)) }

    init(_ people: [PersonEntry]) {
        for person in people {
            guard let survivor = person.mergedInto else { continue }
            let (id, record) = (person.participant.id, person.participant.record)
            (next[id], records[id]) = (survivor, record)
        }
    }

    var isEmpty: Bool { next.isEmpty }

    /// The last of a chain; of a circle, the one whose identifier comes first.
    package func survivor(of person: PersonKey) -> PersonKey {
        guard !isEmpty, let first = next[person] else { return person }
        var (current, seen) = (first, [person, first])
        while let following = next[current] {
            if let start = seen.firstIndex(of: following) {
                return seen[start...].min() ?? following
            }
            seen.append(following)
            current = following
        }
        return current
    }

    func isSurvivor(_ person: PersonKey) -> Bool { survivor(of: person) == person }

    /// The records that say so of these people, as they were named: a figure rests on them too.
    func records(behind people: Set<PersonKey>) -> Set<RecordID> {
        guard !isEmpty else { return [] }
        var found: Set<RecordID> = []
        for person in people {
            var current = person
            while let record = records[current], found.insert(record).inserted,
                let following = next[current]
            { current = following }
        }
        return found
    }
}
