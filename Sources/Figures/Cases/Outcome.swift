// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// A measure taken of a person at the start, and again later.
package struct Outcome: Sendable {
    package let record: RecordID
    package let participant: String?
    package let named: String?
    package let measure: String
    package let taken: PlainDate?
    package let baseline: Score?
    /// The latest last; of two on one day, the one that was begun last.
    package private(set) var followUps: [FollowUp]
    /// Services that were over by then, and do not take it.
    var notFor: Set<String> = []
    package let isDisputed: Bool
    package let formVersion: Int
    /// The first day of it that came after consent was withdrawn; nil where none did.
    package let withheldFrom: PlainDate?

    init(_ record: Record, _ merges: Merges, _ withdrawals: Withdrawals) {
        (self.record, formVersion) = (record.id, record.formVersion)
        named = record.text("participant")
        participant = named.map(merges.survivor)
        measure = record.text("measure") ?? ""
        taken = record.date("baseline/date")
        baseline = record.score(FieldPath("baseline/value"))
        isDisputed = !record.conflicts.isEmpty
        let isReached = { [participant] (date: PlainDate) in
            withdrawals.reach(record.id, of: participant, on: date)
        }
        let all = record.followUps
        followUps = all.filter { !isReached($0.date) }
        withheldFrom = ([taken].compactMap(\.self) + all.map(\.date)).filter(isReached).min()
    }

    package var isWithheld: Bool { withheldFrom != nil }
    /// The baseline too, and so all of it.
    var isWholeWithheld: Bool {
        guard let withheldFrom, let taken else { return false }
        return withheldFrom <= taken
    }
    var isLeftOut: Bool { isDisputed || isWholeWithheld }

    package struct FollowUp: Comparable, Sendable {
        package let date: PlainDate
        package let score: Score
        let instance: String

        /// The day on which it was begun; nil where nobody knows.
        var madeOn: PlainDate? { InstanceID(instance)?.madeAt?.date }

        package static func < (a: Self, b: Self) -> Bool {
            (a.date, a.instance) < (b.date, b.instance)
        }
    }

    /// The same without the follow-ups for which the test is true, and whether there were any.
    func dropping(_ isLate: (FollowUp) -> Bool) -> (outcome: Outcome, dropped: FollowUp?) {
        var outcome = self
        outcome.followUps.removeAll(where: isLate)
        return (outcome, followUps.first(where: isLate))
    }

    /// True where it has a baseline, and that or a follow-up lies in the period.
    package func isRecorded(in period: Period) -> Bool {
        baseline != nil
            && (taken.map(period.contains) == true
                || followUps.contains { period.contains($0.date) })
    }
}

extension Record {
    fileprivate var followUps: [Outcome.FollowUp] {
        fields.compactMap { path, value -> Outcome.FollowUp? in
            guard path.template == "followup/date", case .date(let date) = value,
                let instance = path.segments.first,
                let score = score(FieldPath([instance, .init(name: "score")]))
            else { return nil }
            return Outcome.FollowUp(
                date: date,
                score: score,
                instance: instance.instance?.description ?? ""
            )
        }.sorted()
    }
}
