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

    /// The codes of its wards, by their names.
    package var wards: [String] {
        names.sorted { ($0.value, $0.key) < ($1.value, $1.key) }.map(\.key)
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
