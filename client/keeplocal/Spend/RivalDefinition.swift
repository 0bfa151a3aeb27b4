// SPDX-License-Identifier: Apache-2.0

import FieldModel
import LocalSpend

/// A definition with its record: two people who make one apart may choose the same short name.
struct RivalDefinition {
    let record: RecordID
    let definition: SpendDefinition

    init?(_ record: Record) {
        guard let definition = SpendDefinition(record) else { return nil }
        (self.record, self.definition) = (record.id, definition)
    }

    /// Those whose name means one rule, and those whose name means several.
    static func parted(
        _ all: [RivalDefinition]
    ) -> (clear: [SpendDefinition], rivals: [RivalDefinition]) {
        let groups = Dictionary(grouping: all, by: \.definition.id).sorted { $0.key < $1.key }
        let (clear, rivals) = (
            groups.filter { Set($0.value.map(\.definition)).count == 1 },
            groups.filter { Set($0.value.map(\.definition)).count > 1 }
        )
        return (
            clear.compactMap { $0.value.first?.definition },
            rivals.flatMap { $0.value.sorted { $0.record < $1.record } }
        )
    }

    /// One sentence for each name that means several rules.
    static func notes(_ rivals: [RivalDefinition]) -> [String] {
        Dictionary(grouping: rivals, by: \.definition.id).sorted { $0.key < $1.key }.map {
            id,
            rivals in
            let named = rivals.map { "\($0.record) (\($0.definition.title))" }
            return "\(rivals.count) definitions have the short name '\(id)' and different rules:"
                + " \(named.joined(separator: ", ")). Nothing is measured by that name. Name one by"
                + " its identifier, or delete the one that is wrong: keeplocal delete IDENTIFIER"
        }
    }
}
