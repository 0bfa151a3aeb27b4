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

    private mutating func count(outcomes: [Record]) {
        var (recorded, paired, improved) = (0, 0, 0)
        for record in outcomes {
            let followUps = record.followUps.filter { quarter.contains($0.date) }
            let baseline = record.date("baseline/date")
            guard baseline.map(quarter.contains) == true || !followUps.isEmpty,
                let value = record.integer("baseline/value")
            else { continue }
            guard record.conflicts.isEmpty else {
                leftOut += 1
                continue
            }
            counted.insert(record.id)
            recorded += 1
            guard let last = followUps.last else { continue }
            paired += 1
            let change = last.score - value
            let isReversed = lowerIsBetter.contains(record.text("measure") ?? "")
            if isReversed ? change < 0 : change > 0 { improved += 1 }
        }
        set("outcomes_recorded", recorded)
        set("outcomes_paired", paired)
        set("outcomes_improved", improved)
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

    fileprivate func integer(_ name: String) -> Int64? {
        guard case .integer(let number) = value(name) else { return nil }
        return number
    }

    /// The latest last; of two on one day, the one that was begun last.
    fileprivate var followUps: [(date: PlainDate, score: Int64)] {
        let found = fields.compactMap { path, value -> FollowUp? in
            guard path.template == "followup/date", case .date(let date) = value,
                let instance = path.segments.first,
                case .integer(let score)? = fields[FieldPath([instance, .init(name: "score")])]
            else { return nil }
            return FollowUp(date: date, instance: instance.instance, score: score)
        }
        return found.sorted().map { ($0.date, $0.score) }
    }
}

private struct FollowUp: Comparable {
    let date: PlainDate
    let instance: InstanceID?
    let score: Int64

    static func < (a: Self, b: Self) -> Bool {
        let (first, second) = (a.instance?.description ?? "", b.instance?.description ?? "")
        return (a.date, first) < (b.date, second)
    }
}
