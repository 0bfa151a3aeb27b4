// SPDX-License-Identifier: Apache-2.0

package import FieldModel

extension FormDefinition {
    /// A record of this form, as the table of permissions is asked about it.
    package func subject(in scope: Scope) -> Subject {
        .record(scope, category, writers: writers.map(Set.init))
    }

    package func lets(_ role: Role, _ action: Action) -> Bool {
        allowed(role, category, writers: writers.map(Set.init)).contains(action)
    }

    /// The roles at a record's own place that may settle disputes about it; administrators may too.
    package func settlers(in scope: Scope) -> [Role] {
        Role.allCases.filter { role in
            let organisation = role.place == .organisation ? scope.organisation : nil
            guard role.place != .installation,
                let grant = Grant(role: role, council: scope.council, organisation: organisation)
            else { return false }
            let somebody = Actor(person: PersonID(high: 0, low: 0), grants: [grant])
            return may(somebody, .resolve, subject(in: scope))
        }
    }

    /// That a role may not do something with records of this form, and whose it is.
    package func refusal(of action: Action) -> String {
        let roles = Role.allCases.filter { $0.place != .installation && lets($0, action) }
        let others = (roles.isEmpty ? [.administrator] : roles).map(\.people)
        let first = others.dropLast().joined(separator: ", ")
        let all = (first.isEmpty ? [] : [first]) + others.suffix(1)
        return "Your role does not let you \(action.name) records of the form \(id) here: that is"
            + " for \(all.joined(separator: " and ")) of the place that it belongs to."
    }

    /// A form narrows what its category allows, and never widens it.
    var writerProblems: [String] {
        guard let writers else { return [] }
        let able = Role.allCases.filter { allowed($0, category).contains(.write) }
        let known = able.map(\.rawValue).joined(separator: ", ")
        guard !writers.isEmpty else {
            return [
                "writers: name who may write records of this form, of \(known); or leave it out"
            ]
        }
        return writers.filter { !able.contains($0) }.map {
            "writers: a '\($0.rawValue)' never writes records of the category"
                + " '\(category.rawValue)'; of these may be named: \(known)"
        }
    }
}
