// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FieldForms
import FieldModel
import FieldStore

struct ReturnCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "return",
        abstract: "A return, from its first figure to the council's approval.",
        discussion: """
            A decision names the content it was made about: a return that was
            corrected meanwhile is not approved unseen. Who approves is not who
            reviewed. What may be done from where, and by whom: docs/returns.md.
            """,
        subcommands: [
            ReturnBoardCommand.self, ReturnList.self, ReturnShow.self, ReturnDiff.self,
        ],
        groupedSubcommands: [
            CommandGroup(
                name: "The organisation",
                subcommands: [
                    ReturnOpen.self, ReturnComplete.self, ReturnPrepare.self, ReturnSubmit.self,
                    ReturnAnswer.self, ReturnWithdraw.self, ReturnAskReopen.self, ReturnVoid.self,
                ]
            ),
            CommandGroup(
                name: "The council",
                subcommands: [
                    ReturnReview.self, ReturnQueryCommand.self, ReturnGiveBack.self,
                    ReturnAccept.self, ReturnApprove.self, ReturnPublish.self, ReturnEndorse.self,
                    ReturnReopen.self, ReturnWaive.self,
                ]
            ),
        ]
    )
}

struct ReturnOpen: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "open",
        abstract: "Open the return of a period, its figures counted from this device's records.",
        discussion: """
            2026-Q2 is July to September 2026, 2026-H1 April to September, and 2026/27 the
            whole financial year. How often a service reports, its record says (returns).
            """
    )

    @Argument(help: "The period: 2026-Q2, 2026-H1 or 2026/27.") var period: String
    @Option(name: .customLong("set"), help: "An answer, as path=value. May be repeated.")
    var assignments: [String] = []
    @Flag(help: "Begin with what the last return of the service says besides its figures.")
    var fromLast = false
    @Flag(help: "Although no such service is on this device, or no return of the period awaited.")
    var anyway = false
    @OptionGroup var place: PlaceOptions
    @OptionGroup var rehearsal: RehearsalOptions
    @OptionGroup var device: DeviceOptions

    func run() throws {
        let period = try returnPeriod(period)
        let store = try device.storeForFigures()
        let (opened, table, freshness) = try store.write(isRehearsal: rehearsal.dryRun) { session in
            let form = try session.form(formID("quarterly_return"))
            var arguments = try FieldArguments(form, in: session)
            let (answers, place) = (
                try arguments.parse(assignments), try place.place(in: session)
            )
            if !anyway { try session.requireExpected(period, answers: answers, in: place) }
            let opened = try session.openReturn(
                period,
                answers: answers,
                in: place,
                continuing: fromLast
            )
            return (
                opened, try session.table(of: opened.figures, in: opened.saved.record),
                try ReturnFreshness(of: opened.saved.record, session)
            )
        }
        try device.show(freshness.json(JSON(opened.saved).adding(opened.figures))) {
            Terminal.line("Opened the return for \(period): \(opened.saved.record.short)")
            Terminal.line(
                "Counted from \(count(opened.figures.counted.count, "record"))"
                    + (opened.figures.leftOut == 0
                        ? "."
                        : "; \(opened.figures.leftOut) left out until somebody decides about them:"
                            + " keeplocal conflict list, keeplocal participant consent")
            )
            (table + opened.figures.apartLines + freshness.lines).forEach { Terminal.line($0) }
            Terminal.note("Next: keeplocal return prepare \(opened.saved.record.short)")
        }
        rehearsal.note()
    }
}

struct ReturnPrepare: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "prepare",
        abstract: "Say that a return was checked; its figures are counted anew.",
        discussion: """
            Also the way to correct a return that was submitted, before it is approved. A
            figure that is set by hand needs a --reason: the council reads it beside what
            is counted.
            """
    )

    @Argument(help: "The return.") var record: String
    @Option(name: .customLong("set"), help: "An answer, as path=value. May be repeated.")
    var assignments: [String] = []
    @Flag(help: "Keep the figures as they are.") var asItIs = false
    @Option(help: "Why a figure is not what the records count.") var reason: String?
    @OptionGroup var rehearsal: RehearsalOptions
    @OptionGroup var device: DeviceOptions

    func run() throws {
        let store = try device.storeForFigures()
        let (saved, figures, kept, table, freshness) = try store.write(
            isRehearsal: rehearsal.dryRun
        ) {
            session in
            let id = try session.recordID(matching: record)
            let form = try session.form(formID("quarterly_return"))
            var arguments = try FieldArguments(form, in: session)
            let answers = try arguments.parse(assignments)
            let kept = try session.keptByHand(in: id, answers: answers, reason: reason)
            let former = try session.record(id)?.fields ?? [:]
            let saved = try session.prepareReturn(
                id,
                answers: answers,
                asItIs: asItIs,
                reason: reason
            )
            let figures = try session.figures(of: id)
            return (
                saved, figures, KeptWords(kept, form, saved.record),
                try session.table(of: figures, in: id, before: former),
                try ReturnFreshness(of: id, session)
            )
        }
        try device.show(freshness.json(JSON(saved).adding(figures).adding(kept))) {
            let done = rehearsal.dryRun ? "Would be prepared" : "Prepared"
            Terminal.line("\(done): \(saved.record.short)")
            (table + kept.lines + figures.apartLines + freshness.lines).forEach {
                Terminal.line($0)
            }
            let twice = try store.read { try $0.namedInWords(among: 20_000)?.sentence }
            if let twice { Terminal.line(twice) }
            if !rehearsal.dryRun {
                Terminal.note("Next: keeplocal return submit \(saved.record.short)")
            }
        }
        rehearsal.note()
    }
}

struct ReturnSubmit: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "submit",
        abstract: "Freeze a return as it is, and hand it to the council."
    )

    @Argument(help: "The return.") var record: String
    @Flag(help: "Keep its figures although counting now gives others; needs a --reason.")
    var asItIs = false
    @Option(help: "Why a figure is not what the records count.") var reason: String?
    @Flag(help: "Although its period is not over; the council reads that it was early.")
    var early = false
    @OptionGroup var rehearsal: RehearsalOptions
    @OptionGroup var device: DeviceOptions

    func run() throws {
        let store = try device.storeForFigures()
        let (submitted, few) = try store.write(isRehearsal: rehearsal.dryRun) { session in
            let id = try session.recordID(matching: record)
            if !early { try session.requireOver(id) }
            let submitted = try session.submitReturn(
                id,
                asItIs: asItIs,
                reason: reason
            )
            return (submitted, try session.submissionNotes(of: submitted.saved.record))
        }
        try device.show(JSON(submitted.saved, content: submitted.content)) {
            Terminal.line(
                "Submitted: \(submitted.saved.record.short), content \(submitted.content.short)"
            )
            few.forEach { Terminal.line($0) }
            Terminal.note("Send it with: keeplocal sync")
        }
        rehearsal.note()
    }
}
