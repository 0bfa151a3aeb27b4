// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// Who took their consent back, and from which day.
///
/// Of everything that was said of one person, however often they were recorded, the word of the
/// latest day holds; of two of one day, and while two differ, the no. A no without a day reaches
/// nothing, as nobody knows what came after it.
package struct Withdrawals: Sendable {
    private var since: [PersonKey: PlainDate] = [:]
    private var kept: Set<RecordID> = []

    init(_ people: [PersonEntry], keeping exceptions: [Record], _ merges: Merges) {
        var words: [PersonKey: ConsentWord] = [:]
        for entry in people where !entry.words.isEmpty {
            let person = merges.survivor(of: entry.participant.id)
            for word in entry.words { words[person] = max(words[person] ?? word, word) }
        }
        since = words.filter { !$0.value.isGiven }.mapValues(\.date)
        kept = Set(exceptions.compactMap { $0.text("record").flatMap { RecordID($0) } })
    }

    /// The day from which a person does not agree; nil for who does.
    package func day(of person: PersonKey?) -> PlainDate? { person.flatMap { since[$0] } }

    var isEmpty: Bool { since.isEmpty }

    /// The same, unless somebody decided that this record may be kept.
    func day(reaching record: RecordID, of person: PersonKey?) -> PlainDate? {
        guard !since.isEmpty, let day = day(of: person), !kept.contains(record) else {
            return nil
        }
        return day
    }

    /// True where a record of that day came after consent was withdrawn, and nobody decided that
    /// it may be kept.
    func reach(_ record: RecordID, of person: PersonKey?, on date: PlainDate?) -> Bool {
        guard let date, let day = day(reaching: record, of: person) else { return false }
        return day <= date
    }
}

/// What was written down of one day about consent.
struct ConsentWord: Hashable, Comparable {
    let date: PlainDate
    let isGiven: Bool

    init(date: PlainDate, isGiven: Bool) { (self.date, self.isGiven) = (date, isGiven) }

    fileprivate init?(_ isGiven: FieldValue?, _ date: FieldValue?) {
        guard case .boolean(let isGiven) = isGiven, case .date(let date) = date else { return nil }
        (self.isGiven, self.date) = (isGiven, date)
    }

    /// A no comes after a yes of the same day.
    static func < (a: Self, b: Self) -> Bool {
        (a.date, a.isGiven ? 0 : 1) < (b.date, b.isGiven ? 0 : 1)
    }
}

extension Record {
    /// One; while two people's words differ, those of both.
    var consentWords: [ConsentWord] {
        guard !conflicts.isEmpty else { return consentWord.map { [$0] } ?? [] }
        let days = candidates("consent_date")
        let open = candidates("consent") + days
        guard !open.isEmpty else {
            return consentWord.map { [$0] } ?? []
        }
        let given = candidates("consent")
        let changes = Set(open.map(\.id)).sorted()
        return changes.compactMap { change in
            ConsentWord(
                given.isEmpty
                    ? value("consent") : given.first { $0.id == change }?.value,
                days.isEmpty
                    ? value("consent_date") : days.first { $0.id == change }?.value
            )
        }
    }

    private var consentWord: ConsentWord? {
        ConsentWord(value("consent"), value("consent_date"))
    }

    private func candidates(_ name: String) -> [Candidate] {
        guard let path = FieldPath(name) else { return [] }
        return conflicts.first { $0.field == path }?.candidates ?? []
    }
}
