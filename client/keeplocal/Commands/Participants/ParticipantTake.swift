// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FieldModel
import FieldStore

struct ParticipantTake: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "take",
        abstract: "Take over an answer that was given in a joined record after it was joined.",
        discussion: """
            'participant show' and 'messages' name them. --keep leaves the person's answer
            as it is, and writes it into the joined record too: either way both say the
            same afterwards.
            """
    )

    @Argument(help: "The joined record that the answer was given in.") var record: String
    @Argument(help: "The question, as it is named there, such as phone.") var field: String
    @Flag(help: "Leave the person's answer as it is.") var keep = false
    @Option(help: "Why; everybody concerned can read it.") var reason: String
    @OptionGroup var rehearsal: RehearsalOptions
    @OptionGroup var device: DeviceOptions

    func run() throws {
        guard let path = FieldPath(field) else {
            throw Failure(usage: "'\(field)' is not the name of a question.")
        }
        let saved = try device.store().write(isRehearsal: rehearsal.dryRun) { session in
            try session.settle(
                path,
                of: session.recordID(matching: record),
                isKept: keep,
                reason: reason
            )
        }
        try device.show(JSON(saved)) {
            Terminal.line("Saved on this device: \(saved.record.short)")
        }
        rehearsal.note()
    }
}
