// SPDX-License-Identifier: Apache-2.0

/// What a return is about: there is one of each, whoever opens it.
package struct ReturnKey: Hashable, Sendable {
    package let scope: Scope
    /// As the return has it, in small letters; empty for all that an organisation does.
    package let service: String
    package let period: ReturnPeriod

    package init(_ scope: Scope, service: String?, period: ReturnPeriod) {
        (self.scope, self.period) = (scope, period)
        self.service = (service ?? "").lowercased()
    }

    /// Of the answers of a return, by the names that the form gave first; nil without a period.
    package init?(_ scope: Scope, _ answer: (String) -> FieldValue?) {
        guard case .text(let text)? = answer("period"), let period = ReturnPeriod(text) else {
            return nil
        }
        var service: String?
        if case .text(let name)? = answer("service") { service = name }
        self.init(scope, service: service, period: period)
    }

    /// How many may follow each other, each after one that was void.
    package static let attemptsMax = 20

    /// The identifier of the return, the same on every device; `attempt` counts those before it
    /// that became void.
    package func record(attempt: Int = 0) -> RecordID {
        let name = "return/\(scope)/\(service)/\(period)" + (attempt == 0 ? "" : "/\(attempt)")
        return RecordID(naming: name, on: period.first)
    }

    package func isIdentified(by record: RecordID) -> Bool {
        record.followsFromName
            && (0..<Self.attemptsMax).contains { self.record(attempt: $0) == record }
    }
}

extension ReturnState {
    /// With the council, or decided by it.
    package var isHandedIn: Bool { ![.open, .ready, .withdrawn, .void].contains(self) }
}

extension Problem {
    /// For the second of two returns of one service and period.
    package static func returnTwice(_ other: RecordID, _ period: ReturnPeriod) -> Problem {
        Problem(
            .returnWrongState,
            "The return of this service for \(period) is with the council already: \(other). A"
                + " second one would be counted twice, so it was not submitted. Take over what is"
                + " missing there, and then: keeplocal return void RETURN --reason TEXT"
        )
    }
}
