// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// How far an organisation's own records can be believed.
package struct QualityTable: Sendable {
    private let cases: Cases
    private let today: PlainDate
    private static let lateDays: Int64 = 183

    package init(_ cases: Cases, today: PlainDate) { (self.cases, self.today) = (cases, today) }

    package var table: FigureTable {
        FigureTable(
            "Records that can be relied on",
            rowName: "check",
            columns: [
                .init("records", "records that are in order, of all; or the number that are not.")
            ],
            rows: complete + doubtful,
            shape: .own
        )
    }

    private var complete: [FigureTable.Row] {
        let people = cases.participants
        let share = { (isGood: (Participant) -> Bool) in
            Figure.ratio(people.filter(isGood).count, of: people.count)
        }
        return [
            .init("neighbourhood known", [share { $0.neighbourhood != nil || $0.isPlaceWithheld }]),
            .init("date of birth known", [share { $0.born != nil }]),
            .init("level of need known", [share { $0.tier != nil }]),
            .init("agreed, with the day", [share { $0.consent == true && $0.consentDate != nil }]),
        ]
    }

    private var doubtful: [FigureTable.Row] {
        let late = cases.outcomes.filter { outcome in
            guard let taken = outcome.taken else { return false }
            return outcome.followUps.isEmpty && taken.adding(days: Self.lateDays) < today
        }
        let disputed =
            cases.outcomes.filter(\.isDisputed).count + cases.contacts.filter(\.isDisputed).count
            + cases.enrolments.filter(\.isDisputed).count
        return [
            .init("no follow-up after 6 months", [.ratio(late.count, of: cases.outcomes.count)]),
            .init("dates that cannot be", [.count(impossible)]),
            .init("disputed answers", [.count(disputed)]),
            .init("after consent was withdrawn", [.count(cases.withheld.count)]),
        ]
    }

    /// In the future, an end before its start, or a follow-up before its baseline.
    private var impossible: Int {
        cases.contacts.filter { $0.date.map { $0 > today } ?? false }.count
            + cases.enrolments.filter { enrolment in
                guard let started = enrolment.started else { return false }
                return started > today || enrolment.ended.map { $0 < started } ?? false
            }.count
            + cases.outcomes.filter { outcome in
                guard let taken = outcome.taken else { return false }
                return taken > today || outcome.followUps.contains { $0.date < taken }
            }.count
    }
}
