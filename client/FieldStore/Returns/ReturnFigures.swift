// SPDX-License-Identifier: Apache-2.0

package import FieldForms
package import FieldModel
package import Figures

/// The figures of a return, counted from an organisation's own records.
///
/// A disputed field is nobody's figure: its record is left out of the count that needs it, and
/// `leftOut` says how many were. Reports count by the same code, in `Figures`.
package struct ReturnFigures: Hashable, Sendable {
    package private(set) var fields: [FieldPath: FieldValue] = [:]
    /// The records that were counted.
    package let counted: Set<RecordID>
    package let leftOut: Int
    /// Records that wait for the council, as their service was over; in none of the figures.
    package let held: Int
    /// Of which the council decided that they are not funded; in none of the figures either.
    package let unfunded: Int
    /// Outcomes whose baseline is on a former scale, by the version of the form that had it.
    ///
    /// They stand in none of the figures, but where the whole period is on such a scale.
    package let apart: [Int: OutcomeCount]
    /// The version of the form whose scale the figures are on; nil for today's.
    package let formerScale: Int?
    /// Outcomes with a follow-up on another scale than their baseline: these are not a pair.
    package let unpaired: Int

    /// With a service, counts only people who were enrolled in it in the period.
    package init(
        of records: [Record],
        in period: ReturnPeriod,
        service: String? = nil,
        measures: [Pack.Measure]
    ) {
        self.init(of: Cases(records), in: period, service: service, measures: measures)
    }

    /// `isLast` counts all that waits of the service, whatever its day, as no later return tells.
    package init(
        of all: Cases,
        in period: ReturnPeriod,
        service: String? = nil,
        measures: [Pack.Measure],
        isLast: Bool = false
    ) {
        let period = Period(period)
        let cases = service.map { all.of(service: $0, in: period) } ?? all
        let activity = Activity(cases, in: period)
        // A return says nothing of who was not followed up.
        let outcomes = OutcomeFigures(
            cases,
            in: period,
            measures: measures.map(Measure.init),
            today: period.last
        )
        let said = outcomes.onNewestScale
        counted = activity.counted.union(said.counted)
        leftOut = activity.leftOut + outcomes.leftOut
        let waiting = isLast ? cases.late.filter { !$0.isDecided } : []
        held = isLast ? Set(waiting.map(\.record)).count : activity.held
        unfunded = activity.unfunded
        apart = outcomes.apart.filter { $0.key != said.former }.mapValues(\.all)
        (formerScale, unpaired) = (said.former, outcomes.unpaired)
        for (name, value) in [
            ("contacts", activity.contacts), ("people_supported", activity.people.count),
            ("people_new", activity.newPeople.count), ("outcomes_recorded", said.count.recorded),
            ("outcomes_paired", said.count.paired), ("outcomes_improved", said.count.improved),
            ("held", held),
        ] {
            if let path = FieldPath(name) { fields[path] = .integer(Int64(value)) }
        }
    }

    /// A form that has no place for a figure leaves it out.
    func placed(_ versions: FormVersions?) -> ReturnFigures {
        guard let versions else { return self }
        var figures = self
        figures.fields = Dictionary(
            fields.filter { versions.newest.field(versions.place(of: $0.key)) != nil }.map {
                (versions.place(of: $0.key), $0.value)
            },
            uniquingKeysWith: { first, _ in first }
        )
        return figures
    }
}

extension Measure {
    package init(_ measure: Pack.Measure) {
        self.init(
            key: measure.key,
            title: measure.title,
            isLowerBetter: measure.better == .lower
        )
    }
}
