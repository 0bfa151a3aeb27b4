// SPDX-License-Identifier: Apache-2.0

import Places

extension PlaceBook {
    /// LSOAs of a neighbourhood that the council does not have, by the boundaries of its first day
    /// or else the newest; nil where there are none, or nothing is here to tell.
    func strangers(of neighbourhood: Neighbourhood) throws -> String? {
        let lookup = try lookups.inForce(on: neighbourhood.from) ?? lookups.editions.last
        guard let lookup else { return nil }
        let strange = neighbourhood.areas.filter { lookup.wardOf[$0] == nil }.sorted()
        guard !strange.isEmpty else { return nil }
        let named = strange.prefix(5).joined(separator: ", ") + (strange.count > 5 ? ", ..." : "")
        return "\(count(strange.count, "LSOA")) (\(named)) \(strange.count == 1 ? "is" : "are") not"
            + " in the lookup of \(lookup.boundaries)"
    }
}
