// SPDX-License-Identifier: Apache-2.0

/// What was recorded, by the place where each person lives: everybody is in exactly one row.
struct PlacedCases {
    struct Row {
        let title: String
        let isApart: Bool
        let cases: Cases
        let place: PlaceMap.Place?
        /// What the people of the row are made up of: LSOAs in which anybody lives.
        let areas: Set<String>
    }

    let rows: [Row]

    init(_ cases: Cases, by map: PlaceMap, _ people: PlacedPeople) {
        let spot = { (person: String?) -> PlaceMap.Spot in
            person.flatMap { people.spots[$0] } ?? PlaceMap.Spot.none
        }
        let areas = people.areas
        let parts = Parts(
            participants: Dictionary(grouping: cases.participants) { map.spot(of: $0) },
            enrolments: Dictionary(grouping: cases.enrolments) { spot($0.participant) },
            contacts: Dictionary(grouping: cases.contacts) { spot($0.participant) },
            outcomes: Dictionary(grouping: cases.outcomes) { spot($0.participant) }
        )
        rows =
            map.places.map { place in
                let spot = PlaceMap.Spot.place(place.key)
                return Row(
                    title: place.title,
                    isApart: false,
                    cases: parts.cases(at: spot, of: cases),
                    place: place,
                    areas: areas[spot] ?? []
                )
            }
            + map.apart.map { spot, title in
                Row(
                    title: title,
                    isApart: true,
                    cases: parts.cases(at: spot, of: cases),
                    place: nil,
                    areas: spot == .withheld || spot == .none ? [title] : areas[spot] ?? []
                )
            }
    }

    private struct Parts {
        let participants: [PlaceMap.Spot: [Participant]]
        let enrolments: [PlaceMap.Spot: [Enrolment]]
        let contacts: [PlaceMap.Spot: [Contact]]
        let outcomes: [PlaceMap.Spot: [Outcome]]

        func cases(at spot: PlaceMap.Spot, of all: Cases) -> Cases {
            var cases = all
            cases.participants = participants[spot] ?? []
            cases.enrolments = enrolments[spot] ?? []
            cases.contacts = contacts[spot] ?? []
            cases.outcomes = outcomes[spot] ?? []
            return cases
        }
    }
}

/// Where everybody lives: found once for all parts of the cases.
struct PlacedPeople {
    private(set) var spots: [String: PlaceMap.Spot] = [:]
    /// LSOAs in which anybody lives.
    private(set) var areas: [PlaceMap.Spot: Set<String>] = [:]

    init(_ cases: Cases, by map: PlaceMap) {
        for person in cases.participants {
            let spot = map.spot(of: person)
            if spots[person.id] == nil { spots[person.id] = spot }
            areas[spot, default: []].formUnion(person.neighbourhood.map { [$0] } ?? [])
        }
    }
}
