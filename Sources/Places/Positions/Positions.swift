// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// Where places lie, as a council imported it: by the codes of LSOAs and wards, and by the names of
/// neighbourhoods.
package struct Positions: Hashable, Sendable {
    package enum Kind: String, Sendable, CaseIterable {
        /// Columns from the left and rows from the top of a grid that somebody drew.
        case grid
        /// Metres to the east and to the north.
        case map
    }

    package struct Point: Hashable, Sendable {
        package let (x, y): (Int, Int)

        package init(_ x: Int, _ y: Int) { (self.x, self.y) = (x, y) }
    }

    package let title: String
    package let kind: Kind
    package let points: [String: Point]
    /// The hash of the file that it was read from.
    package let source: String

    package init(title: String, kind: Kind, points: [String: Point], source: String) {
        (self.title, self.kind) = (title, kind)
        (self.points, self.source) = (points, source)
    }

    /// Where a place lies: by its code, or in the middle of its areas; nil where none is known.
    ///
    /// Tiles that somebody drew have no middle.
    package func point(of code: String, areas: some Sequence<String>) -> Point? {
        if let own = points[code] { return own }
        let known = kind == .map ? areas.compactMap { points[$0] } : []
        guard !known.isEmpty else { return nil }
        return Point(
            known.map(\.x).reduce(0, +) / known.count,
            known.map(\.y).reduce(0, +) / known.count
        )
    }
}

extension Positions {
    /// Nil for one that lacks what it needs, or is in dispute.
    package init?(_ record: Record) {
        guard let kind = record.text("kind").flatMap(Kind.init), let text = record.text("values"),
            !record.isDisputed("kind", "values")
        else { return nil }
        var points: [String: Point] = [:]
        for line in text.split(separator: "\n") {
            let parts = line.split(separator: " ", maxSplits: 2)
            guard parts.count == 3, let x = Int(parts[0]), let y = Int(parts[1]),
                [x, y].allSatisfy({ $0.magnitude <= UInt(Self.most) }),
                points.updateValue(Point(x, y), forKey: String(parts[2])) == nil
            else { return nil }
        }
        self.init(
            title: record.text("title") ?? "",
            kind: kind,
            points: points,
            source: record.text("source") ?? ""
        )
    }

    /// Farther than any place of the country lies, in metres, from where its grid begins.
    static let most = 10_000_000

    package var fields: [FieldPath: FieldValue] {
        let lines = points.sorted { $0.key < $1.key }
        return FieldPath.answers([
            "title": .text(title), "kind": .choice(kind.rawValue),
            "values": .text(
                lines.map { "\($0.value.x) \($0.value.y) \($0.key)" }.joined(separator: "\n")
            ),
            "source": .text(source),
        ])
    }
}
