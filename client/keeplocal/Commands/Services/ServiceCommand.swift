// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FieldModel
import FieldStore

struct ServiceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "service",
        abstract: "Work after the end of a service, and services of several councils.",
        discussion: """
            Work that is dated after the end is kept and sent as any other. It stands in no
            figure unless it was entered by the day until which the service takes it
            (late_entry_until), or the council decides so.
            """,
        subcommands: [Held.self, Decide.self, Joint.self, Agree.self]
    )

    struct Held: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show the services of which work is held, and how much."
        )

        @OptionGroup var device: DeviceOptions

        func run() throws {
            try device.show(device.storeForFigures()) { session in
                let work = try session.heldWork()
                return try device.page(.array(work.map { JSON($0) })) {
                    try HeldWorkLines.lines(work, session)
                }
            }
        }
    }

    struct Decide: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Say what becomes of the work after the end of a service.",
            discussion: """
                One of three: it may be entered until a later day, it counts for another
                service of the organisation, or it is not funded. The last decision holds; the
                work itself is never changed. Only the council's reviewer or its champion in
                senior leadership may.
                """
        )

        @Argument(help: "The service, by name or identifier.") var service: String
        @Option(help: "Work that was entered by this day counts, such as 2026-12-31.")
        var extendTo: String?
        @Option(help: "The service that it counts for, by name or identifier.") var moveTo: String?
        @Flag(help: "It counts nowhere.") var unfunded = false
        @Option(help: "Why; the organisation reads it.") var reason: String
        @OptionGroup var rehearsal: RehearsalOptions
        @OptionGroup var device: DeviceOptions

        func validate() throws {
            let given = [extendTo != nil, moveTo != nil, unfunded].filter(\.self).count
            guard given == 1 else {
                throw ValidationError("Say one of --extend-to DAY, --move-to SERVICE, --unfunded.")
            }
        }

        func run() throws {
            let saved = try device.store().write(isRehearsal: rehearsal.dryRun) { session in
                try session.decide(
                    on: find(service, session),
                    try decision(session),
                    reason: reason
                )
            }
            try device.show(JSON(saved)) {
                Terminal.line("Decided: \(saved.record.short)")
                Terminal.note(
                    "Send it with: keeplocal sync. Take it back: "
                        + (extendTo == nil
                            ? "keeplocal delete \(saved.record.short)"
                            : "keeplocal edit SERVICE --set late_entry_until=DAY")
                )
            }
            rehearsal.note()
        }

        private func decision(_ session: StoreSession) throws -> LateDecision {
            if let extendTo { return .extend(until: try day(extendTo, today: session.today)) }
            if let moveTo { return .move(to: try find(moveTo, session)) }
            return .unfunded
        }

        private func find(_ text: String, _ session: StoreSession) throws -> RecordID {
            try Named.one(
                text,
                of: session.services().map {
                    ($0.record.id, $0.record.text("name") ?? $0.record.id.short)
                },
                noun: "service"
            )
        }
    }
}
