// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FieldForms
import FieldModel
import FieldStore

struct ReturnComplete: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "complete",
        abstract: "Say that your part of a return is complete.",
        discussion: """
            A return has fields that different people know about. Who has done theirs
            names a field or a group of the form; 'return show' tells the coordinator who
            has.
            """
    )

    @OptionGroup var step: StepOptions
    @Argument(help: "The field or group.") var section: String

    func run() throws {
        try step.make { .complete(section: try $0.returnField(section)) }
    }
}

struct ReturnWithdraw: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "withdraw",
        abstract: "Take a return back before it is accepted."
    )

    @OptionGroup var step: StepOptions
    @Option(help: "Why.") var reason: String

    func run() throws { try step.make(saying: reason) { _ in .withdraw } }
}

struct ReturnAskReopen: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ask-reopen",
        abstract: "Ask the champion to open an approved return again."
    )

    @OptionGroup var step: StepOptions
    @Option(help: "Why.") var reason: String

    func run() throws { try step.make(saying: reason) { _ in .askReopen } }
}

struct ReturnVoid: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "void",
        abstract: "Say that a return was for a wrong service or period; it counts nowhere."
    )

    @OptionGroup var step: StepOptions
    @Option(help: "Why.") var reason: String

    func run() throws { try step.make(saying: reason) { _ in .void } }
}

/// A move that is no decision about a content.
struct StepOptions: ParsableArguments {
    @Argument(help: "The return.") var record: String
    @OptionGroup var rehearsal: RehearsalOptions
    @OptionGroup var device: DeviceOptions

    func make(
        saying words: String? = nil,
        _ move: (StoreSession) throws -> ReturnMove
    ) throws {
        let (saved, name) = try device.store().write(isRehearsal: rehearsal.dryRun) { session in
            let id = try session.recordID(matching: record)
            let move = try move(session)
            return (try session.move(id, move, saying: words), move.name)
        }
        try device.show(JSON(saved)) {
            let done = name.done
            Terminal.line(
                "\(done.prefix(1).uppercased())\(done.dropFirst()): \(saved.record.short)"
            )
            Terminal.note("Send it with: keeplocal sync")
        }
        rehearsal.note()
    }
}
