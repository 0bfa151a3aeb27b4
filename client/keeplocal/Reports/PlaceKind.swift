// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// What a report tells places by.
enum PlaceKind: String, ExpressibleByArgument, CaseIterable { case ward, neighbourhood, lsoa }

extension ReportOptions {
    /// - Throws: `Failure` for places that this report does not tell.
    func check(_ kind: ReportKind) throws {
        try requireLookedAt(by: kind)
        guard !kind.isNeverOurs || (reader != .ourselves && from == nil) else {
            throw Failure(
                usage: "This report is about other councils' numbers: few people are told to"
                    + " nobody, and it is by quarters. Leave out --for ourselves, --from and --to."
            )
        }
        guard by != .lsoa || !isForCouncil else {
            throw Failure(
                usage: "An LSOA has so few people that hardly a number of it may be told. Write the"
                    + " file --by ward or --by neighbourhood, or say --for ourselves."
            )
        }
        guard kind != .spend || from == nil else {
            throw Failure(
                usage: "Spending is counted by quarter of the financial year, as ledgers come by"
                    + " it. Name quarters in place of days: --quarter 2025-Q2 --quarters 4"
            )
        }
        guard boundaries == nil || placeKind(of: kind) != nil else {
            throw Failure(usage: "--boundaries needs --by ward or --by neighbourhood.")
        }
        guard boundaries == nil || placeKind(of: kind) != .lsoa else {
            throw Failure(
                usage: "LSOAs have the same borders on every day; leave out --boundaries."
            )
        }
    }

    func placeKind(of kind: ReportKind) -> PlaceKind? {
        by ?? (kind == .neighbourhoods ? .ward : nil)
    }
}
