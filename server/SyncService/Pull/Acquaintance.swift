// SPDX-License-Identifier: Apache-2.0

import FieldModel

/// Whom and what a person may know by name: the councils, the organisations of those that they work
/// in, and the people with a role there, now or once; an administrator and an auditor everybody.
struct Acquaintance {
    private let actor: Actor
    private let reader: any StorageReader

    init(of actor: Actor, in reader: any StorageReader) {
        (self.actor, self.reader) = (actor, reader)
    }

    func known(_ entries: [DirectoryEntry]) throws -> [DirectoryEntry] {
        let hasPersons = entries.contains { if case .person = $0 { true } else { false } }
        let places = hasPersons && !knowsEverybody ? try reader.workplaces() : [:]
        return entries.filter { entry in
            switch entry {
            case .council: true
            case .organisation(let organisation):
                actor.grants.contains { $0.council == nil || $0.council == organisation.council }
            case .person(let person): knows(person.id, places[person.id] ?? [])
            }
        }
    }

    private var knowsEverybody: Bool {
        actor.grants.contains { [.administrator, .auditor].contains($0.role) }
    }

    private func knows(_ person: PersonID, _ places: Set<CouncilID?>) -> Bool {
        // Who has a role in the whole installation decides everywhere, and is named there.
        if knowsEverybody || person == actor.person || places.contains(nil) { return true }
        return actor.grants.contains { $0.council != nil && places.contains($0.council) }
    }
}
