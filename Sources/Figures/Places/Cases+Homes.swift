// SPDX-License-Identifier: Apache-2.0

package import FieldModel

extension Cases {
    /// Where the person lives of whom an outcome, contact or enrolment is; nil where no place is
    /// told of the person.
    package func home(ofRecord record: RecordID, by map: PlaceMap) -> PlaceMap.Place? {
        let person =
            outcomes.first { $0.record == record }?.participant
            ?? contacts.first { $0.record == record }?.participant
            ?? enrolments.first { $0.record == record }?.participant
        guard let person, let found = participants.first(where: { $0.id == person }),
            case .place(let key) = map.spot(of: found)
        else { return nil }
        return map.places.first { $0.key == key }
    }

    /// What was recorded of the people of a place, as reports by place count it.
    package func living(in place: PlaceMap.Place, by map: PlaceMap) -> Cases {
        PlacedCases(self, PlacedPeople(self, by: map)).at(.place(place.key))
    }
}
