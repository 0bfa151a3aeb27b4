// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FieldModel
import FieldStore

struct ReturnWaive: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "waive",
        abstract: "Say that the council does without the return of a service for a period.",
        discussion: """
            The organisation reads why. One that was submitted goes on, and is not waived;
            one that is sent all the same is reviewed as any other.
            """
    )

    @Argument(help: "The period: 2026-Q2, 2026-H1 or 2026/27.") var period: String
    @Option(help: "The service, by name or identifier.") var service: String
    @Option(help: "Why.") var reason: String
    @OptionGroup var rehearsal: RehearsalOptions
    @OptionGroup var device: DeviceOptions

    func run() throws {
        let period = try returnPeriod(period)
        let saved = try device.store().write(isRehearsal: rehearsal.dryRun) { session in
            try session.waiveReturn(period, of: find(session), reason: reason)
        }
        try device.show(JSON(saved)) {
            Terminal.line("Waived: the return for \(period) is not awaited.")
            Terminal.note(
                "Send it with: keeplocal sync. Take it back: keeplocal delete"
                    + " \(saved.record.short)"
            )
        }
        rehearsal.note()
    }

    private func find(_ session: StoreSession) throws -> Record {
        let services = try session.services().map(\.record)
        let id = try Named.one(
            service,
            of: services.map { ($0.id, $0.text("name") ?? $0.id.short) },
            noun: "service"
        )
        guard let found = services.first(where: { $0.id == id }) else {
            throw Failure(usage: "'\(service)' is no service here. See: keeplocal list service")
        }
        return found
    }
}
