// SPDX-License-Identifier: Apache-2.0

/// How far a council is with one principle, as one side sees it.
package struct PrincipleAssessment: Hashable, Sendable {
    package struct Action: Hashable, Sendable {
        package let what: String
        package let owner: String?
        package let due: PlainDate?
        package let done: PlainDate?

        package init(what: String, owner: String?, due: PlainDate?, done: PlainDate?) {
            (self.what, self.owner, self.due, self.done) = (what, owner, due, done)
        }

        package func isOverdue(on today: PlainDate) -> Bool {
            guard done == nil, let due else { return false }
            return due < today
        }
    }

    package struct Signature: Hashable, Sendable {
        package let person: PersonID
        package let at: HybridTime
        /// False once the assessment says something else.
        package let isCurrent: Bool
    }

    package let record: RecordID
    package let council: CouncilID
    /// Nil for the council's own; else the organisation whose shadow rating it is.
    package let organisation: OrganisationID?
    package let principle: String
    /// `2026` for a financial year, or `2026-Q2`.
    package let period: String
    package let level: Int
    package let target: Int?
    /// Such an assessment is left out, and counted.
    package let isDisputed: Bool
    package let evidence: String?
    package let voice: String?
    package let actions: [Action]
    package let signatures: [Signature]

    package var key: PrincipleKey {
        let scope = Scope(council: council, organisation: organisation, audience: .council)
        return PrincipleKey(scope, principle: principle, period: period)
    }

    /// Our own rubric; it is no standard of the network.
    package static let levels = ["not started", "planned", "in place", "embedded", "leading"]
}

extension PrincipleAssessment {
    /// Nil for a record that says no principle, period or level.
    ///
    /// The record has each field at the place that it had first; `content` is what somebody who
    /// reads it now would sign.
    package init?(_ record: Record, _ state: RecordState, content: Hash) {
        // What is disputed may have no answer that was ever agreed; it is left out, and counted.
        guard let principle = record.text("principle") ?? record.unsettled("principle"),
            let period = record.text("period") ?? record.unsettled("period"),
            let level = record.integer("level").map({ Int(clamping: $0) })
                ?? record.unsettled("level").map({ _ in 0 }),
            Self.levels.indices.contains(level)
        else { return nil }
        isDisputed = record.isDisputed("principle", "period", "level", "target")
        (self.record, council) = (record.id, record.scope.council)
        organisation = record.scope.organisation
        (self.principle, self.period, self.level) = (principle, period, level)
        target = record.integer("target").map { Int(clamping: $0) }
        (evidence, voice) = (record.text("evidence"), record.text("voice"))
        actions = record.actions
        signatures = state.steps.compactMap { taken in
            guard case .sign(let signed) = taken.step else { return nil }
            return Signature(
                person: taken.stamp.author,
                at: taken.stamp.at,
                isCurrent: signed == content && record.conflicts.isEmpty
            )
        }
    }
}

extension Record {
    fileprivate func unsettled(_ name: String) -> String? { isDisputed(name) ? "" : nil }

    /// In the order in which they were begun.
    fileprivate var actions: [PrincipleAssessment.Action] {
        let own = fields.filter { $0.key.segments.first?.name == "action" }
        let instances = Dictionary(grouping: own) { $0.key.segments[0].instance?.description ?? "" }
        return instances.sorted { $0.key < $1.key }.compactMap { _, answers in
            var (texts, days): ([String: String], [String: PlainDate]) = ([:], [:])
            for (path, value) in answers {
                guard let name = path.segments.last?.name else { continue }
                if case .text(let text) = value { texts[name] = text }
                if case .date(let day) = value { days[name] = day }
            }
            return texts["what"].map {
                PrincipleAssessment.Action(
                    what: $0,
                    owner: texts["owner"],
                    due: days["due"],
                    done: days["done"]
                )
            }
        }
    }
}
