// SPDX-License-Identifier: Apache-2.0

import FieldModel
import LocalSpend

extension SpendReport {
    var lines: [String] {
        var lines = definition.sentence.wrapped(78).map(inert)
        if !definition.source.isEmpty { lines.append("Source: \(inert(definition.source))") }
        guard !series.points.isEmpty || !figures.years.isEmpty else {
            return lines + ["No figure has been counted or published by it yet."]
                + targets.flatMap { trajectory($0) }
        }
        lines += [""] + pointLines
        for (year, tally) in figures.years.sorted(by: { $0.key < $1.key }) {
            lines += ["", Style.bold("\(name(of: year)), from the ledgers")] + quarterLines(year)
            lines += tally.lines
        }
        lines += targets.flatMap { trajectory($0) }
        return lines + notes.flatMap { inert($0).wrapped(78) }
    }

    private var pointLines: [String] {
        var table = Table("year", "local", "of all counted", "share", "from")
        for point in series.points {
            table.add(
                "\(point.year)",
                point.share.numerator.grouped,
                point.share.denominator.grouped,
                point.share.words,
                point.sourceWords
            )
        }
        return [table.text]
    }

    private func quarterLines(_ year: FinancialYear) -> [String] {
        var table = Table("quarter", "local", "of all counted", "share", "rows")
        for (quarter, tally) in figures.quarters.sorted(by: { $0.key < $1.key })
        where quarter.year == year {
            table.add(
                name(of: quarter, as: "Q\(quarter.number)"),
                tally.local.grouped,
                tally.counted.grouped,
                tally.share.words,
                "\(tally.rows)"
            )
        }
        return [table.text]
    }

    private func trajectory(_ aim: Aim) -> [String] {
        let target = aim.target
        var table = Table("year", "planned", "actual")
        for year in target.years {
            let actual = series.points.first { $0.year == year }
            table.add(
                "\(year)",
                target.planned(year).map { "\($0.shown) %" } ?? "",
                actual?.shareWords ?? ""
            )
        }
        let title = "Target: \(target.percent.shown) % by \(target.year)"
        return ["", Style.bold(title), table.text]
            + (aim.standing?.lines(target) ?? [
                "No whole year is known by it yet, so nothing is said of the gap."
            ])
    }
}

extension SpendTarget.Standing {
    fileprivate func lines(_ target: SpendTarget) -> [String] {
        var lines = [
            gap.pence > 0
                ? "Gap: \(gap.grouped) more of \(point.year)'s spending would have to be local."
                : "The target is reached in \(point.year): \(Money(pence: -gap.pence).grouped)"
                    + " beyond it."
        ]
        if let requiredPerYear, gap.pence > 0 {
            lines.append("Needed from now on: \(requiredPerYear.shown) points a year.")
        } else if gap.pence > 0 {
            lines.append("The year of the target is over.")
        }
        return lines
    }
}

extension SpendTally {
    fileprivate var lines: [String] {
        var circleTable = Table("circle", "spending", "share")
        for circle in Circle.allCases {
            let money = circles[circle] ?? Money(pence: 0)
            circleTable.add(
                "\(circle.rawValue)  \(circle.title)",
                money.grouped,
                Share(money, of: counted).words
            )
        }
        circleTable.add("   not known", unknown.grouped, Share(unknown, of: counted).words)
        circleTable.add("   redacted", redacted.grouped, Share(redacted, of: counted).words)
        var classTable = Table("class", "spending", "share", "of it local", "local share")
        for kind in SupplierClass.allCases {
            classTable.add(
                kind.title,
                share(of: kind).numerator.grouped,
                share(of: kind).words,
                localShare(of: kind).numerator.grouped,
                localShare(of: kind).words
            )
        }
        classTable.add(
            "not known",
            unclassed.grouped,
            Share(unclassed, of: counted).words,
            "",
            ""
        )
        classTable.add(
            "redacted",
            redacted.grouped,
            Share(redacted, of: counted).words,
            "",
            ""
        )
        return [circleTable.text, classTable.text] + leftOutLines
    }

    private var leftOutLines: [String] {
        let kinds = SpendExclusion.allCases.compactMap { kind in
            excluded[kind].map { "\(kind.title) \($0.grouped)" }
        }
        return (kinds.isEmpty ? [] : ["Left out: " + kinds.joined(separator: ", ")])
            + (otherCategories.pence == 0
                ? [] : ["Other categories, or none named: \(otherCategories.grouped)"])
    }
}
