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
        guard try comparedCouncils().count > 1 || isToldOfOne() else { return [] }
        let (returns, unread) = try networkReturns()
        let spending = NetworkSpending(try networkSpending())
        let ratings = NetworkRatings(
            try networkRatings(),
            principles: try session.principles().map { ($0.key, $0.title) }
        )
        return try returnSections(returns, unread)
            + Self.sections(spending)
            + (ratings.councils > 1 ? [Self.section(ratings)] : [])
    }

    func networkNotes() throws -> [String] {
        let councils = try comparedCouncils()
        guard councils.count > 1 else {
            let only = try councils.first.map { inert(try session.name(of: $0)) }
            return [
                only.map {
                    "Of one council alone, \($0), something is on this device: there is nothing to"
                        + " compare it with. Who works for it sees its own course: keeplocal report"
                        + " returns, keeplocal report spend"
                }
                    ?? "No council's returns or spending are on this device: your roles receive"
                    + " none, and no council has told the network its figures yet (its champion in"
                    + " senior leadership does: keeplocal publish). So nothing can be compared."
            ]
        }
        return [
            "Councils differ in what they commission, in whom they reach and in need, and services"
                + " measure different things. A share is no mark: read each council's own course"
                + " first, and ask before you compare. Councils are in the order of their names."
        ] + (try NetworkSpending(networkSpending()).apart) + (try session.toldNotes())
    }

    /// Of which something is here that may be compared.
    private func comparedCouncils() throws -> [CouncilID] {
        let returns = try session.returns().map(\.record.scope.council)
        let spending = outside.councils.map(\.council)
        let ratings = try session.principleAssessments().map(\.council)
        let told = try session.networkFigures().found.filter(\.figure.isTold).map(\.council)
        return Set(returns + spending + ratings + told).sorted()
    }

    /// Then its course is drawn here, as no other report could.
    private func isToldOfOne() throws -> Bool {
        try session.returns().isEmpty && outside.councils.isEmpty
            && session.networkFigures().found.contains(where: \.figure.isTold)
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

    static func sections(_ spending: NetworkSpending) -> [Report.Section] {
        let bars = Chart(.bars, "Local share, per cent", columns: ["local share"], top: 100)
        return spending.courses.map { .init($0, charts: [bars]) }
            + spending.groups.flatMap { sections($0.spread) }
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

    /// What was accepted or approved for periods that end within the quarters asked for; of
    /// councils whose returns are not here, what they told the network.
    private func networkReturns() throws -> (NetworkReturns, unread: [String]) {
        let returns = try session.returns()
        let (entries, unread) = try session.networkEntries(of: returns)
        let told = try session.toldOutcomes(except: Set(returns.map(\.record.scope.council)))
        let found = NetworkReturns(
            entries.filter { isAskedFor($0.period) },
            told: told.filter { isAskedFor($0.period) }
        )
        let sentence = "\(count(unread, "return")) left out, of no period that can be read."
        return (found, unread > 0 ? [sentence] : [])
    }

    private func isAskedFor(_ period: ReturnPeriod) -> Bool {
        guard let first = periods.first, let last = periods.last else { return false }
        return first.first <= period.last && period.last <= last.last
    }

    private func networkRatings() throws -> [NetworkRatings.Rating] {
        let own = try session.principleAssessments().ownRatings
        return try session.toldRatings(except: Set(own.map(\.council)))
            + own.map(NetworkRatings.Rating.init)
    }

    private func networkSpending() throws -> [NetworkSpending.Entry] {
        let own = try outside.councils.flatMap { council, spend in
            let name = inert(try session.name(of: council))
            return try spend.reports(only: nil).flatMap { report in
                report.series.whole.suffix(4).map { point in
                    NetworkSpending.Entry(
                        council: name,
                        definition: inert(report.definition.id),
                        title: inert(report.definition.title),
                        rule: inert(report.definition.rule),
                        year: "\(point.year)",
                        local: point.share.numerator,
                        counted: point.share.denominator,
                        source: inert(point.source)
                    )
                }
            }
        }
        return try own + session.toldSpending(except: Set(outside.councils.map(\.council)))
    }
}
