// SPDX-License-Identifier: Apache-2.0

/// How early a service helps: from what is there for everybody to what the law demands in a crisis.
package enum Tier: String, Codable, Sendable, CaseIterable {
    case universal
    case earlyHelp = "early_help"
    case specialist
    case acute = "statutory_acute"

    package var title: String {
        switch self {
        case .universal: "universal"
        case .earlyHelp: "early help"
        case .specialist: "specialist"
        case .acute: "statutory or acute"
        }
    }

    package var isEarly: Bool { self == .universal || self == .earlyHelp }
}
