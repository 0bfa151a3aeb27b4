// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// Who was recorded more than once, and as whom each of these counts.
package struct Merges: Sendable {
    private var next: [String: String] = [:]
    private var records: [String: RecordID] = [:]

    /// A disputed merge is none yet.
    package init(_ participants: [Record]) {
        for record in participants where !record.isDisputed("merged_into") {
            guard let survivor = record.text("merged_into"), !survivor.isEmpty else { continue }
            let id = record.id.description
            guard survivor != id else { continue }
            (next[id], records[id]) = (survivor, record.id)
        }
    }

    /// The last of a chain; of a circle, the one whose identifier comes first.
    package func survivor(of person: String) -> String {
        var (current, seen) = (person, [person])
        while let following = next[current] {
            if let start = seen.firstIndex(of: following) {
                return seen[start...].min() ?? following
            }
            seen.append(following)
            current = following
        }
        return current
    }

    func isSurvivor(_ person: String) -> Bool { survivor(of: person) == person }

    /// The records that say so of these people, as they were named: a figure rests on them too.
    func records(behind people: Set<String>) -> Set<RecordID> {
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
