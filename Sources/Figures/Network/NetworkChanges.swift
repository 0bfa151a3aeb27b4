// SPDX-License-Identifier: Apache-2.0

/// What telling the network anew would do: what it has been told, and what it is to be told now.
package struct NetworkChanges: Sendable {
    package struct Change: Hashable, Sendable {
        package let before: NetworkFigure?
        package let after: NetworkFigure

        package var isNone: Bool { before == after }
    }

    /// By what they are about, also those that stay as they are.
    package let all: [Change]

    /// What was told and is not any more is withdrawn; what was withdrawn before stays so.
    package init(from told: [NetworkFigure], to now: [NetworkFigure]) {
        let before = Dictionary(told.map { ($0.name, $0) }, uniquingKeysWith: { $1 })
        let names = Set(now.map(\.name))
        let gone = before.values.filter { !names.contains($0.name) }
        let after =
            now.map { Change(before: before[$0.name], after: $0) }
            + gone.map { Change(before: $0, after: $0.withdrawn) }
        all = after.sorted {
            ($0.after.kind.rawValue, $0.after.name) < ($1.after.kind.rawValue, $1.after.name)
        }
    }

    package var needed: [Change] { all.filter { !$0.isNone } }
}
