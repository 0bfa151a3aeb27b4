// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// Which ward each LSOA of one council lies in, best fit, from a day on.
package struct WardLookup: Hashable, Sendable {
    package let title: String
    /// The first day of these boundaries: as a rule that of an election.
    package let boundaries: PlainDate
    /// The year in the headings of the file, such as 2026 of `WD26CD`.
    package let edition: Int
    /// The ward's code for each LSOA.
    package let wardOf: [String: String]
    /// The name of each ward, by its code.
    package let names: [String: String]
    /// The hash of the file that it was read from.
    package let source: String

    package init(
        title: String,
        boundaries: PlainDate,
        edition: Int,
        wardOf: [String: String],
        names: [String: String],
        source: String
    ) {
        (self.title, self.boundaries, self.edition) = (title, boundaries, edition)
        (self.wardOf, self.names, self.source) = (wardOf, names, source)
    }

    /// The codes of its wards, by their names: Ward 2 before Ward 10.
    package var wards: [String] {
        names.map { (code: $0.key, name: Self.counted($0.value)) }
            .sorted { ($0.name, $0.code) < ($1.name, $1.code) }.map(\.code)
    }

    /// With each number in it as long as any other.
    private static func counted(_ name: String) -> String {
        name.replacing(#/[0-9]+/#) { found in
            String(repeating: "0", count: max(0, 9 - found.output.count)) + String(found.output)
        }
    }

    /// True where both put every LSOA into the same ward.
    package func says(_ other: WardLookup) -> Bool {
        wardOf == other.wardOf && names == other.names
    }

    /// LSOAs that the two put into different wards, or only one knows.
    package func differences(from other: WardLookup) -> [String] {
        Set(wardOf.keys).union(other.wardOf.keys).filter { wardOf[$0] != other.wardOf[$0] }
            .sorted()
    }
}
