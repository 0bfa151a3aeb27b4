// SPDX-License-Identifier: Apache-2.0

import Disclosure
import FieldForms
import FieldModel
import FieldStore
import Figures
import LocalSpend
import Pictures

/// The report that sets councils beside each other, for those who may see several.
///
/// There is no league table: each council's own course comes first, then bands among five or more
/// that measured the same in the same period.
extension ReportMaterial {
    func networkSections() throws -> [Report.Section] {
        guard try comparedCouncils().count > 1 else { return [] }
        let (returns, unread) = try networkReturns()
        let spending = NetworkSpending(try networkSpending())
        let ratings = NetworkRatings(
            try session.principleAssessments(),
            principles: try session.principles().map { ($0.key, $0.title) }
        )
        return try returnSections(returns, unread)
            + spending.groups.flatMap(Self.sections)
            + (ratings.councils > 1 ? [Self.section(ratings)] : [])
    }

    func networkNotes() throws -> [String] {
        let councils = try comparedCouncils()
        guard councils.count > 1 else {
            let only = try councils.first.map { inert(try session.name(of: $0)) }
            return [
                only.map {
                    "Your roles reach one council, \($0): there is nothing to compare it with. Its"
                        + " own course: keeplocal report returns, keeplocal report spend"
                }
                    ?? "No council's returns or spending are on this device: your roles receive"
                    + " none, so nothing can be compared here."
            ]
        }
        return [
            "Councils differ in what they commission, in whom they reach and in need, and services"
                + " measure different things. A share is no mark: read each council's own course"
                + " first, and ask before you compare. Councils are in the order of their names."
        ] + (try NetworkSpending(networkSpending()).apart)
    }

    /// Of which something is here that may be compared.
    private func comparedCouncils() throws -> [CouncilID] {
        let returns = try session.returns().map(\.record.scope.council)
        let spending = outside.councils.map(\.council)
        let ratings = try session.principleAssessments().map(\.council)
        return Set(returns + spending + ratings).sorted()
    }

    private func returnSections(
        _ returns: NetworkReturns,
        _ unread: [String]
    ) throws -> [Report.Section] {
        // Bands are made of what is told: a number that is hidden must not show in them.
        var disclosing = Disclosing(
            Threshold(try threshold() ?? Threshold.usual),
            after: told ?? Publication()
        )
        let course = returns.course
        let spread = returns.spread(told: disclosing.told(course))
        let dots = Chart(.dots, "Improved, within the range of chance", columns: ["improved"])
        return [.init(course, charts: course.rows.isEmpty ? [] : [dots], sentences: unread)]
            + Self.sections(spread)
    }

    private static func sections(_ spread: NetworkSpread) -> [Report.Section] {
        guard let bands = spread.bands else {
            let sentences = spread.sentences
            return sentences.isEmpty ? [] : [.init(spread.borders, sentences: sentences)]
        }
        return [.init(spread.borders, sentences: spread.sentences), .init(bands)]
    }

    private static func sections(_ group: NetworkSpending.Group) -> [Report.Section] {
        let bars = Chart(.bars, "Local share, per cent", columns: ["local share"], top: 100)
        return [.init(group.table, charts: [bars])] + sections(group.spread)
    }

    private static func section(_ ratings: NetworkRatings) -> Report.Section {
        .init(
            ratings.table,
            sentences: [
                "\(count(ratings.councils, "council")) rated themselves for"
                    + " \(ratings.period ?? "")."
            ]
        )
    }

    /// What was accepted or approved for periods that end within the quarters asked for.
    private func networkReturns() throws -> (NetworkReturns, unread: [String]) {
        var unread = 0
        let entries = try session.returns().compactMap { found -> NetworkReturns.Entry? in
            guard let revision = found.progress.reported else { return nil }
            let fields = try session.reportedFields(revision)
            let answer = { (name: String) in FieldPath(name).flatMap { fields[$0] } }
            let number = { (name: String) -> Int? in
                if case .integer(let number)? = answer(name) { Int(clamping: number) } else { nil }
            }
            guard let period = answer("period").flatMap({ ReturnPeriod($0.words) }) else {
                unread += 1
                return nil
            }
            guard let first = periods.first, let last = periods.last,
                first.first <= period.last, period.last <= last.last
            else { return nil }
            return NetworkReturns.Entry(
                council: inert(try session.name(of: found.record.scope.council)),
                period: period,
                improved: number("outcomes_improved"),
                paired: number("outcomes_paired"),
                daysToAnswer: found.progress.daysToAnswer,
                source: try session.source(of: found, revision)
            )
        }
        let sentence = "\(count(unread, "return")) left out, of no period that can be read."
        return (NetworkReturns(entries), unread > 0 ? [sentence] : [])
    }

    private func networkSpending() throws -> [NetworkSpending.Entry] {
        try outside.councils.flatMap { council, spend in
            let name = inert(try session.name(of: council))
            return try spend.reports(only: nil).flatMap { report in
                report.series.points.suffix(4).map { point in
                    NetworkSpending.Entry(
                        council: name,
                        definition: inert(report.definition.id),
                        rule: inert(report.definition.rule),
                        year: "\(point.year)",
                        local: point.share.numerator,
                        counted: point.share.denominator,
                        source: inert(point.source)
                    )
                }
            }
        }
    }
}

extension ReturnProgress {
    /// From the first submission to the council's first word about it.
    fileprivate var daysToAnswer: Int? {
        guard let submitted = firstSubmission?.at.instant.date,
            let answered = firstFeedback?.at.instant.date
        else { return nil }
        return Int(clamping: answered.daysSince1970 - submitted.daysSince1970)
    }
}
