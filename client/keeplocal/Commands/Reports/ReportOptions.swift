// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FieldModel
import Figures
import Foundation
import Pictures

/// Which records a report counts, for whom, and where it goes.
struct ReportOptions: ParsableArguments {
    @Flag(help: "Write over a file that is there already.") var overwrite = false
    enum Reader: String, ExpressibleByArgument, CaseIterable { case council, ourselves }

    @Option(help: "The last quarter that is counted, such as 2026-Q2; that of today if none.")
    var quarter: String?
    @Option(help: "How many quarters, up to that one; 4 if none.") var quarters: Int?
    @Option(help: "The first day, in place of quarters, such as 2026-07-01.") var from: String?
    @Option(help: "The last day.") var to: String?
    @Option(help: "Only people who were in this service, by its name or identifier.")
    var service: String?
    @Option(help: "Of local spend, only by this definition.") var definition: String?
    @Option(help: "By ward, neighbourhood or lsoa, for outcomes, reach and neighbourhoods.")
    var by: PlaceKind?
    @Option(help: "Wards as of this day or year, in place of those at the end of the period.")
    var boundaries: String?
    @Option(help: "Write a page for a browser and a printer to this file.") var html: String?
    @Option(help: "Write a line for each number to this file.") var csv: String?
    @Option(
        name: .customLong("for"),
        help: ArgumentHelp(
            "Who reads it: council (a file and --json, if nothing is said) or ourselves (the"
                + " screen): these read every number, also of few people."
        )
    )
    var reader: Reader?
    @OptionGroup var device: DeviceOptions

    /// JSON is a file as well: whoever asks for it sends it somewhere.
    var isForCouncil: Bool {
        reader.map { $0 == .council } ?? (html != nil || csv != nil || device.json)
    }

    func validate() throws {
        guard html == nil || csv == nil else {
            throw ValidationError("Write one file at a time: --html or --csv.")
        }
        guard (from == nil) == (to == nil) else {
            throw ValidationError("--from and --to go together.")
        }
        guard from == nil || quarter == nil else {
            throw ValidationError("Name quarters, or --from and --to.")
        }
        guard (1...12).contains(quarters ?? 4) else {
            throw ValidationError("--quarters is 1 to 12.")
        }
        guard from == nil || !isForCouncil else {
            throw ValidationError(
                "A report for others is by quarters: numbers of any days could be subtracted from"
                    + " each other. Leave out --from and --to, or say --for ourselves."
            )
        }
    }

    /// The earliest first.
    func periods(today: PlainDate) throws -> [Period] {
        if let from, let to {
            guard let first = PlainDate(from), let last = PlainDate(to),
                let period = Period(from: first, to: last)
            else {
                throw Failure(
                    usage: "Write two days, the first not after the last: --from 2026-07-01"
                        + " --to 2026-09-30"
                )
            }
            return [period]
        }
        let last = quarter.map(Quarter.init) ?? Quarter(containing: today)
        guard let last else {
            throw Failure(usage: "'\(quarter ?? "")' is no quarter, such as 2026-Q2")
        }
        return last.trailing(quarters ?? 4).map(Period.init)
    }
}

extension TextStyle {
    /// What this terminal can show; a file or a pipe is taken for 80 columns.
    static var ofTerminal: TextStyle {
        let environment = ProcessInfo.processInfo.environment
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"].compactMap { environment[$0] }
            .first { !$0.isEmpty }
        let coding = locale?.uppercased() ?? ""
        let isUnicode = coding.contains("UTF-8") || coding.contains("UTF8")
        return TextStyle(width: min(80, Terminal.width), isUnicode: isUnicode)
    }
}
