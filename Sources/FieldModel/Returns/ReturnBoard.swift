// SPDX-License-Identifier: Apache-2.0

/// Who has the ball: every return that was agreed, whether it was opened or not.
package struct ReturnBoard: Hashable, Sendable {
    /// True for the identifier of a service, and for its name as people write it.
    package static func means(_ text: String, _ service: RecordID, called name: String) -> Bool {
        RecordID(text) == service || text.lowercased() == name.lowercased()
    }

    /// A service whose returns are awaited.
    package struct Agreed: Hashable, Sendable {
        package let service: RecordID
        package let name: String
        package let organisation: OrganisationID
        package let calendar: ReturnCalendar

        package init(
            service: RecordID,
            name: String,
            organisation: OrganisationID,
            calendar: ReturnCalendar
        ) {
            (self.service, self.name) = (service, name)
            (self.organisation, self.calendar) = (organisation, calendar)
        }

        /// True for its identifier, and for its name as people write it.
        fileprivate func isMeant(by text: String?) -> Bool {
            text.map { ReturnBoard.means($0, service, called: name) } ?? false
        }
    }

    /// A return that was opened.
    package struct Opened: Hashable, Sendable {
        package let record: RecordID
        package let organisation: OrganisationID?
        /// Its identifier or its name; nil for a return about all that an organisation does.
        package let service: String?
        package let period: ReturnPeriod
        package let progress: ReturnProgress

        package init(
            record: RecordID,
            organisation: OrganisationID?,
            service: String?,
            period: ReturnPeriod,
            progress: ReturnProgress
        ) {
            (self.record, self.organisation, self.service) = (record, organisation, service)
            (self.period, self.progress) = (period, progress)
        }
    }

    /// The council does without a return.
    package struct Waiver: Hashable, Sendable {
        package let service: String
        package let period: ReturnPeriod
        package let reason: String
        /// Where it is written; nil where nobody asks.
        package let record: RecordID?

        package init(
            service: String,
            period: ReturnPeriod,
            reason: String,
            record: RecordID? = nil
        ) {
            (self.service, self.period, self.reason) = (service, period, reason)
            self.record = record
        }
    }

    package struct Row: Hashable, Sendable {
        package let period: ReturnPeriod
        package let organisation: OrganisationID?
        package let service: RecordID?
        package let name: String?
        package let opened: Opened?
        package let waiver: Waiver?
        package let due: PlainDate
        package let standing: Standing

        /// Days between the day it was due and the day it was submitted, or today.
        package let daysLate: Int64

        package var turn: ReturnState.Turn {
            switch standing {
            case .notDue, .waived: .nobody
            case .notOpened: .organisation
            case .state(let state): state.turn
            }
        }
    }

    package enum Standing: Hashable, Sendable {
        /// The period is not over.
        case notDue
        /// It is over, and nobody has begun.
        case notOpened
        case waived
        case state(ReturnState)

        package var words: String {
            switch self {
            case .notDue: "not due yet"
            case .notOpened: "not opened"
            case .waived: "waived"
            case .state(let state): state.words
            }
        }
    }

    package let rows: [Row]

    /// The rows of an earlier period first, then by name.
    package init(agreed: [Agreed], opened: [Opened], waivers: [Waiver], today: PlainDate) {
        var rest = opened.filter { $0.progress.state != .void }
        var rows: [Row] = []
        for service in agreed {
            for period in service.calendar.periods(upTo: today) {
                let index = rest.firstIndex {
                    $0.period == period && $0.organisation == service.organisation
                        && service.isMeant(by: $0.service)
                }
                let found = index.map { rest.remove(at: $0) }
                let waiver = waivers.first {
                    $0.period == period && service.isMeant(by: $0.service)
                }
                rows.append(Row(service, period, found, waiver, today))
            }
        }
        rows += rest.map { opened in
            let service = agreed.first {
                $0.organisation == opened.organisation && $0.isMeant(by: opened.service)
            }
            return Row(opened, service, today)
        }
        self.rows = rows.sorted {
            ($0.period, $0.name ?? "", $0.organisation?.description ?? "")
                < ($1.period, $1.name ?? "", $1.organisation?.description ?? "")
        }
    }
}

extension ReturnBoard.Row {
    fileprivate init(
        _ agreed: ReturnBoard.Agreed,
        _ period: ReturnPeriod,
        _ opened: ReturnBoard.Opened?,
        _ waiver: ReturnBoard.Waiver?,
        _ today: PlainDate
    ) {
        (self.period, organisation, service) = (period, agreed.organisation, agreed.service)
        (name, self.opened) = (agreed.name, opened)
        due = agreed.calendar.due(period)
        let isSent = opened?.progress.submission != nil
        self.waiver = isSent ? nil : waiver
        standing =
            self.waiver != nil
            ? .waived
            : opened.map { .state($0.progress.state) }
                ?? (today <= period.last ? .notDue : .notOpened)
        daysLate = Self.daysLate(opened, due, standing, today)
    }

    /// A return that no agreement asked for: due as its service agreed for others, or as is usual.
    fileprivate init(
        _ opened: ReturnBoard.Opened,
        _ agreed: ReturnBoard.Agreed?,
        _ today: PlainDate
    ) {
        (period, organisation) = (opened.period, opened.organisation)
        (service, name) = (agreed?.service, agreed?.name ?? opened.service)
        (self.opened, waiver) = (opened, nil)
        due = (agreed?.calendar ?? ReturnCalendar(starts: nil, ends: nil)).due(opened.period)
        standing = .state(opened.progress.state)
        daysLate = Self.daysLate(opened, due, standing, today)
    }

    private static func daysLate(
        _ opened: ReturnBoard.Opened?,
        _ due: PlainDate,
        _ standing: ReturnBoard.Standing,
        _ today: PlainDate
    ) -> Int64 {
        if standing == .waived { return 0 }
        let first = opened?.progress.firstSubmission?.at.instant.englishDate ?? today
        return max(0, first.daysSince1970 - due.daysSince1970)
    }

    /// Due, and not submitted.
    package var isOverdue: Bool { daysLate > 0 && opened?.progress.submission == nil }
}
