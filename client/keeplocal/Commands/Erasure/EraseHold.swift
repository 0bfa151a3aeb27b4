// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FieldModel
import FieldStore
import FieldSync

struct EraseHold: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hold",
        abstract: "Keep a record from being erased, such as for a court."
    )

    @OptionGroup var hold: HoldOptions

    func run() throws { try hold.set(isReleased: false) }
}

struct EraseRelease: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "release",
        abstract: "Take a hold back."
    )

    @OptionGroup var hold: HoldOptions

    func run() throws { try hold.set(isReleased: true) }
}

struct HoldOptions: ParsableArguments {
    @Argument(help: "The record: its identifier, or four letters of it.") var record: String
    @Option(help: "The code of the decision, such as COURT-2026-7.") var authority: String
    @OptionGroup var device: DeviceOptions

    func set(isReleased: Bool) throws {
        let store = try device.store()
        let record = try store.read { try $0.recordID(matching: self.record) }
        let _: [String: Bool] = try device.server(store).post(
            "v1/holds",
            HoldRequest(record: record, authority: authority, isReleased: isReleased)
        )
        try device.show([
            "record": .string(record.description), "released": .boolean(isReleased),
        ]) {
            Terminal.line(
                isReleased ? "May be erased again: \(record.short)" : "On hold: \(record.short)"
            )
        }
    }
}
