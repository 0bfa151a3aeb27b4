// SPDX-License-Identifier: Apache-2.0

/// The codes of the Office for National Statistics: a letter, two digits for what it is, six more.
package enum AreaCode: Sendable {
    /// Some 1,500 people, drawn for the census of 2021 and not changed since.
    case lsoa
    /// What councillors are elected for; its borders and code change.
    case ward
    case authority

    package func fits(_ code: some StringProtocol) -> Bool {
        let bytes = Array(code.utf8)
        guard bytes.count == 9, bytes.dropFirst().allSatisfy({ (48...57).contains($0) }) else {
            return false
        }
        return starts.contains { code.hasPrefix($0) }
    }

    private var starts: [String] {
        switch self {
        case .lsoa: ["E01", "W01"]
        case .ward: ["E05", "W05"]
        case .authority: ["E06", "E07", "E08", "E09", "W06"]
        }
    }

    /// What a person reads who wrote another.
    package var example: String {
        switch self {
        case .lsoa: "E01010568"
        case .ward: "E05001341"
        case .authority: "E08000032"
        }
    }
}
