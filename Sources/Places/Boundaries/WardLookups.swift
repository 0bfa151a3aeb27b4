// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// The lookups of one council, the oldest boundaries first.
package struct WardLookups: Hashable, Sendable {
    package private(set) var editions: [WardLookup] = []
    /// Days for which two lookups say different things: no figure is made of either.
    package private(set) var unclear: Set<PlainDate> = []

    /// Two that say the same, as two people imported them, are one.
    package init(_ all: [WardLookup]) {
        for lookup in all.sorted(by: { ($0.boundaries, $0.source) < ($1.boundaries, $1.source) }) {
            guard let same = editions.last, same.boundaries == lookup.boundaries else {
                editions.append(lookup)
                continue
            }
            if !same.says(lookup) { unclear.insert(lookup.boundaries) }
        }
    }

    /// The newest boundaries that are not after a day; nil where all are newer, or none is here.
    ///
    /// - Throws: `PlaceError` where two lookups of that day differ.
    package func inForce(on day: PlainDate) throws -> WardLookup? {
        try editions.last { $0.boundaries <= day }.map(clear)
    }

    /// The boundaries that a person named by their first day or their year.
    ///
    /// - Throws: `PlaceError` with those that there are; another year's are never taken instead.
    package func named(_ text: String) throws -> WardLookup {
        let found = editions.filter {
            "\($0.boundaries)" == text || "\($0.boundaries.year)" == text
        }
        guard found.count == 1, let only = found.first else {
            throw PlaceError("Boundaries of \(text)", found.isEmpty ? absent : several(found))
        }
        return try clear(only)
    }

    private var absent: String {
        let known = editions.map { "\($0.boundaries)" }.joined(separator: ", ")
        return (known.isEmpty ? "No ward boundaries are here." : "There are those of: \(known).")
            + " No figure was made. A reviewer of the council imports them: keeplocal place lookup"
            + " import FILE --as-of DATE; then: keeplocal sync"
    }

    private func several(_ found: [WardLookup]) -> String {
        let days = found.map { "\($0.boundaries)" }.joined(separator: ", ")
        return "There are several of that year: \(days). Name one by its day."
    }

    private func clear(_ lookup: WardLookup) throws -> WardLookup {
        guard unclear.contains(lookup.boundaries) else { return lookup }
        throw PlaceError(
            "Boundaries of \(lookup.boundaries)",
            "Two lookups of this day put the same neighbourhoods into different wards. No figure"
                + " was made. Delete the one that is wrong: keeplocal list ward_lookup"
        )
    }
}
