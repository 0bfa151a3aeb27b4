// SPDX-License-Identifier: Apache-2.0

package import FieldForms
package import FieldModel

/// The figures of a quarterly return, counted from an organisation's own records.
///
/// A disputed field is nobody's figure: its record is left out of the count that needs it, and
/// `leftOut` says how many were.
package struct ReturnFigures: Hashable, Sendable {
    package private(set) var fields: [FieldPath: FieldValue] = [:]
    /// The records that were counted.
    package private(set) var counted: Set<RecordID> = []
    package private(set) var leftOut = 0
    /// Outcomes whose baseline is on a former scale, by the version of the form that had it.
    ///
    /// They stand in none of the figures.
    package private(set) var apart: [Int: Outcomes] = [:]
    /// Outcomes with a follow-up on another scale than their baseline: these are not a pair.
    package private(set) var unpaired = 0

    package struct Outcomes: Hashable, Sendable {
        package fileprivate(set) var recorded = 0
        package fileprivate(set) var paired = 0
        package fileprivate(set) var improved = 0
    }

    private let quarter: Quarter
    private let lowerIsBetter: Set<String>

    package init(of records: [Record], in quarter: Quarter, measures: [Pack.Measure]) {
        self.quarter = quarter
        lowerIsBetter = Set(measures.filter { $0.better == .lower }.map(\.key))
        let byForm = Dictionary(grouping: records.filter { !$0.isDeleted }, by: \.form.text)
        count(contacts: byForm["contact"] ?? [])
        count(enrolments: byForm["enrolment"] ?? [])
        count(outcomes: byForm["outcome"] ?? [])
    }

    private mutating func count(contacts: [Record]) {
        let used = contacts.filter {
            isUsable($0, ["date", "participant"], isIn: $0.date("date"))
        }
        set("contacts", used.count)
        set("people_supported", Set(used.compactMap { $0.text("participant") }).count)
    }

    /// New people are those whose first enrolment ever began in the quarter.
    private mutating func count(enrolments: [Record]) {
        var first: [String: PlainDate] = [:]
        for record in enrolments {
            guard let person = record.text("participant"), let started = record.date("started")
            else { continue }
            first[person] = min(first[person] ?? started, started)
        }
        let used = enrolments.filter {
            isUsable($0, ["started", "participant"], isIn: $0.date("started"))
        }
        let new = Set(used.compactMap { $0.text("participant") }).filter { person in
            first[person].map(quarter.contains) ?? false
        }
        set("people_new", new.count)
    }

    /// A baseline is compared with a follow-up on its own scale only.
    private mutating func count(outcomes: [Record]) {
        var current = Outcomes()
        for record in outcomes {
            let followUps = record.followUps.filter { quarter.contains($0.date) }
            let baseline = record.date("baseline/date")
            guard baseline.map(quarter.contains) == true || !followUps.isEmpty,
                let start = FieldPath("baseline/value").flatMap(record.score)
            else { continue }
            guard record.conflicts.isEmpty else {
                leftOut += 1
                continue
            }
            if followUps.contains(where: { $0.score.scale != start.scale }) { unpaired += 1 }
            let last = followUps.last { $0.score.scale == start.scale }?.score.number
            let isReversed = lowerIsBetter.contains(record.text("measure") ?? "")
            if let former = start.scale {
                apart[former, default: Outcomes()].count(start.number, last, isReversed)
            } else {
                counted.insert(record.id)
                current.count(start.number, last, isReversed)
            }
        }
        set("outcomes_recorded", current.recorded)
        set("outcomes_paired", current.paired)
        set("outcomes_improved", current.improved)
    }

    private mutating func isUsable(
        _ record: Record,
        _ names: [String],
        isIn date: PlainDate?
    ) -> Bool {
        guard let date, quarter.contains(date) else { return false }
        guard record.disputedFields.isDisjoint(with: names.compactMap { FieldPath($0) }) else {
            leftOut += 1
            return false
        }
        counted.insert(record.id)
        return true
    }

    func placed(_ versions: FormVersions?) -> ReturnFigures {
        guard let versions else { return self }
        var figures = self
        figures.fields = Dictionary(
            fields.map { (versions.place(of: $0.key), $0.value) },
            uniquingKeysWith: { first, _ in first }
        )
        return figures
    }

    private mutating func set(_ name: String, _ value: Int) {
        if let path = FieldPath(name) { fields[path] = .integer(Int64(value)) }
    }
}

extension Record {
    fileprivate func value(_ name: String) -> FieldValue? { FieldPath(name).flatMap { fields[$0] } }

    fileprivate func text(_ name: String) -> String? {
        switch value(name) {
        case .text(let text), .choice(let text): text
        default: nil
        }
    }

    fileprivate func date(_ name: String) -> PlainDate? {
        guard case .date(let date) = value(name) else { return nil }
        return date
    }

    fileprivate func score(_ path: FieldPath) -> Score? {
        if let former = former[path], former.isAsked, case .integer(let number) = former.value {
            return Score(number: number, scale: former.formVersion)
        }
        guard case .integer(let number)? = fields[path] else { return nil }
        return Score(number: number, scale: nil)
    }

    /// The latest last; of two on one day, the one that was begun last.
    fileprivate var followUps: [FollowUp] {
        fields.compactMap { path, value -> FollowUp? in
            guard path.template == "followup/date", case .date(let date) = value,
                let instance = path.segments.first,
                let score = score(FieldPath([instance, .init(name: "score")]))
            else { return nil }
            return FollowUp(date: date, instance: instance.instance, score: score)
        }.sorted()
    }
}

extension ReturnFigures.Outcomes {
    fileprivate mutating func count(_ start: Int64, _ last: Int64?, _ isReversed: Bool) {
        recorded += 1
        guard let last else { return }
        paired += 1
        if isReversed ? last < start : last > start { improved += 1 }
    }
}

/// A number and its scale: nil for that of today, else the version of the form that had it.
private struct Score: Hashable {
    let number: Int64
    let scale: Int?
}

private struct FollowUp: Comparable {
    let date: PlainDate
    let instance: InstanceID?
    let score: Score

    static func < (a: Self, b: Self) -> Bool {
        let (first, second) = (a.instance?.description ?? "", b.instance?.description ?? "")
        return (a.date, first) < (b.date, second)
    }
}
