// SPDX-License-Identifier: Apache-2.0

import FieldModel

/// How services hang together for the people of one organisation: who uses several, where they go
/// from here, and how long they wait.
package struct SystemTables: Sendable {
    private let cases: Cases
    private let periods: [Period]
    /// The organisation of a service, by its identifier and by its name in small letters.
    private let organisations: [String: String]

    package init(_ cases: Cases, in periods: [Period], organisations: [String: String]) {
        (self.cases, self.periods, self.organisations) = (cases, periods, organisations)
    }

    private func current(in period: Period) -> [Enrolment] {
        cases.enrolments.filter { $0.overlaps(period) && !$0.isLeftOut }
    }

    /// People in a service, and those in several.
    package var several: FigureTable {
        FigureTable(
            "People in two services or more",
            rowName: "period",
            columns: [
                .init(
                    "people",
                    "different people enrolled in a service of ours in the period.",
                    counts: [.enrolled]
                ),
                .init(
                    "two or more",
                    "of these, enrolled in two different services of ours or more in it.",
                    partOf: "people",
                    counts: [.inSeveral]
                ),
                .init(
                    "share",
                    "two or more, of people.",
                    partOf: "people",
                    counts: [.enrolled, .inSeveral, .inOne]
                ),
            ],
            rows: periods.map { period in
                let current = current(in: period).filter { $0.participant != nil }
                let (people, several) = Self.inSeveral(current)
                return FigureTable.Row(
                    period.title,
                    [.count(people), .count(several), .ratio(several, of: people)],
                    parts: period.parts(of: nil, in: cases),
                    records: current.count
                )
            }
        )
    }

    /// Without a set of services for each of many thousands: almost all are in one.
    private static func inSeveral(_ enrolments: [Enrolment]) -> (people: Int, several: Int) {
        var (services, several): ([PersonKey: String], Set<PersonKey>) = ([:], [])
        var people: Set<PersonKey> = []
        for enrolment in enrolments {
            guard let person = enrolment.participant else { continue }
            people.insert(person)
            guard let service = enrolment.service else { continue }
            if let known = services[person] {
                if known != service { several.insert(person) }
            } else {
                services[person] = service
            }
        }
        return (people.count, several.count)
    }

    /// Days from the day that somebody was referred to the day that they started.
    package var waiting: FigureTable {
        FigureTable(
            "Waiting for a service",
            rowName: "period",
            columns: [
                .init("started", "enrolments that began in the period.", counts: [.begun]),
                .init(
                    "median days",
                    "the middle of the days from referral to start; n is the enrolments with both"
                        + " days, the referral not after the start.",
                    partOf: "started",
                    counts: [.begun]
                ),
            ],
            rows: periods.map { period in
                let started = cases.enrolments.filter { enrolment in
                    !enrolment.isLeftOut && !enrolment.isContinued
                        && enrolment.started.map(period.contains) ?? false
                }
                let days = started.compactMap(\.waitingDays)
                let unknown = started.count - days.count
                let median = Figure.median(days.map { Int(clamping: $0) })
                return FigureTable.Row(
                    period.title,
                    [
                        .count(started.count),
                        Figure(
                            median.value,
                            leftOut: [.init(unknown, "as no day of referral before it is known")]
                        ),
                    ],
                    parts: period.parts(of: nil, in: cases),
                    records: started.count
                )
            }
        )
    }

    /// Different people who were referred to another organisation, over all periods together.
    package var referredOn: FigureTable {
        let people = cases.contacts.filter { contact in
            !contact.isLeftOut && contact.referredTo != nil && isCounted(contact.date)
        }.map { (said: $0.referredTo, person: $0.participant) }
        return flow(
            "Referred on",
            "to",
            "different people of ours whom we referred there in the periods.",
            people
        )
    }

    /// Different people who came from another organisation's service.
    package var referredHere: FigureTable {
        let people = cases.enrolments.filter { enrolment in
            !enrolment.isLeftOut && !enrolment.isContinued && enrolment.referredBy != nil
                && isCounted(enrolment.started)
        }.map { (said: $0.referredBy, person: $0.participant) }
        return flow(
            "Referred to us",
            "by",
            "different people whom they referred, by the day that they started.",
            people
        )
    }

    /// People who gave the same reference to several organisations, of those who gave one at all.
    package static func shared(_ organisations: [Cases]) -> FigureTable {
        var seen: [String: Int] = [:]
        for cases in organisations {
            let references = cases.participants.compactMap { person in
                person.ownReference?.uppercased().filter { $0.isLetter || $0.isNumber }
            }
            for reference in Set(references) where !reference.isEmpty {
                seen[reference, default: 0] += 1
            }
        }
        let several = seen.values.filter { $0 > 1 }.count
        return FigureTable(
            "People in several organisations",
            rowName: "organisations",
            columns: [
                .init("references", "different references that people gave of themselves."),
                .init(
                    "in several",
                    "of these, the same in two organisations or more on this device.",
                    partOf: "references"
                ),
            ],
            rows: [
                .init(
                    "\(organisations.count) organisations",
                    [.count(seen.count), .count(several)],
                    records: organisations.map(\.participants.count).reduce(0, +)
                )
            ]
        )
    }

    private func isCounted(_ date: PlainDate?) -> Bool {
        date.map { date in periods.contains { $0.contains(date) } } ?? false
    }

    private func flow(
        _ title: String,
        _ rowName: String,
        _ definition: String,
        _ people: [ReferralPlaces.Referral]
    ) -> FigureTable {
        let names = ReferralPlaces(people, organisations: organisations)
        let places = Dictionary(grouping: people.filter { $0.person != nil }) {
            names.place(of: $0.said)
        }
        let counts = places.map { place, people in
            (place, Set(people.compactMap(\.person)).count, people.count)
        }
        let parts = Set(periods.flatMap { $0.parts(of: nil, in: cases) })
        return FigureTable(
            title,
            rowName: rowName,
            columns: [.init("people", definition)],
            rows: counts.sorted { ($1.1, $0.0) < ($0.1, $1.0) }.map { place, count, records in
                FigureTable.Row(
                    place,
                    [.count(count)],
                    parts: Set(parts.map { "\($0)/\(place)" }),
                    records: records
                )
            }
        )
    }
}

extension Enrolment {
    /// Nil where one of the days is not known, or the referral came after the start.
    fileprivate var waitingDays: Int64? {
        guard let referred, let started, referred <= started else { return nil }
        return started.daysSince1970 - referred.daysSince1970
    }
}
