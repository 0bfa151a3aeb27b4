// SPDX-License-Identifier: Apache-2.0

/// The six principles of one council side by side: its own rating, the one before, what it aims at,
/// and how organisations see it.
package struct PrincipleBoard: Hashable, Sendable {
    package struct Row: Hashable, Sendable {
        package let principle: String
        package let now: PrincipleAssessment?
        package let last: PrincipleAssessment?
        /// Shadow ratings of the same period, one an organisation.
        package let shadows: [PrincipleAssessment]
        /// The council's own of the period is left out until its conflicts are settled.
        package let isDisputed: Bool

        /// The middle one of the shadow ratings; of an even number, between the middle two.
        package var shadow: MiddleLevel? { MiddleLevel(of: shadows.map(\.level)) }

        /// How much higher the council sees itself than the organisations do.
        package var gap: MiddleLevel? {
            guard let shadow, let now else { return nil }
            return MiddleLevel(doubled: 2 * now.level - shadow.doubled)
        }
    }

    package let council: CouncilID
    package let period: String
    package let rows: [Row]
    /// Assessments that are left out until their conflicts are settled.
    package let disputed: [PrincipleAssessment]
    /// Assessments in whose place another of the same side, principle and period counts, which says
    /// another level.
    package let overtaken: [PrincipleAssessment]

    /// Of two assessments of one side for one period, the one that was begun last counts; the
    /// principles are shown in their order.
    package init(
        _ assessments: [PrincipleAssessment],
        of council: CouncilID,
        in period: String,
        principles: [String]
    ) {
        (self.council, self.period) = (council, period)
        let known = assessments.filter { $0.council == council }
        disputed = known.filter(\.isDisputed).sorted { $0.record < $1.record }
        let disputedNow = Set(
            disputed.filter { $0.organisation == nil && $0.period == period }
                .map(\.principle)
        )
        let own = known.filter { !$0.isDisputed }.sorted { $0.record < $1.record }
        overtaken = Dictionary(grouping: own, by: \.key).values
            .flatMap { same in same.filter { $0.level != same.last?.level } }
            .sorted { $0.record < $1.record }
        rows = principles.map { principle in
            let known = own.filter { $0.principle == principle }
            let council = known.filter { $0.organisation == nil }
            let shadows = known.filter { $0.organisation != nil && $0.period == period }
            return Row(
                principle: principle,
                now: council.last { $0.period == period },
                last: council.filter { $0.period < period }.max {
                    ($0.period, $0.record) < ($1.period, $1.record)
                },
                shadows: Dictionary(grouping: shadows, by: \.organisation).values
                    .compactMap(\.last).sorted { $0.record < $1.record },
                isDisputed: disputedNow.contains(principle)
            )
        }
    }
}

extension PrincipleBoard {
    /// Which rating counts where one side has two, in a sentence; nil where none has.
    package var overtakenNote: String? {
        guard !overtaken.isEmpty else { return nil }
        let names = overtaken.map { rating in
            // What one organisation says stands nowhere but on its own devices.
            let which =
                rating.organisation == nil
                ? "level \(rating.level) (\(rating.record))" : "by an organisation"
            return "\(rating.principle) in \(rating.period), \(which)"
        }
        return "Rated twice by one side, and the other one counts: "
            + "\(names.joined(separator: "; ")). Say the same in both with: keeplocal edit"
    }

    /// What is left out, in a sentence; nil where nothing is.
    package var disputeNote: String? {
        guard !disputed.isEmpty else { return nil }
        let names = disputed.map { rating in
            (rating.principle.isEmpty ? "a principle" : rating.principle)
                + (rating.period.isEmpty ? "" : " in \(rating.period)")
                + (rating.organisation == nil ? "" : ", by an organisation")
        }
        return "In dispute, and left out until it is settled: \(names.joined(separator: "; "))."
            + " See: keeplocal conflict list"
    }
}
