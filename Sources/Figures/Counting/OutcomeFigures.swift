// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// The outcomes of a period.
///
/// A baseline is compared with follow-ups on its own scale only, and measures with themselves only.
package struct OutcomeFigures: Sendable {
    /// All measures: to be counted, never to be averaged.
    package private(set) var all = OutcomeCount()
    package private(set) var byMeasure: [String: OutcomeCount] = [:]
    /// Those whose baseline is on a former scale, by the version of the form that had it.
    ///
    /// They stand in none of the other figures.
    package private(set) var apart: [Int: OutcomeCount] = [:]
    package private(set) var apartByMeasure: [String: Int] = [:]
    /// With a follow-up on another scale than the baseline: these are not a pair.
    package private(set) var unpaired = 0
    package private(set) var leftOut = 0
    /// Of those, the ones that came after consent was withdrawn.
    package private(set) var withheldByMeasure: [String: Int] = [:]
    package private(set) var leftOutByMeasure: [String: Int] = [:]
    private let period: Period
    private let reversed: Set<String>
    private let merges: Merges
    /// Of each counted outcome, the record and the person that it names.
    private var used: [(record: RecordID, named: String?)] = []

    package init(_ cases: Cases, in period: Period, measures: [Measure]) {
        self.init(cases, in: period, measures: measures, stays: nil)
    }

    /// The stays of these cases, where they are known already.
    init(_ cases: Cases, in period: Period, measures: [Measure], stays: Stays?) {
        (self.period, merges) = (period, cases.merges)
        reversed = Set(measures.filter(\.isLowerBetter).map(\.key))
        let asked = Asked(in: period)
        let (outcomes, stays) = (cases.outcomes, stays ?? Stays(cases.enrolments))
        // By position: of each of hundreds of thousands a copy would cost more than its counting.
        for index in outcomes.indices {
            if outcomes[index].isRecorded(in: period) { count(outcomes[index]) }
            guard asked.isDue(outcomes[index].taken), isMissed(outcomes[index], stays) else {
                continue
            }
            all.countMissed()
            byMeasure[outcomes[index].measure, default: OutcomeCount()].countMissed()
        }
    }

    /// The records from which this was counted, with those that say who was recorded twice.
    ///
    /// - Complexity: Gathered anew each time, as most figures are shown without it.
    package var counted: Set<RecordID> {
        let records = Set(used.map(\.record))
        guard !merges.isEmpty else { return records }
        return records.union(merges.records(behind: Set(used.compactMap(\.named))))
    }

    private mutating func count(_ outcome: Outcome) {
        guard let start = outcome.baseline else { return }
        guard !outcome.isLeftOut else { return leaveOut(outcome) }
        let followUps = outcome.followUps.filter { period.contains($0.date) }
        if followUps.contains(where: { $0.score.scale != start.scale }) { unpaired += 1 }
        let last = followUps.last { $0.score.scale == start.scale }?.score.number
        let isReversed = reversed.contains(outcome.measure)
        if let former = start.scale {
            apart[former, default: OutcomeCount()].count(start.number, last, isReversed: isReversed)
            apartByMeasure[outcome.measure, default: 0] += 1
        } else {
            used.append((outcome.record, outcome.named))
            all.count(start.number, last, isReversed: isReversed)
            byMeasure[outcome.measure, default: OutcomeCount()]
                .count(start.number, last, isReversed: isReversed)
        }
    }

    private mutating func leaveOut(_ outcome: Outcome) {
        leftOut += 1
        if outcome.isDisputed {
            leftOutByMeasure[outcome.measure, default: 0] += 1
        } else {
            withheldByMeasure[outcome.measure, default: 0] += 1
        }
    }

    /// The person was there to be asked for a follow-up that was due, and none was made.
    private func isMissed(_ outcome: Outcome, _ stays: Stays) -> Bool {
        guard let taken = outcome.taken, let start = outcome.baseline, start.scale == nil,
            !outcome.isDisputed, !outcome.isWithheld
        else { return false }
        let due = taken.adding(days: Measure.reviewDays)
        guard !stays.areOver(outcome.participant, before: due) else { return false }
        return !outcome.followUps.contains { $0.date <= period.last && $0.score.scale == nil }
    }
}

/// The days of baselines whose follow-up falls due in a period: told without a day made of each.
private struct Asked {
    private let first: PlainDate
    private let last: PlainDate

    init(in period: Period) {
        first = period.first.adding(days: -Measure.reviewDays)
        last = period.last.adding(days: -Measure.reviewDays)
    }

    func isDue(_ taken: PlainDate?) -> Bool { taken.map { first <= $0 && $0 <= last } ?? false }
}

/// How long people stayed.
struct Stays {
    private var last: [String: PlainDate] = [:]
    private var isOpen: Set<String> = []

    init(_ enrolments: [Enrolment]) {
        for index in enrolments.indices {
            guard let person = enrolments[index].participant, let ended = enrolments[index].ended
            else { continue }
            last[person] = max(last[person] ?? ended, ended)
        }
        // Who never left anything need not be looked for.
        guard !last.isEmpty else { return }
        for index in enrolments.indices where enrolments[index].ended == nil {
            if let person = enrolments[index].participant { isOpen.insert(person) }
        }
    }

    /// False for who was never enrolled: nothing says that they left.
    func areOver(_ person: String?, before date: PlainDate) -> Bool {
        guard let person, !last.isEmpty, let last = last[person], last < date else { return false }
        return !isOpen.contains(person)
    }
}
