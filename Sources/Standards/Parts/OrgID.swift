// SPDX-License-Identifier: Apache-2.0

/// An organisation's identifier in a list of org-id.guide, such as `GB-CHC-1164883`.
package struct OrgID: Hashable, Sendable {
    /// The list, such as `GB-CHC`.
    package let scheme: String
    /// The number in that list.
    package let number: String

    /// Nil for what is in no such shape, and for a number that the list could not have.
    ///
    /// A number may be well formed and belong to nobody: that is not looked up.
    package init?(_ text: String) {
        let parts = text.split(separator: "-", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].utf8.count == 2, (2...8).contains(parts[1].utf8.count),
            (parts[0] + parts[1]).utf8.allSatisfy(\.isCapitalOrDigit),
            parts[2].utf8.contains(where: \.isCapitalOrDigit), parts[2].utf8.count <= 60,
            parts[2].utf8.allSatisfy({ $0.isCapitalOrDigit || $0.isSmall || $0.isJoint })
        else { return nil }
        (scheme, number) = ("\(parts[0])-\(parts[1])", String(parts[2]))
        guard Self.fits(number, scheme) else { return nil }
    }

    private static func fits(_ number: String, _ scheme: String) -> Bool {
        let bytes = Array(number.utf8)
        return switch scheme {
        case "GB-CHC":
            // A linked charity has a number behind a dash.
            number.split(separator: "-", omittingEmptySubsequences: false).count <= 2
                && (6...7).contains(number.prefix { $0 != "-" }.utf8.count)
                && bytes.last?.isDigit == true
                && bytes.allSatisfy { $0.isDigit || $0 == UInt8(ascii: "-") }
        case "GB-COH": bytes.count == 8 && bytes.allSatisfy(\.isCapitalOrDigit)
        case "GB-SC":
            number.hasPrefix("SC") && bytes.count == 8 && bytes.dropFirst(2).allSatisfy(\.isDigit)
        case "GB-NIC": bytes.count == 6 && bytes.allSatisfy(\.isDigit)
        case "GB-LAE": bytes.count == 3 && bytes.allSatisfy { $0.isCapitalOrDigit && !$0.isDigit }
        default: true
        }
    }

    /// What the number is, in words.
    package var kind: String {
        switch scheme {
        case "GB-CHC": "Charity number (England and Wales)"
        case "GB-COH": "Company number"
        case "GB-SC": "Charity number (Scotland)"
        case "GB-NIC": "Charity number (Northern Ireland)"
        case "GB-LAE": "Local authority code (England)"
        case "GB-MPR": "Mutual society number"
        case "GB-REV": "HMRC charity reference"
        default: "Number in \(scheme)"
        }
    }
}

extension OrgID: CustomStringConvertible {
    package var description: String { "\(scheme)-\(number)" }
}

extension UInt8 {
    fileprivate var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
    fileprivate var isSmall: Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self) }
    fileprivate var isCapitalOrDigit: Bool {
        isDigit || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(self)
    }
    fileprivate var isJoint: Bool { "-./_".utf8.contains(self) }
}
