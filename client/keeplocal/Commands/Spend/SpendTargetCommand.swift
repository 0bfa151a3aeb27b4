// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FieldModel
import FieldStore
import Foundation
import LocalSpend

struct SpendTargetCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "target",
        abstract: "Say what the council promised to reach.",
        subcommands: [SpendTargetAdd.self, SpendTargetList.self]
    )
}

struct SpendTargetAdd: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add",
        abstract: "Save a target, with the baseline that it begins at.",
        discussion: """
            keeplocal spend target add --definition third-party --baseline-year 2017/18 \\
              --local 162.692307m --of 346.153845m --year 2022/23 --percent 60
            """
    )

    @Option(help: "The definition that it is measured by.") var definition: String
    @Option(help: "The year of the baseline, such as 2017/18.") var baselineYear: String
    @Option(help: "Local spending in that year: 162692307 or 162.7m.") var local: String
    @Option(help: "All spending counted in that year.") var of: String
    @Option(help: "The year of the target.") var year: String
    @Option(help: "The share to be reached, in percent.") var percent: String
    @Option(help: "Shares between, such as '2019/20=49; 2021/22=58'; else a straight line.")
    var milestones: String = ""
    @OptionGroup var saving: SavingOptions

    func run() throws {
        let target = try SpendTarget(
            definition: definition,
            baseline: .typed(baselineYear),
            baselineShare: Share(.typed(local), of: .typed(of)),
            year: .typed(year),
            percent: .typedPercent(percent),
            shape: .init(milestones)
        )
        let what = "\(percent) % by \(target.year), from \(target.baselineShare.words)"
        try saving.save("spend_target", target.fields, what: what) { session, scope in
            _ = try SpendBook(session, council: scope.council.text).named(definition)
            return nil
        }
    }
}

struct SpendTargetList: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the targets."
    )

    @Option(help: "The council, for those who work with more than one.") var council: String?
    @OptionGroup var device: DeviceOptions

    func run() throws {
        let book = try device.store().read { try SpendBook($0, council: council) }
        try device.show(.array(book.targets.map(\.json))) {
            guard !book.targets.isEmpty else { return Terminal.line("There is no target yet.") }
            var table = Table(
                folding: "definition",
                "from",
                "share",
                "until",
                "target",
                "milestones"
            )
            for target in book.targets {
                table.add(
                    target.definition,
                    "\(target.baseline)",
                    target.baselineShare.words,
                    "\(target.year)",
                    "\(target.percent.shown) %",
                    target.shape.text
                )
            }
            Terminal.line(table.text)
        }
    }
}

extension SpendTarget {
    var json: JSON {
        [
            "definition": .string(definition), "baselineYear": .string("\(baseline)"),
            "baseline": baselineShare.json, "year": .string("\(year)"),
            "percent": .decimal(percent), "milestones": .string(shape.text),
        ]
    }
}
