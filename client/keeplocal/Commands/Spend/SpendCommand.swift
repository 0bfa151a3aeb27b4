// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import LocalSpend

struct SpendCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "spend",
        abstract: "Import what a council paid, and see how much of it stayed local.",
        discussion: """
            In this order:
              keeplocal spend definition add …   what the percentage is a percentage of
              keeplocal spend import FILE.csv    a ledger, as the council publishes it
              keeplocal spend supplier set …     what suppliers are, and where
              keeplocal spend target add …       what the council promised
              keeplocal spend show               the figures
            """,
        subcommands: [
            SpendImport.self, SpendLedgers.self, SpendFetch.self, SpendMapping.self,
            SpendSupplier.self, SpendDefinitionCommand.self, SpendTargetCommand.self,
            SpendFigure.self, SpendShow.self, SpendMultiplier.self,
        ]
    )
}

extension DateStyle: ExpressibleByArgument {}
extension AmountStyle: ExpressibleByArgument {}
extension SupplierClass: ExpressibleByArgument {}
extension CircleSource: ExpressibleByArgument {}
extension Tier: ExpressibleByArgument {}
extension SpendCategory: ExpressibleByArgument {}
extension SpendExclusion: ExpressibleByArgument {}
extension Circle: ExpressibleByArgument {
    public init?(argument: String) {
        guard let number = Int(argument) else { return nil }
        self.init(rawValue: number)
    }
}
