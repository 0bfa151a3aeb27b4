// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FieldModel
import FieldStore
import Foundation

struct ReturnReview: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "review",
        abstract: "Take a submitted return into review."
    )

    @OptionGroup var decision: DecisionOptions

    func run() throws { try decision.make(.review) }
}

struct ReturnAccept: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "accept",
        abstract: "Say that a reviewed return is in order."
    )

    @OptionGroup var decision: DecisionOptions

    func run() throws { try decision.make(.accept) }
}

struct ReturnApprove: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "approve",
        abstract: "Approve an accepted return; whoever reviewed it cannot."
    )

    @OptionGroup var decision: DecisionOptions

    func run() throws { try decision.make(.approve) }
}

/// What every decision of a council is made with.
struct DecisionOptions: ParsableArguments {
    @Argument(help: "The return.") var record: String
    @Option(help: "Only if its content has this hash, or begins with it.") var content: String?
    @OptionGroup var rehearsal: RehearsalOptions
    @OptionGroup var device: DeviceOptions

    func make(_ name: ReturnMove.Name) throws {
        let decided = try device.store().write(isRehearsal: rehearsal.dryRun) { session in
            let id = try session.recordID(matching: record)
            let current = try session.returnOnDevice(id).progress.content
            if let content, let current, !current.description.hasPrefix(content.lowercased()) {
                throw Problem(
                    .returnChanged,
                    "The return is now \(current.short), not \(content). Nothing was decided."
                        + " Read it with: keeplocal return show \(record)"
                )
            }
            return try session.decide(name, on: id)
        }
        try device.show(JSON(decided.saved, content: decided.content)) {
            Terminal.line(
                "\(name.done.capitalized): \(decided.saved.record.short), content"
                    + " \(decided.content.short)"
            )
            Terminal.note("Send it with: keeplocal sync")
        }
        rehearsal.note()
    }
}

extension JSON {
    init(_ saved: Saved, content: Hash) {
        self = [
            "record": .string(saved.record.description),
            "change": saved.change.map { .string($0.description) } ?? .null,
            "content": .string(content.description),
        ]
    }
}
