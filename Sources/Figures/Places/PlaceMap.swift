// SPDX-License-Identifier: Apache-2.0

/// Which place of one kind each LSOA lies in: wards of a day, neighbourhoods, or itself.
package struct PlaceMap: Sendable {
    package struct Place: Hashable, Sendable {
        package let key: String
        package let title: String
        package let areas: Set<String>

        package init(key: String, title: String, areas: Set<String>) {
            (self.key, self.title, self.areas) = (key, title, areas)
        }
    }

    /// "ward", "neighbourhood".
    package let noun: String
    /// The same with the day that it is meant for: "ward (boundaries of 2026-05-07)".
    package let title: String
    package let places: [Place]
    /// What is said of people whose LSOA lies in none of them.
    package let unknown: String
    /// LSOAs that lie in more than one.
    package let several: Set<String>
    private let placeOf: [String: String]

    /// Places that share an LSOA do not add up, so its people are counted apart.
    package init(
        _ noun: String,
        _ places: [Place],
        unknown: String,
        title: String? = nil
    ) {
        (self.noun, self.places, self.unknown) = (noun, places, unknown)
        self.title = title ?? noun
        var (placeOf, several): ([String: String], Set<String>) = ([:], [])
        for place in places {
            for area in place.areas {
                let former = placeOf.updateValue(place.key, forKey: area)
                several.formUnion(former == nil ? [] : [area])
            }
        }
        (self.placeOf, self.several) = (placeOf.filter { !several.contains($0.key) }, several)
    }

    /// Each LSOA that somebody lives in.
    package static func areas(of cases: Cases) -> PlaceMap {
        let codes = Set(cases.participants.compactMap(\.neighbourhood)).sorted()
        return PlaceMap(
            "LSOA",
            codes.map { Place(key: $0, title: $0, areas: [$0]) },
            unknown: "no LSOA known"
        )
    }

    enum Spot: Hashable {
        case place(String)
        case several, unknown, withheld, none
    }

    func spot(of participant: Participant?) -> Spot {
        guard let participant else { return .none }
        if participant.isPlaceWithheld { return .withheld }
        guard let area = participant.neighbourhood else { return .none }
        if several.contains(area) { return .several }
        return placeOf[area].map(Spot.place) ?? .unknown
    }

    /// Where no place can be told, people are counted all the same.
    var apart: [(spot: Spot, title: String)] {
        (several.isEmpty ? [] : [(.several, "in more than one \(noun)")])
            + [
                (.unknown, unknown), (.withheld, "location withheld"),
                (.none, "no LSOA recorded"),
            ]
    }
}
