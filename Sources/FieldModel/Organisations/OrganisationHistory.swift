// SPDX-License-Identifier: Apache-2.0

/// What organisations were called on each day, and who goes on in the place of which.
///
/// Records keep the organisation that they were made in: what was reported under a name stands
/// under that name.
package struct OrganisationHistory: Hashable, Sendable {
    private let changes: [OrganisationID: [OrganisationChange]]

    package init(_ changes: some Sequence<OrganisationChange>) {
        self.changes = Dictionary(grouping: changes, by: \.organisation)
            .mapValues { $0.sorted { $0.from < $1.from } }
    }

    package var isEmpty: Bool { changes.isEmpty }

    /// The oldest first.
    package func changes(of organisation: OrganisationID) -> [OrganisationChange] {
        changes[organisation] ?? []
    }

    /// What it is called on a day; `known` where nobody ever gave it another name.
    package func name(
        of organisation: OrganisationID,
        on day: PlainDate,
        else known: String
    ) -> String {
        let renames = changes(of: organisation).compactMap { change -> (PlainDate, String)? in
            if case .renamed(let name) = change.kind { (change.from, name) } else { nil }
        }
        if let last = renames.last(where: { $0.0 <= day }) { return last.1 }
        return changes(of: organisation).first { $0.kind.successor == nil }?.formerName ?? known
    }

    /// All that it was ever called.
    package func names(of organisation: OrganisationID, known: String) -> Set<String> {
        changes(of: organisation).reduce(into: [known]) { names, change in
            names.insert(change.formerName)
            if case .renamed(let name) = change.kind { names.insert(name) }
        }
    }

    /// Who goes on in its place on a day, be it by way of others; nil where it goes on itself.
    ///
    /// Of two that name each other, as people wrote them apart, none has a successor.
    package func successor(of organisation: OrganisationID, on day: PlainDate) -> OrganisationID? {
        var (seen, current): (Set<OrganisationID>, OrganisationID) = ([organisation], organisation)
        while let next = changes(of: current).last(where: {
            $0.from <= day && $0.kind.successor != nil
        })?.kind.successor {
            guard seen.insert(next).inserted else { return nil }
            current = next
        }
        return current == organisation ? nil : current
    }
}
