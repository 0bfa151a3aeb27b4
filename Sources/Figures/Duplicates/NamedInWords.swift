// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// Words that records name a person by: where somebody is recorded under them, figures count one
/// more than there is until a person says whom they mean.
package struct NamedInWords: Hashable, Sendable {
    package let words: String
    package let scope: Scope
    /// Whom they may mean: several where more than one person is called so, nobody where no record
    /// is.
    package let people: [RecordID]
    /// The records that say them.
    package let records: [RecordID]

    /// True for the same words in another order, with other capitals or punctuation.
    package func isSaid(by text: String) -> Bool {
        NameTrait.words(of: text) == NameTrait.words(of: words)
    }

    /// Inside one organisation only, in the order of the words.
    ///
    /// `records` are participants, with whatever has a `participant`; one in which that is disputed
    /// is left to whoever settles it.
    package static func all(in records: [Record]) -> [NamedInWords] {
        let own = records.filter { $0.scope.audience == .organisation && !$0.isDeleted }
        let people = own.filter { $0.form.text == "participant" }
        let called = called(people, Merges(people))
        let saying = Dictionary(grouping: own.filter { !$0.isDisputedAboutPerson }) {
            Key($0.scope, inWords: $0.text("participant"))
        }
        return saying.compactMap { key, records -> NamedInWords? in
            guard let key else { return nil }
            let people = called[key] ?? []
            let words = records.compactMap { $0.text("participant") }.min() ?? ""
            return NamedInWords(
                words: words,
                scope: key.scope,
                people: people.sorted(),
                records: records.map(\.id).sorted()
            )
        }.sorted { ($0.words, $0.records[0]) < ($1.words, $1.records[0]) }
    }

    /// Those who count as people, by each name and reference.
    private static func called(_ people: [Record], _ merges: Merges) -> [Key: Set<RecordID>] {
        var called: [Key: Set<RecordID>] = [:]
        for person in people {
            guard let survivor = merges.survivor(of: .record(person.id)).record else { continue }
            for name in ["name", "reference", "code"] {
                guard let key = Key(person.scope, inWords: person.text(name)) else { continue }
                called[key, default: []].insert(survivor)
            }
        }
        return called
    }

    /// Words of one organisation, whatever their order, capitals and punctuation.
    private struct Key: Hashable {
        let scope: Scope
        let words: [String]

        init?(_ scope: Scope, inWords text: String?) {
            guard let text, RecordID(text) == nil else { return nil }
            (self.scope, words) = (scope, NameTrait.words(of: text))
            guard !words.isEmpty else { return nil }
        }
    }
}

extension Record {
    fileprivate var isDisputedAboutPerson: Bool {
        disputedFields.contains { $0.template == "participant" }
    }
}
