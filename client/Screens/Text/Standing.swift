// SPDX-License-Identifier: Apache-2.0

/// How a piece of work stands: one word and one sign, the same wherever it is shown.
package enum Standing: String, Hashable, Sendable, CaseIterable {
    case draft, saved, sent, stored, reviewed, held, refused, conflict, erased
    /// No work of one's own, but work that is awaited.
    case due

    package var word: String { rawValue }

    /// A sign that every terminal has; `!` where a person is needed.
    package var sign: String {
        switch self {
        case .draft: "~"
        case .saved: "+"
        case .sent: ">"
        case .stored: "="
        case .reviewed: "*"
        case .held, .refused, .conflict, .erased: "!"
        case .due: "#"
        }
    }

    package var shown: String { "\(sign) \(word)" }

    package var meaning: String {
        switch self {
        case .draft: "begun, and not saved as a record"
        case .saved: "on this device only; a sync sends it"
        case .sent: "sent, no answer yet; sync again to be sure"
        case .stored: "at the server, with its receipt"
        case .reviewed: "read and decided by the council"
        case .held: "kept by the server until somebody decides"
        case .refused: "not taken; kept here to be mended"
        case .conflict: "people said different things; waiting for a decision"
        case .erased: "came too late, and is removed"
        case .due: "awaited from you by a day"
        }
    }

    /// It repeats what the sign says.
    package var look: Look {
        switch self {
        case .held, .refused, .conflict, .erased, .due: .orange
        case .draft, .saved, .sent: .blue
        case .stored, .reviewed: []
        }
    }
}
