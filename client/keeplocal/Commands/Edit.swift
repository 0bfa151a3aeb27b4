// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FieldModel
import FieldStore

struct Edit: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Change answers of a record.",
        discussion: """
            keeplocal edit 7f3a91c2 --set minutes=50 --set note=     an empty value clears the field
            A change that the server refused is replaced by one of the same fields; --again sends
            it once more as it was.
            """
    )

    @Argument(help: "The record: its identifier, or four or more letters of its start or end.")
    var record: String
    @Option(name: .customLong("set"), help: "An answer, as path=value. May be repeated.")
    var assignments: [String] = []
    @Flag(help: "Send what was refused once more, as it was.") var again = false
    @Flag(help: "Let go of what was refused; it stays in the journal.") var letGo = false
    @OptionGroup var rehearsal: RehearsalOptions
    @OptionGroup var device: DeviceOptions

    func validate() throws {
        guard [again, letGo, !assignments.isEmpty].filter({ $0 }).count == 1 else {
            throw ValidationError("Say what to change with --set path=value, --again or --let-go.")
        }
    }

    func run() throws {
        let store = try device.store()
        let saved = try store.write(isRehearsal: rehearsal.dryRun) { session -> Saved in
            let id = try session.recordID(matching: record)
            if letGo {
                try session.letGo(of: id)
                return Saved(record: id, change: nil)
            }
            if again {
                return Saved(record: id, change: try session.sendAgain(id).last)
            }
            guard let state = try session.state(of: id),
                let form = try session.form(state.form, version: state.formVersion)
            else { return try session.edit(id, fields: [:]) }
            var arguments = FieldArguments(
                form: form,
                today: session.today,
                existing: state.registers.keys
            )
            return try session.edit(id, fields: arguments.parse(assignments))
        }
        try device.show(JSON(saved)) {
            Terminal.line(
                saved.change == nil
                    ? letGo ? "Let go." : "Nothing differs, so nothing was saved."
                    : "Saved on this device: \(saved.record.short)"
            )
        }
        rehearsal.note()
    }
}

struct Delete: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Delete a record.",
        discussion:
            "Someone who edited it meanwhile is not overruled: that becomes a conflict to settle."
    )

    @Argument(help: "The record: its identifier, or four or more letters of its start or end.")
    var record: String
    @Option(help: "Why, for those who look for it later.") var reason: String?
    @OptionGroup var rehearsal: RehearsalOptions
    @OptionGroup var device: DeviceOptions

    func run() throws {
        let saved = try device.store().write(isRehearsal: rehearsal.dryRun) { session in
            try session.delete(try session.recordID(matching: record), reason: reason)
        }
        try device.show(JSON(saved)) {
            Terminal.line(
                saved.change == nil
                    ? "It was deleted already." : "Deleted on this device: \(saved.record.short)"
            )
        }
        rehearsal.note()
    }
}
