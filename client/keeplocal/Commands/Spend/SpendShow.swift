// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FieldModel
import FieldStore
import LocalSpend

struct SpendShow: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show local spend: shares, circles, classes, and the way to the target.",
        discussion: """
            Every share stands with both of its amounts and its definition. Figures of two
            definitions are never joined: between them is a break.
            """
    )

    @Option(help: "Only by this definition.") var definition: String?
    @Option(help: "The council, for those who work with more than one.") var council: String?
    @OptionGroup var device: DeviceOptions

    func run() throws {
        let source = try SpendSource(try device.store(), council: council)
        let reports = try source.reports(only: definition)
        let breaks = SpendReport.breaks(reports)
        try device.show(json(reports, breaks, source)) {
            guard !reports.isEmpty else {
                return source.actor.spendAbsence(
                    "There is no definition yet, so no percentage would mean anything.",
                    "Make one: keeplocal spend definition add"
                ).wrapped(78).forEach { Terminal.line($0) }
            }
            for (index, report) in reports.enumerated() {
                if index > 0 { Terminal.line() }
                if let gap = breaks.first(where: { $0.to == report.definition.id }) {
                    gap.words.wrapped(78).forEach { Terminal.line($0) }
                    Terminal.line()
                }
                report.lines.forEach { Terminal.line($0) }
            }
        }
        source.notes.forEach { Terminal.note($0) }
    }

    private func json(
        _ reports: [SpendReport],
        _ breaks: [SpendReport.Break],
        _ source: SpendSource
    ) -> JSON {
        [
            "reports": .array(reports.map(\.json)), "breaks": .array(breaks.map(\.json)),
            "absent": .array(
                source.absent.map {
                    [
                        "record": .string($0.record.description),
                        "total": .integer($0.count.total.pence),
                    ]
                }
            ),
            "notes": .array((source.doubled.map(\.words) + source.book.notes).map(JSON.string)),
        ]
    }
}
