// SPDX-License-Identifier: Apache-2.0

/// Where a return stands between its first line and what is published of it.
///
/// That it is not due yet, overdue or waived is not a state of its own: `ReturnBoard` computes it.
package enum ReturnState: String, Codable, Sendable, CaseIterable {
    case open, ready, submitted
    case inReview = "in_review"
    case queried, answered, returned, accepted, approved, published
    case withdrawn, reopened, void
}

extension ReturnState {
    package var words: String {
        switch self {
        case .inReview: "in review"
        case .returned: "returned for changes"
        default: rawValue
        }
    }

    /// What the council approved, or what is void, is not written any more.
    package var isSettled: Bool { [.approved, .published, .void].contains(self) }

    /// Whose turn it is.
    package var turn: Turn {
        switch self {
        case .open, .ready, .queried, .returned, .withdrawn, .reopened: .organisation
        case .submitted, .inReview, .answered: .reviewer
        case .accepted, .approved: .champion
        case .published, .void: .nobody
        }
    }

    package enum Turn: String, Codable, Sendable, CaseIterable {
        case organisation, reviewer, champion, nobody

        package var words: String {
            switch self {
            case .organisation: "the organisation"
            case .reviewer: "the council's reviewer"
            case .champion: "the champion"
            case .nobody: "nobody"
            }
        }
    }
}
