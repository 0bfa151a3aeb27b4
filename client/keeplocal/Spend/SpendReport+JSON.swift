// SPDX-License-Identifier: Apache-2.0

import FieldModel
import LocalSpend

extension SpendReport {
    var json: JSON {
        [
            "definition": definition.json,
            "series": .array(series.points.map(\.json)),
            "years": .array(
                figures.years.sorted { $0.key < $1.key }.map { year, tally in
                    tally.json("year", "\(year)", ["coverage": coverage[year].json])
                }
            ),
            "quarters": .array(
                figures.quarters.sorted { $0.key < $1.key }.map { quarter, tally in
                    let words = coverage.words(of: quarter)
                    let known: JSON = [
                        "whole": .boolean(words == nil), "words": words.map(JSON.string) ?? .null,
                    ]
                    return tally.json("quarter", "\(quarter)", ["coverage": known])
                }
            ),
            "targets": .array(targets.map(json)),
            "notes": .array(notes.map(JSON.string)),
        ]
    }

    private func json(_ aim: Aim) -> JSON {
        let target = aim.target
        let trajectory = target.years.map { year -> JSON in
            let actual = series.points.first { $0.year == year }
            return [
                "year": .string("\(year)"),
                "planned": target.planned(year).map { .decimal($0.rounded(to: 1)) } ?? .null,
                "actual": actual?.share.json ?? .null,
                "coverage": actual?.coverage.json ?? .null,
            ]
        }
        let standing = aim.standing
        return [
            "target": target.json, "trajectory": .array(trajectory),
            "asOf": standing.map { .string("\($0.point.year)") } ?? .null,
            "gap": standing.map { .integer($0.gap.pence) } ?? .null,
            "requiredPerYear": standing?.requiredPerYear.map { .decimal($0.rounded(to: 1)) }
                ?? .null,
        ]
    }
}

extension SpendReport.Break {
    var json: JSON {
        ["year": .string("\(year)"), "from": .string(from), "to": .string(to)]
    }
}

extension SpendPoint {
    fileprivate var json: JSON {
        [
            "year": .string("\(year)"), "share": share.json, "source": .string(source),
            "coverage": coverage.json, "reason": .string(reason),
        ]
    }
}

extension SpendTally {
    fileprivate func json(
        _ key: String,
        _ period: String,
        _ more: [String: JSON] = [:]
    ) -> JSON {
        let zero = Money(pence: 0)
        let circleSums = Circle.allCases.map {
            ("\($0.rawValue)", JSON.integer((circles[$0] ?? zero).pence))
        }
        let sourceSums = CircleSource.allCases.map {
            ($0.rawValue, JSON.integer((sources[$0] ?? zero).pence))
        }
        let classSums = SupplierClass.allCases.map { kind -> (String, JSON) in
            (kind.rawValue, ["all": share(of: kind).json, "local": localShare(of: kind).json])
        }
        let excludedSums = excluded.map { ($0.key.rawValue, JSON.integer($0.value.pence)) }
        let members: [String: JSON] = [
            key: .string(period), "share": share.json, "rows": .integer(Int64(rows)),
            "circles": .object(Dictionary(uniqueKeysWithValues: circleSums)),
            "circlesBy": .object(Dictionary(uniqueKeysWithValues: sourceSums)),
            "classes": .object(Dictionary(uniqueKeysWithValues: classSums)),
            "unknown": .integer(unknown.pence), "redacted": .integer(redacted.pence),
            "unclassed": .integer(unclassed.pence),
            "excluded": .object(Dictionary(uniqueKeysWithValues: excludedSums)),
            "otherCategories": .integer(otherCategories.pence),
        ]
        return .object(members.merging(more) { first, _ in first })
    }
}
