// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// The named neighbourhoods of one council.
package struct Neighbourhoods: Hashable, Sendable {
    package let all: [Neighbourhood]

    /// Two people may have saved the same one.
    package init(_ all: [Neighbourhood]) {
        self.all = Set(all).sorted { ($0.name, $0.from) < ($1.name, $1.from) }
    }

    package func meant(on day: PlainDate) -> [Neighbourhood] { all.filter { $0.isMeant(on: day) } }

    /// The neighbourhood of each LSOA on a day, and those that lie in more than one: who lives
    /// there would count twice, so they are counted apart.
    package func places(on day: PlainDate) -> (nameOf: [String: String], several: Set<String>) {
        var (nameOf, several): ([String: String], Set<String>) = ([:], [])
        for neighbourhood in meant(on: day) {
            for area in neighbourhood.areas {
                let former = nameOf.updateValue(neighbourhood.name, forKey: area)
                if let former, former != neighbourhood.name { several.insert(area) }
            }
        }
        return (nameOf.filter { !several.contains($0.key) }, several)
    }

    /// - Throws: `PlaceError` where an area of the new one lies in another one on the same day.
    package func check(_ new: Neighbourhood) throws {
        for other in all where other.meets(new) {
            guard let area = other.areas.intersection(new.areas).min() else { continue }
            throw PlaceError(
                "Neighbourhood '\(new.name)'",
                "\(area) lies in '\(other.name)' on the same days, so its people would count twice."
                    + " Nothing was saved. End that one first (keeplocal list neighbourhood, then"
                    + " keeplocal edit RECORD --set until=DATE), or leave the area out."
            )
        }
    }
}
