// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// What a council tells the network about one thing; without a value, it was told once and holds no
/// more.
///
/// It holds what may be told and nothing else: whoever has it can read it all.
package enum NetworkFigure: Hashable, Sendable {
    case outcomes(ReturnPeriod, Outcomes?)
    case spend(definition: String, year: String, Spend?)
    case principle(String, period: String, Level?)

    /// What the returns of a council for just one period said together.
    package struct Outcomes: Hashable, Sendable {
        package let returns: Int
        /// A share, hidden, or none.
        package let improved: Figure
        /// The middle of the days until a return was answered, hidden, or none.
        package let answer: Figure
        package let sources: [Source]

        package init(returns: Int, improved: Figure, answer: Figure, sources: [Source]) {
            (self.returns, self.improved, self.answer) = (returns, improved, answer)
            self.sources = sources.sorted { $0.record < $1.record }
        }
    }

    /// A return, and the hash of the content that was accepted or approved.
    package struct Source: Hashable, Sendable {
        package let record: RecordID
        package let content: String

        package init(_ record: RecordID, content: String) {
            (self.record, self.content) = (record, content)
        }

        /// Whose people a number is of, by which numbers of several tables are compared: a return,
        /// whatever it was corrected to.
        package var part: String { "return \(record)" }
    }

    package struct Spend: Hashable, Sendable {
        package let local: Money
        package let counted: Money
        /// What the council calls its definition in words.
        package let title: String
        /// What is counted, with the postcodes of its circles.
        package let rule: String
        package let source: String

        package init(local: Money, counted: Money, title: String, rule: String, source: String) {
            (self.local, self.counted) = (local, counted)
            (self.title, self.rule, self.source) = (title, rule, source)
        }
    }

    package struct Level: Hashable, Sendable {
        package let level: Int
        package let target: Int?

        package init(_ level: Int, target: Int?) { (self.level, self.target) = (level, target) }
    }
}

extension NetworkFigure {
    package enum Kind: String, CaseIterable, Sendable { case outcomes, spend, principle }

    package var kind: Kind {
        switch self {
        case .outcomes: .outcomes
        case .spend: .spend
        case .principle: .principle
        }
    }

    /// What it is about: of two with one name in a council there is only one figure.
    package var name: String {
        switch self {
        case .outcomes(let period, _): "outcomes \(period)"
        case .spend(let definition, let year, _): "spend \(definition) \(year)"
        case .principle(let key, let period, _): "principle \(key) \(period)"
        }
    }

    package var isTold: Bool {
        switch self {
        case .outcomes(_, let value): value != nil
        case .spend(_, _, let value): value != nil
        case .principle(_, _, let value): value != nil
        }
    }

    package var withdrawn: NetworkFigure {
        switch self {
        case .outcomes(let period, _): .outcomes(period, nil)
        case .spend(let definition, let year, _): .spend(definition: definition, year: year, nil)
        case .principle(let key, let period, _): .principle(key, period: period, nil)
        }
    }

    /// The identifier of its record: two people who tell the same write to the same record.
    ///
    /// `attempt` above 0 is for a name that somebody else's record has taken.
    package func record(in council: CouncilID, attempt: Int = 0) -> RecordID {
        RecordID(naming: "network_figure\n\(council)\n\(name)\n\(attempt)")
    }
}
