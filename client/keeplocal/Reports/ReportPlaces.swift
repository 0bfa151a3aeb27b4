// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FieldStore
import Figures
import Pictures
import Places

/// The places that a report tells of, and where each person's LSOA lies among them.
struct ReportPlaces {
    let map: PlaceMap
    /// What lies behind the places, and what is missing; each a sentence.
    let notes: [String]
    let book: PlaceBook
    let kind: PlaceKind

    /// - Throws: `PlaceError` for boundaries that are not here: no others are taken instead.
    init(
        _ kind: PlaceKind,
        boundaries: String?,
        _ book: PlaceBook,
        _ cases: Cases,
        _ periods: [Period]
    ) throws {
        (self.book, self.kind) = (book, kind)
        let last = periods.last?.last ?? PlainDate(daysSince1970: 0)
        switch kind {
        case .lsoa: (map, notes) = (.areas(of: cases), book.notes)
        case .neighbourhood:
            let day = try boundaries.map(typedDay) ?? last
            (map, notes) = Self.neighbourhoods(book, on: day)
        case .ward:
            let lookup = try boundaries.map(book.lookups.named) ?? book.lookups.inForce(on: last)
            (map, notes) = Self.wards(lookup, book, on: last)
        }
    }

    /// By which a place is told without being asked for: neighbourhoods that the council has named,
    /// then wards.
    static func maps(of book: PlaceBook, on day: PlainDate) -> [PlaceMap] {
        // Which of two lookups is right is asked where people look at places, not here.
        let lookup = try? book.lookups.inForce(on: day)
        return [neighbourhoods(book, on: day).0]
            + (lookup.map { [wards($0, book, on: day).0] } ?? [])
    }

    private static func wards(
        _ lookup: WardLookup?,
        _ book: PlaceBook,
        on day: PlainDate
    ) -> (PlaceMap, [String]) {
        guard let lookup else {
            let others = book.lookups.editions.map { "\($0.boundaries)" }.joined(separator: ", ")
            let note =
                "No ward is known for \(day): "
                + (others.isEmpty
                    ? "no boundaries are on this device."
                    : "all boundaries here are newer (\(others); --boundaries takes one of them).")
                + " A reviewer of the council imports them: keeplocal place lookup import FILE"
                + " --as-of DATE; then sync."
            return (PlaceMap("ward", [], unknown: "no ward known for \(day)"), book.notes + [note])
        }
        let areas = Dictionary(grouping: lookup.wardOf.keys) { lookup.wardOf[$0] ?? "" }
        let names = Dictionary(grouping: lookup.names.values) { $0 }
        let places = lookup.wards.map { code in
            let name = inert(lookup.names[code] ?? code)
            let isAmbiguous = (names[lookup.names[code] ?? ""]?.count ?? 0) > 1
            return PlaceMap.Place(
                key: code,
                title: isAmbiguous ? "\(name) (\(code))" : name,
                areas: Set(areas[code] ?? [])
            )
        }
        let map = PlaceMap(
            "ward",
            places,
            unknown: "no ward known",
            title: "ward (boundaries of \(lookup.boundaries))"
        )
        let note =
            "Wards are those of \(lookup.boundaries) ('\(inert(lookup.title))'): each LSOA is"
            + " counted whole in the ward that fits it best."
        return (map, book.notes + [note])
    }

    private static func neighbourhoods(
        _ book: PlaceBook,
        on day: PlainDate
    ) -> (PlaceMap, [String]) {
        let meant = Dictionary(grouping: book.neighbourhoods.meant(on: day), by: \.name)
        let places = meant.sorted { $0.key < $1.key }.map { name, all in
            PlaceMap.Place(
                key: name,
                title: inert(name),
                areas: all.reduce(into: []) { $0.formUnion($1.areas) }
            )
        }
        let map = PlaceMap(
            "neighbourhood",
            places,
            unknown: "in no neighbourhood",
            title: "neighbourhood (as meant on \(day))"
        )
        let note =
            "The council has named no neighbourhood for \(day). A reviewer adds one: keeplocal"
            + " place neighbourhood add NAME --lsoa CODE --from DATE"
        return (map, book.notes + (places.isEmpty ? [note] : []))
    }
}
