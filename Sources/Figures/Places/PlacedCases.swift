// SPDX-License-Identifier: Apache-2.0

/// Everybody by the place where they live: each person is in exactly one row.
struct PlacedPeople {
    private var spots: [PersonKey: PlaceMap.Spot] = [:]
    /// A line for each place, and for those of whom no place can be told.
    let rows: [PlaceRow]

    init(_ cases: Cases, by map: PlaceMap) {
        var areas: [PlaceMap.Spot: Set<String>] = [:]
        for person in cases.participants {
            let spot = map.spot(of: person)
            if spots[person.id] == nil { spots[person.id] = spot }
            if let area = person.neighbourhood { areas[spot, default: []].insert(area) }
        }
        rows = PlaceRow.all(of: map, areas)
    }

    func spot(of person: PersonKey?) -> PlaceMap.Spot { person.flatMap { spots[$0] } ?? .none }

    /// How many of these people live at each.
    func counts(of people: Set<PersonKey>) -> [PlaceMap.Spot: Int] {
        people.reduce(into: [:]) { $0[spot(of: $1), default: 0] += 1 }
    }
}

/// A line of a table by place.
struct PlaceRow {
    let spot: PlaceMap.Spot
    let title: String
    let place: PlaceMap.Place?
    /// What the people of the row are made up of: LSOAs in which anybody lives.
    let areas: Set<String>

    var isApart: Bool { place == nil }

    fileprivate static func all(
        of map: PlaceMap,
        _ areas: [PlaceMap.Spot: Set<String>]
    ) -> [PlaceRow] {
        map.places.map { place in
            let spot = PlaceMap.Spot.place(place.key)
            return PlaceRow(
                spot: spot,
                title: place.title,
                place: place,
                areas: areas[spot] ?? []
            )
        }
            + map.apart.map { spot, title in
                let isNowhere = spot == .withheld || spot == .none
                return PlaceRow(
                    spot: spot,
                    title: title,
                    place: nil,
                    areas: isNowhere ? [title] : areas[spot] ?? []
                )
            }
    }
}

/// What was recorded of the people of each place.
struct PlacedCases {
    private let all: Cases
    private let participants: [PlaceMap.Spot: [Participant]]
    private let enrolments: [PlaceMap.Spot: [Enrolment]]
    private let contacts: [PlaceMap.Spot: [Contact]]
    private let outcomes: [PlaceMap.Spot: [Outcome]]
    private let late: [PlaceMap.Spot: [LateWork]]

    init(_ cases: Cases, _ people: PlacedPeople) {
        all = cases
        participants = Dictionary(grouping: cases.participants) { people.spot(of: $0.id) }
        enrolments = Dictionary(grouping: cases.enrolments) { people.spot(of: $0.participant) }
        contacts = Dictionary(grouping: cases.contacts) { people.spot(of: $0.participant) }
        outcomes = Dictionary(grouping: cases.outcomes) { people.spot(of: $0.participant) }
        late = Dictionary(grouping: cases.late) { people.spot(of: $0.participant) }
    }

    func at(_ spot: PlaceMap.Spot) -> Cases {
        var cases = all
        cases.participants = participants[spot] ?? []
        cases.enrolments = enrolments[spot] ?? []
        cases.contacts = contacts[spot] ?? []
        cases.outcomes = outcomes[spot] ?? []
        cases.late = late[spot] ?? []
        return cases
    }
}
