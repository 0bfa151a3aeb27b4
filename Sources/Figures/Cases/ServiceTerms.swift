// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// A service whose contract is over, and what the council decided about work after its end.
package struct ServiceTerm: Hashable, Sendable {
    package let service: String
    package let ends: PlainDate
    package let lateEntryUntil: PlainDate?
    package let decision: Decision?

    /// What becomes of work that waits; an extension is none of these, but a later day.
    package enum Decision: Hashable, Sendable {
        case moved(to: String)
        case unfunded
    }

    package enum Standing: Hashable, Sendable {
        case counted
        /// Counted, for another service.
        case moved(to: String)
        /// In no figure, until the council decides.
        case held
        /// In no figure, as the council decided.
        case unfunded
    }

    package init(
        service: String,
        ends: PlainDate,
        lateEntryUntil: PlainDate? = nil,
        decision: Decision? = nil
    ) {
        (self.service, self.ends) = (service, ends)
        (self.lateEntryUntil, self.decision) = (lateEntryUntil, decision)
    }

    /// The one rule of work after the end of a contract: all figures ask here.
    ///
    /// `entered` is the day on which the record was begun; nil where nobody knows.
    package func standing(of day: PlainDate, entered: PlainDate?) -> Standing {
        guard day > ends else { return .counted }
        if let lateEntryUntil, let entered, entered <= lateEntryUntil { return .counted }
        return switch decision {
        case nil: .held
        case .moved(let other): .moved(to: other)
        case .unfunded: .unfunded
        }
    }
}

extension ServiceTerm {
    /// The services that have an end, by identifier.
    ///
    /// Of several decisions about one service the one that was written last holds.
    static func all(services: [Record], decisions: [Record]) -> [String: ServiceTerm] {
        var decided: [String: Decision?] = [:]
        for record in decisions.sorted(by: Record.isDecidedBefore)
        where !record.isDisputed("decision") {
            guard let service = record.text("service") else { continue }
            decided[service] = .some(Decision(record))
        }
        var terms: [String: ServiceTerm] = [:]
        for record in services {
            guard let ends = record.date("ends") else { continue }
            let id = record.id.description
            terms[id] = ServiceTerm(
                service: id,
                ends: ends,
                lateEntryUntil: record.date("late_entry_until"),
                decision: decided[id] ?? nil
            )
        }
        return terms
    }
}

extension Record {
    /// In the order of the council's log; what is not stored yet comes last.
    package static func isDecidedBefore(_ a: Record, _ b: Record) -> Bool {
        let place = { (record: Record) in
            record.version == 0 ? Sequence64.max : record.version
        }
        return (place(a), a.id) < (place(b), b.id)
    }
}

extension ServiceTerm.Decision {
    fileprivate init?(_ record: Record) {
        switch (record.text("decision"), record.text("other")) {
        case ("move", let other?): self = .moved(to: other)
        case ("unfunded", _): self = .unfunded
        default: return nil
        }
    }
}
