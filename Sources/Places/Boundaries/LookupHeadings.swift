// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// Where a lookup of the Office for National Statistics has what is needed.
///
/// Its headings tell the year: `LSOA21CD`, `WD26CD`, `WD26NM`, `LAD26CD`. Others are passed over,
/// in any order.
package struct LookupHeadings: Hashable, Sendable {
    package let edition: Int
    let (lsoa, ward, name, authority): (Int, Int, Int, Int)

    /// - Throws: `PlaceError` for a heading that is missing, or wards of another year than the day
    ///   that the boundaries are said to hold from.
    package init(_ cells: [String], asOf day: PlainDate, line: Int) throws {
        let names = cells.map { $0.filter { !$0.isWhitespace }.uppercased() }
        let years = Set(names.compactMap { Self.year(in: $0, "WD") })
        let year = day.year % 100
        if !years.isEmpty, !years.contains(year) { throw Self.otherYear(years, day, line) }
        let digits = year < 10 ? "0\(year)" : "\(year)"
        func column(_ wanted: String, _ fits: (String) -> Bool) throws -> Int {
            let found = names.indices.filter { fits(names[$0]) }
            guard found.count == 1, let only = found.first else {
                throw Self.unfit(wanted, found.count, names, line)
            }
            return only
        }
        lsoa = try column("LSOA21CD") { $0 == "LSOA21CD" }
        ward = try column("WD\(digits)CD") { $0 == "WD\(digits)CD" }
        name = try column("WD\(digits)NM") { $0 == "WD\(digits)NM" }
        let own = "LAD\(digits)CD"
        authority = try column(own) { name in
            names.contains(own) ? name == own : Self.year(in: name, "LAD") != nil
        }
        edition = day.year
    }

    /// The two digits of `WD26CD`.
    private static func year(in name: String, _ kind: String) -> Int? {
        guard name.hasPrefix(kind), name.hasSuffix("CD") else { return nil }
        let digits = name.dropFirst(kind.count).dropLast(2)
        return digits.count == 2 ? Int(digits) : nil
    }

    private static func otherYear(_ years: Set<Int>, _ day: PlainDate, _ line: Int) -> PlaceError {
        let found = years.sorted().map { "20\($0 < 10 ? "0" : "")\($0)" }
            .joined(separator: " and ")
        return PlaceError(
            "Line \(line)",
            "The wards of this file are those of \(found), and --as-of says \(day). Nothing was"
                + " imported. Take the file of \(day.year), or name the day from which these wards"
                + " held."
        )
    }

    private static func unfit(
        _ wanted: String,
        _ count: Int,
        _ names: [String],
        _ line: Int
    ) -> PlaceError {
        let found = names.filter { !$0.isEmpty }.prefix(12).joined(separator: ", ")
        return PlaceError(
            "Line \(line)",
            count == 0
                ? "There is no column \(wanted); the line has: \(found.prefix(200)). Nothing was"
                    + " imported. Take the \"LSOA (2021) to Electoral Ward to LAD Best Fit Lookup\""
                    + " of geoportal.statistics.gov.uk as CSV, with its headings."
                : "The column \(wanted) is there \(count) times. Nothing was imported. Delete all"
                    + " but one of them."
        )
    }
}
