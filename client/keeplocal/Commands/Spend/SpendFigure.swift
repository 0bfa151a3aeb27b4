// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FieldModel
import FieldStore
import Foundation
import LocalSpend

/// A figure that was published without a ledger behind it.
struct SpendFigure: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "figure",
        abstract: "Save a year's figure that was published, with both of its amounts.",
        discussion: """
            A figure that looks as if another rule had measured it is not saved without
            its reason: one whose total is more than a third from that of the nearest
            year, and one whose amounts stand under another definition already.
            """
    )

    @Option(help: "The definition that it was measured by.") var definition: String
    @Option(help: "The financial year, such as 2019/20.") var year: String
    @Option(help: "Local spending: 196m.") var local: String
    @Option(help: "Of all spending counted: 474m.") var of: String
    @Option(help: "Where it was published.") var source: String
    @Option(help: "Why it is by this definition, where it looks as if by another.")
    var reason: String = ""
    @OptionGroup var saving: SavingOptions

    func run() throws {
        let point = SpendPoint(
            year: try .typed(year),
            share: Share(try .typed(local), of: try .typed(of)),
            definition: definition,
            source: source,
            reason: reason.trimmingBlanks
        )
        guard point.share.percent.map({ (0...100).contains($0) }) == true else {
            throw Failure(usage: "The local part must be 0 to the whole of \(of).")
        }
        let what = "\(point.year): \(point.share.words) by '\(definition)'"
        let store = try saving.device.store()
        let counted = try countedYears(store)
        try saving.save("spend_figure", point.fields, what: what, in: store) { session, scope in
            guard point.year <= FinancialYear(of: session.today) else {
                throw Failure(
                    usage: "\(point.year) has not begun, so nothing of it was published. Nothing"
                        + " was saved. What is aimed at is a target: keeplocal spend target add"
                )
            }
            let book = try SpendBook(session, council: scope.council.text)
            _ = try book.named(definition)
            try RivalFigure.requireNone(of: point, among: book.rivalFigures)
            var series = SpendSeries(definition)
            for known in book.points where known.definition == definition { try series.add(known) }
            try series.add(point)
            let unusual = UnusualFigure(point, beside: book.points + counted)
            if let unusual, point.reason.isEmpty { throw unusual.refusal(of: point) }
            return nil
        }
    }

    /// What ledgers on this device come to in whole years, by the same definition.
    private func countedYears(_ store: FieldStore) throws -> [SpendPoint] {
        let source = try SpendSource(store, council: saving.place.council)
        guard source.book.definitions.contains(where: { $0.id == definition }) else { return [] }
        return try source.reports(only: definition).flatMap(\.series.whole)
    }
}
