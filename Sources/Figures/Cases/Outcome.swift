// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// A measure taken of a person at the start, and again later.
package struct Outcome: Hashable, Sendable {
    package let record: RecordID
    /// As whom the person counts.
    package internal(set) var participant: PersonKey?
    package let named: PersonKey?
    package let measure: String
    package let taken: PlainDate?
    package let baseline: Score?
    /// The latest last; of two on one day, the one that was begun last.
    package internal(set) var followUps: [FollowUp]
    /// Services that were over by then, and do not take it.
    var notFor: Set<String> = []
    package let isDisputed: Bool
    package let formVersion: Int
    /// The first day of it that came after consent was withdrawn; nil where none did.
    package internal(set) var withheldFrom: PlainDate?

    /// Of the record alone: `settle` says the rest.
    init(_ record: Record) {
        (self.record, formVersion) = (record.id, record.formVersion)
        named = record.person("participant")
        participant = named
        measure = record.text("measure") ?? ""
        taken = record.date("baseline/date")
        baseline = record.score(FieldPath("baseline/value"))
        isDisputed = !record.conflicts.isEmpty
        followUps = record.followUps
    }

    mutating func settle(_ merges: Merges, _ withdrawals: Withdrawals) {
        participant = named.map(merges.survivor)
        guard let day = withdrawals.day(reaching: record, of: participant) else { return }
        let all = [taken].compactMap(\.self) + followUps.map(\.date)
        withheldFrom = all.filter { day <= $0 }.min()
        followUps.removeAll { day <= $0.date }
    }

    package var isWithheld: Bool { withheldFrom != nil }
    /// The baseline too, and so all of it.
    var isWholeWithheld: Bool {
        guard let withheldFrom, let taken else { return false }
        return withheldFrom <= taken
    }
    var isLeftOut: Bool { isDisputed || isWholeWithheld }

    package struct FollowUp: Hashable, Comparable, Sendable {
        package let date: PlainDate
        package let score: Score
        /// Nil for the one of a form that asks for it only once.
        let instance: InstanceID?

        /// The day on which it was begun; nil where nobody knows.
        var madeOn: PlainDate? { instance?.madeAt?.englishDate }

        package static func < (a: Self, b: Self) -> Bool {
            guard a.date == b.date else { return a.date < b.date }
            guard let one = a.instance, let other = b.instance else {
                return a.instance == nil && b.instance != nil
            }
            return one < other
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
            guard case .date(let date) = value, path.text.hasPrefix("followup"),
                path.template == "followup/date",
                let instance = path.segments.first,
                let score = score(FieldPath([instance, .init(name: "score")]))
            else { return nil }
            return Outcome.FollowUp(
                date: date,
                score: score,
                instance: instance.instance
            )
        }.sorted()
    }
}
