// SPDX-License-Identifier: Apache-2.0

/// What an assessment is about: each side has one of each, whoever rates first.
package struct PrincipleKey: Hashable, Sendable {
    package let scope: Scope
    package let principle: String
    /// `2026` for a financial year, or `2026-Q2`.
    package let period: String

    package init(_ scope: Scope, principle: String, period: String) {
        (self.scope, self.principle, self.period) = (scope, principle, period)
    }

    /// Of the answers of an assessment, by the names that the form gave first; nil without one of
    /// the two.
    package init?(_ scope: Scope, _ answer: (String) -> FieldValue?) {
        guard case .choice(let principle)? = answer("principle"),
            case .text(let period)? = answer("period")
        else { return nil }
        self.init(scope, principle: principle, period: period)
    }

    /// The identifier of the assessment, the same on every device; nil for a period that is none.
    package var record: RecordID? {
        let quarter = Quarter(period.contains("-Q") ? period : period + "-Q1")
        return quarter.map {
            RecordID(naming: "principle\n\(scope)\n\(principle)\n\(period)", on: $0.first)
        }
    }
}
