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
