// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// The outcomes of a period.
///
/// A baseline is compared with follow-ups on its own scale only, and measures with themselves only.
package struct OutcomeFigures: Sendable {
    /// All measures: to be counted, never to be averaged.
    package var all: OutcomeCount { current.all }
    package var byMeasure: [String: OutcomeCount] { current.byMeasure }
    private var current = OnScale()
    /// Those whose baseline is on a former scale, by the version of the form that had it.
    ///
    /// They stand in none of the other figures.
    package private(set) var apart: [Int: OnScale] = [:]
    /// With a follow-up on another scale than the baseline: these are not a pair.
    package private(set) var unpaired = 0
    package private(set) var leftOut = 0
    /// Of those, the ones that came after consent was withdrawn.
    package private(set) var withheldByMeasure: [String: Int] = [:]
    package private(set) var leftOutByMeasure: [String: Int] = [:]
    private let period: Period
    private let reversed: Set<String>
    private let merges: Merges

    /// Outcomes whose baseline is on one scale.
    package struct OnScale: Sendable {
        package fileprivate(set) var all = OutcomeCount()
        package fileprivate(set) var byMeasure: [String: OutcomeCount] = [:]
        /// Of each, the record and the person that it names.
        fileprivate var used: [(record: RecordID, named: PersonKey?)] = []
    }

    /// In a period that is under way, what falls due after `today` is not missed yet.
    package init(_ cases: Cases, in period: Period, measures: [Measure], today: PlainDate) {
        self.init(cases, in: period, measures: measures, today: today, stays: nil)
    }

    /// The stays of these cases, where they are known already.
    init(
        _ cases: Cases,
        in period: Period,
        measures: [Measure],
        today: PlainDate,
        stays: Stays?
    ) {
        (self.period, merges) = (period, cases.merges)
        reversed = Set(measures.filter(\.isLowerBetter).map(\.key))
        let asked = Asked(in: period, upTo: today)
        let (outcomes, stays) = (cases.outcomes, stays ?? Stays(cases.enrolments))
        // By position: of each of hundreds of thousands a copy would cost more than its counting.
        for index in outcomes.indices {
            if outcomes[index].isRecorded(in: period) { count(outcomes[index]) }
            guard asked.isDue(outcomes[index].taken), isMissed(outcomes[index], stays) else {
                continue
            }
            current.countMissed(outcomes[index].measure)
        }
    }

    /// The records from which this was counted, with those that say who was recorded twice.
    ///
    /// - Complexity: Gathered anew each time, as most figures are shown without it.
    package var counted: Set<RecordID> { records(of: current) }

    /// How many outcomes of a measure are on former scales.
    package func apart(of measure: String) -> Int {
        apart.values.reduce(0) { $0 + ($1.byMeasure[measure]?.recorded ?? 0) }
    }

    /// What a return says: the outcomes on the newest scale that any of the period is on, so that a
    /// finished period stays what it was when a scale is changed later.
    package var onNewestScale: (former: Int?, count: OutcomeCount, counted: Set<RecordID>) {
        guard all.recorded == 0, let (version, former) = apart.max(by: { $0.key < $1.key }) else {
            return (nil, all, counted)
        }
        return (version, former.all, records(of: former))
    }

    private func records(of scale: OnScale) -> Set<RecordID> {
        let records = Set(scale.used.map(\.record))
        guard !merges.isEmpty else { return records }
        return records.union(merges.records(behind: Set(scale.used.compactMap(\.named))))
    }

    private mutating func count(_ outcome: Outcome) {
        guard let start = outcome.baseline else { return }
        guard !outcome.isLeftOut else { return leaveOut(outcome) }
        let followUps = outcome.followUps.filter { period.contains($0.date) }
        if followUps.contains(where: { $0.score.scale != start.scale }) { unpaired += 1 }
        let last = followUps.last { $0.score.scale == start.scale }?.score.number
        let isReversed = reversed.contains(outcome.measure)
        if let former = start.scale {
            apart[former, default: OnScale()]
                .count(outcome, start.number, last, isReversed: isReversed)
        } else {
            current.count(outcome, start.number, last, isReversed: isReversed)
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
        guard !stays.areOver(outcome.participant, on: due) else { return false }
        return !outcome.followUps.contains { $0.date <= period.last && $0.score.scale == nil }
    }
}

extension OutcomeFigures.OnScale {
    fileprivate mutating func count(
        _ outcome: Outcome,
        _ start: Int64,
        _ last: Int64?,
        isReversed: Bool
    ) {
        used.append((outcome.record, outcome.named))
        all.count(start, last, isReversed: isReversed)
        byMeasure[outcome.measure, default: OutcomeCount()]
            .count(start, last, isReversed: isReversed)
    }

    fileprivate mutating func countMissed(_ measure: String) {
        all.countMissed()
        byMeasure[measure, default: OutcomeCount()].countMissed()
    }
}

/// The days of baselines whose follow-up falls due in a period: told without a day made of each.
private struct Asked {
    private let first: PlainDate
    private let last: PlainDate

    /// Whoever is asked today is not late.
    init(in period: Period, upTo today: PlainDate) {
        first = period.first.adding(days: -Measure.reviewDays)
        last = min(period.last, today.adding(days: -1)).adding(days: -Measure.reviewDays)
    }

    func isDue(_ taken: PlainDate?) -> Bool { taken.map { first <= $0 && $0 <= last } ?? false }
}

/// On which days people stayed.
struct Stays {
    /// Of those who left something: who never did was there all the time, as far as is known.
    private var spans: [PersonKey: [(first: PlainDate?, last: PlainDate?)]] = [:]

    init(_ enrolments: [Enrolment]) {
        for index in enrolments.indices where enrolments[index].ended != nil {
            if let person = enrolments[index].participant { spans[person] = [] }
        }
        guard !spans.isEmpty else { return }
        for index in enrolments.indices {
            guard let person = enrolments[index].participant, spans[person] != nil else { continue }
            spans[person]?.append((enrolments[index].started, enrolments[index].ended))
        }
    }

    /// True where a person had left and was in nothing else that day.
    ///
    /// False for who was never enrolled before it: nothing says that they left.
    func areOver(_ person: PersonKey?, on day: PlainDate) -> Bool {
        guard !spans.isEmpty, let person, let spans = spans[person] else { return false }
        var hasLeft = false
        for span in spans {
            if let first = span.first, day < first { continue }
            guard let last = span.last, last < day else { return false }
            hasLeft = true
        }
        return hasLeft
    }
}
