// SPDX-License-Identifier: Apache-2.0

/// Where a file of positions has what is needed.
///
/// It is one that somebody drew (`code`, `column`, `row`), or one of the Office for National
/// Statistics: codes of wards or LSOAs with `BNG_E` and `BNG_N`, `x` and `y`, or `LAT` and `LONG`.
package struct PositionHeadings: Hashable, Sendable {
    enum Unit: Hashable { case tiles, metres, degrees }

    package var kind: Positions.Kind { unit == .tiles ? .grid : .map }
    let unit: Unit
    let (code, x, y): (Int, Int, Int)

    /// Nil for headings of anything else.
    package init?(_ cells: [String]) {
        let names = cells.map { $0.filter { !$0.isWhitespace }.lowercased() }
        let codes = names.indices.filter { Self.isCode(names[$0]) }
        // A file with LSOAs and wards says what lies where, and not at which point.
        guard codes.count == 1, let code = codes.first else { return nil }
        for (unit, x, y) in Self.pairs {
            guard let x = names.firstIndex(of: x), let y = names.firstIndex(of: y) else { continue }
            (self.unit, self.code, self.x, self.y) = (unit, code, x, y)
            return
        }
        return nil
    }

    private static let pairs: [(Unit, String, String)] = [
        (.tiles, "column", "row"), (.metres, "bng_e", "bng_n"), (.metres, "easting", "northing"),
        (.metres, "x", "y"), (.degrees, "long", "lat"), (.degrees, "longitude", "latitude"),
    ]

    private static func isCode(_ name: String) -> Bool {
        if name == "code" || name == "lsoa21cd" { return true }
        return name.count == 6 && name.hasPrefix("wd") && name.hasSuffix("cd")
            && Int(name.dropFirst(2).prefix(2)) != nil
    }
}
