// SPDX-License-Identifier: Apache-2.0

import Disclosure
import FieldForms
import FieldModel
import FieldStore
import Figures
import LocalSpend

/// What a council may tell the network now: small numbers are hidden as in every file for others.
struct NetworkTelling {
    let changes: NetworkChanges
    /// What is to be remembered once it is told.
    let publication: Publication
    /// What is left as it was told, and why; each a sentence.
    let notes: [String]

    /// `spend` is nil where nothing is to be said of it.
    init(
        _ session: StoreSession,
        of council: CouncilID,
        _ kinds: Set<NetworkFigure.Kind>,
        _ spend: SpendSource?,
        after ledger: Publication
    ) throws {
        var (kinds, now, notes) = (kinds, [NetworkFigure](), [String]())
        var publication = try session.publication(after: ledger)
        if kinds.contains(.outcomes) {
            let unread = try Self.outcomes(session, council, &now, &publication)
            if unread > 0 {
                notes.append("\(count(unread, "return")) left out, of no period that can be read.")
            }
        }
        if kinds.contains(.spend) {
            if let spend, spend.absent.isEmpty, spend.doubled.isEmpty {
                let reports = try spend.reports(only: nil)
                now += reports.flatMap(Self.spend)
                notes += reports.flatMap(Self.partialYears) + reports.flatMap(Self.impossibleYears)
            } else {
                kinds.remove(.spend)
                notes.append(spend?.doubled.isEmpty == false ? Self.doubled : Self.ledgersAway)
            }
        }
        if kinds.contains(.principle) { now += try Self.principles(session, council) }
        let told = try session.networkFigures().found.filter {
            $0.council == council && kinds.contains($0.figure.kind)
        }
        changes = NetworkChanges(from: told.map(\.figure), to: now)
        (self.publication, self.notes) = (publication, notes)
    }

    private static let ledgersAway =
        "Local spend is left as it was told: the file of a ledger is not on this device. Fetch it:"
        + " keeplocal spend fetch"

    private static let doubled =
        "Local spend is left as it was told: two ledgers have the same payments, and nobody has"
        + " decided which counts. See: keeplocal spend ledgers"

    /// Returns that the server has as accepted or approved, the periods of this council alone.
    private static func outcomes(
        _ session: StoreSession,
        _ council: CouncilID,
        _ now: inout [NetworkFigure],
        _ publication: inout Publication
    ) throws -> Int {
        let threshold = Threshold(try session.threshold(of: council))
        let returns = try session.storedReturns().filter { $0.record.scope.council == council }
        let (entries, unread) = try session.networkEntries(of: returns)
        let found = NetworkReturns(entries)
        // Any device may write each return into a file: the sum is held beside all of them.
        var presumed = Disclosing(threshold, after: publication)
        _ = presumed.told(ReturnTable(try session.reportedReturns(returns)).table)
        let course = presumed.told(found.course)
        var disclosing = Disclosing(threshold, after: publication)
        disclosing.take(told: course)
        now += found.figures(told: course)
        publication = disclosing.publication
        return unread
    }

    private static func spend(_ report: SpendReport) -> [NetworkFigure] {
        report.series.whole.filter { $0.share.denominator.pence > 0 }.map { point in
            .spend(
                definition: report.definition.id,
                year: "\(point.year)",
                NetworkFigure.Spend(
                    local: point.share.numerator,
                    counted: point.share.denominator,
                    title: report.definition.title,
                    rule: report.definition.rule,
                    source: point.source
                )
            )
        }
    }

    private static func partialYears(_ report: SpendReport) -> [String] {
        report.series.points.compactMap { point in
            point.coverage.words.map {
                "Not told, local spend of \(point.year) by '\(inert(point.definition))': the"
                    + " ledgers have \($0). It is told when the year is whole."
            }
        }
    }

    private static func impossibleYears(_ report: SpendReport) -> [String] {
        report.series.points.filter { $0.isWhole && $0.share.isImpossible }.map { point in
            "Not told, local spend of \(point.year) by '\(inert(point.definition))':"
                + " \(point.share.numerator.grouped) local of"
                + " \(point.share.denominator.grouped) counted is no share that can be. See:"
                + " keeplocal spend show"
        }
    }

    /// Of two assessments about the same, the one that was begun last.
    private static func principles(
        _ session: StoreSession,
        _ council: CouncilID
    ) throws -> [NetworkFigure] {
        let own = try session.principleAssessments().ownRatings.filter { $0.council == council }
        let figures = own.map { rating -> NetworkFigure in
            .principle(
                rating.principle,
                period: rating.period,
                NetworkFigure.Level(rating.level, target: rating.target)
            )
        }
        return Array(Dictionary(figures.map { ($0.name, $0) }, uniquingKeysWith: { $1 }).values)
    }
}
