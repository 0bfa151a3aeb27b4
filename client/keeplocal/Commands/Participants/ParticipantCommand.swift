// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FieldModel
import FieldStore

struct ParticipantCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "participant",
        abstract: "People: who is recorded twice, and what came after consent was withdrawn.",
        discussion: """
            KeepLocal proposes who may be one person, within one organisation only; people
            decide. Joining copies and deletes nothing, and can be taken back:
              keeplocal participant duplicates
              keeplocal participant merge DUPLICATE PERSON --reason TEXT
              keeplocal participant unmerge DUPLICATE --reason TEXT
              keeplocal participant distinct ONE OTHER --reason TEXT
              keeplocal participant words
              keeplocal participant link WORDS PERSON --reason TEXT
            """,
        subcommands: [
            ParticipantShow.self, ParticipantDuplicates.self, ParticipantMerge.self,
            ParticipantUnmerge.self, ParticipantDistinct.self, ParticipantTake.self,
            ParticipantConsent.self, ParticipantKeep.self, ParticipantWords.self,
            ParticipantLink.self,
        ]
    )
}

struct ParticipantMerge: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "merge",
        abstract: "Say that two records are of one person, who counts as the second from now on.",
        discussion: """
            Enrolments, contacts and outcomes of both count for the one person, also those
            that arrive later.
            """
    )

    @Argument(help: "The record that is not to count for itself any more.") var duplicate: String
    @Argument(help: "The record that the person counts as.") var person: String
    @Option(help: "How you know; everybody concerned can read it.") var reason: String
    @OptionGroup var rehearsal: RehearsalOptions
    @OptionGroup var device: DeviceOptions

    func run() throws {
        let saved = try device.store().write(isRehearsal: rehearsal.dryRun) { session in
            try session.join(
                session.recordID(matching: duplicate),
                with: session.recordID(matching: person),
                reason: reason
            )
        }
        try device.show(JSON(saved)) {
            let command = "keeplocal participant unmerge \(saved.record.short) --reason TEXT"
            Terminal.line("Joined on this device: \(saved.record.short). Send it: keeplocal sync")
            Terminal.note("Take it back with: \(command)")
        }
        rehearsal.note()
    }
}

struct ParticipantUnmerge: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "unmerge",
        abstract: "Take it back that a record is of the same person as another."
    )

    @Argument(help: "The record that was joined with another.") var duplicate: String
    @Option(help: "Why they are two; everybody concerned can read it.") var reason: String
    @OptionGroup var rehearsal: RehearsalOptions
    @OptionGroup var device: DeviceOptions

    func run() throws {
        let saved = try device.store().write(isRehearsal: rehearsal.dryRun) { session in
            try session.part(session.recordID(matching: duplicate), reason: reason)
        }
        try device.show(JSON(saved)) {
            Terminal.line("Parted on this device: \(saved.record.short) counts for itself again.")
            Terminal.note(
                "So that the two are not proposed again: keeplocal participant distinct ONE OTHER"
                    + " --reason TEXT"
            )
        }
        rehearsal.note()
    }
}

struct ParticipantDistinct: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "distinct",
        abstract: "Say that two people are not the same, so that they are not proposed again.",
        discussion: """
            A coordinator says so. It is a record of its own: delete it, and the two are
            proposed as before.
            """
    )

    @Argument(help: "One of the two records.") var one: String
    @Argument(help: "The other.") var other: String
    @Option(help: "How you know.") var reason: String
    @OptionGroup var rehearsal: RehearsalOptions
    @OptionGroup var device: DeviceOptions

    func run() throws {
        let saved = try device.store().write(isRehearsal: rehearsal.dryRun) { session in
            try session.setApart(
                session.recordID(matching: one),
                session.recordID(matching: other),
                reason: reason
            )
        }
        try device.show(JSON(saved)) {
            Terminal.line("Saved on this device: they are two people (\(saved.record.short)).")
        }
        rehearsal.note()
    }
}
