// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FieldModel
import FieldStore
import Figures

struct ParticipantConsent: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "consent",
        abstract: "List what was recorded from the day on that a person withdrew their consent.",
        discussion: """
            No figure counts these records until somebody decides about each. To withdraw:
              keeplocal edit PERSON --set consent=no --set consent_date=DAY
            """
    )

    @OptionGroup var device: DeviceOptions

    func run() throws {
        try device.show(device.storeForFigures()) { session in
            let found = try session.withheld()
            return try device.page(.array(found.map(\.json))) {
                guard !found.isEmpty else {
                    return ["Nothing was recorded after a person withdrew their consent."]
                }
                var table = Table(folding: "record", "form", "of", "person", "no since")
                for entry in found {
                    table.add(
                        entry.record.short,
                        entry.form?.text ?? "",
                        "\(entry.date)",
                        try entry.participant.record.map { try session.person($0) }
                            ?? entry.participant.description,
                        "\(entry.since)"
                    )
                }
                return [
                    table.text, "", "No figure counts them. Decide about each:",
                    "  keeplocal participant keep RECORD --reason TEXT    it may be kept",
                    "  keeplocal delete RECORD --reason TEXT              it may not",
                ]
            }
        }
    }
}

struct ParticipantKeep: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keep",
        abstract: "Decide that a record may be kept though it came after consent was withdrawn.",
        discussion: "It counts from then on. The decision is a record of its own, with the reason."
    )

    @Argument(help: "The record, as 'participant consent' names it.") var record: String
    @Option(help: "Why it may be kept.") var reason: String
    @OptionGroup var rehearsal: RehearsalOptions
    @OptionGroup var device: DeviceOptions

    func run() throws {
        let saved = try device.store().write(isRehearsal: rehearsal.dryRun) { session in
            try session.keep(session.recordID(matching: record), reason: reason)
        }
        try device.show(JSON(saved)) {
            Terminal.line("Saved on this device: it counts again (\(saved.record.short)).")
        }
        rehearsal.note()
    }
}

extension Withheld {
    var json: JSON {
        [
            "record": .string(record.description),
            "form": form.map { .string($0.text) } ?? .null,
            "participant": .string(participant.description), "date": .string(date.description),
            "since": .string(since.description),
        ]
    }
}
