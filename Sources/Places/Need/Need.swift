// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// How great need is in each place, as a council gave it: deciles of deprivation, for one.
package struct Need: Hashable, Sendable {
    package enum End: String, Sendable, CaseIterable { case low, high }

    package let title: String
    /// Which end of the numbers is great need; a decile of deprivation has it at 1.
    package let greatest: End
    /// By the codes of LSOAs or wards.
    package let values: [String: Int]
    package let source: String

    package init(title: String, greatest: End, values: [String: Int], source: String) {
        (self.title, self.greatest) = (title, greatest)
        (self.values, self.source) = (values, source)
    }

    /// The need of a place in tenths: its own number, or else the median of those of its areas.
    ///
    /// Deciles are ranks, of which a mean says nothing. Areas are drawn to be of one size, and no
    /// population stands in the record, so each weighs the same. Nil where nothing is known of it.
    package func tenths(of code: String, areas: some Sequence<String>) -> Int? {
        if let own = values[code] { return own * 10 }
        let known = areas.compactMap { values[$0] }.sorted()
        guard let last = known.last else { return nil }
        let upper = known.dropFirst(known.count / 2).first ?? last
        let lower = known.dropFirst((known.count - 1) / 2).first ?? last
        return 5 * (lower + upper)
    }
}

extension Need {
    /// Nil for one that lacks what it needs, or is in dispute.
    package init?(_ record: Record) {
        guard let end = record.text("greatest").flatMap(End.init), let text = record.text("values"),
            !record.isDisputed("greatest", "values"), let lines = CodeLines.read(text)
        else { return nil }
        let values = lines.compactMapValues { Int($0) }
        guard values.count == lines.count else { return nil }
        self.init(
            title: record.text("title") ?? "",
            greatest: end,
            values: values,
            source: record.text("source") ?? ""
        )
    }

    package var fields: [FieldPath: FieldValue] {
        FieldPath.answers([
            "title": .text(title), "greatest": .choice(greatest.rawValue),
            "values": .text(CodeLines.text(of: values.mapValues { String($0) })),
            "source": .text(source),
        ])
    }
}
