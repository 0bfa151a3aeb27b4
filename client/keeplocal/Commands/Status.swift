// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FieldModel
import FieldStore

struct StatusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Show what is saved here, what was sent, what is stored, and what was refused."
    )

    @OptionGroup var device: DeviceOptions

    func run() throws {
        try device.store().read { session in
            let identity = try session.identity()
            let status = try session.status()
            try device.show(JSON(status)) { try print(status, identity, session) }
        }
    }

    private func print(
        _ status: Status,
        _ identity: Identity,
        _ session: StoreSession
    ) throws {
        Terminal.line("\(Style.bold(inert(identity.name))), \(identity.server)")
        Terminal.line(
            "Last sync: \(status.lastSync?.words ?? "never")\n"
        )
        line("saved", status.saved, "on this device only; send with: keeplocal sync")
        line("sent", status.sent, "sent, no answer yet; sync again to be sure")
        line("stored", status.stored, "at the server, each with its receipt")
        line("held", status.held.count, "kept by the server until your coordinator decides")
        line("refused", status.refused.count, "not taken; kept here to be mended")
        line("conflicts", status.conflicts, "waiting for a decision: keeplocal conflict list")
        for entry in status.refused {
            Terminal.line()
            let fields = entry.change.patch.keys.map(\.text).sorted().joined(separator: ", ")
            Terminal.line(
                "Refused: \(entry.change.kind.rawValue) of \(entry.change.form)"
                    + " \(entry.change.record.short)  \(inert(fields).shortened(to: 40))"
            )
            for line in inert(entry.problem?.message ?? "").wrapped() {
                Terminal.line("  " + line)
            }
            let command = "keeplocal edit \(entry.change.record.short)"
            if entry.change.kind != .resolve, entry.change.kind != .step {
                Terminal.line("  mend it          \(command) --set path=value")
            }
            Terminal.line("  send it again    \(command) --again")
            Terminal.line("  let go of it     \(command) --let-go")
        }
    }

    private func line(_ name: String, _ number: Int, _ meaning: String) {
        let figure = String(number)
        let pad = String(repeating: " ", count: max(0, 7 - figure.count))
        Terminal.line(
            "  \(name.padded(10))\(pad)\(figure)  \(meaning)"
        )
    }
}

extension JSON {
    init(_ status: Status) {
        let details = { (entries: [JournalEntry]) in
            JSON.array(
                entries.map { entry in
                    [
                        "change": .string(entry.change.id.description),
                        "record": .string(entry.change.record.description),
                        "kind": .string(entry.change.kind.rawValue),
                        "code": entry.problem.map { .string($0.code.text) } ?? .null,
                        "message": entry.problem.map { .string($0.message) } ?? .null,
                    ]
                }
            )
        }
        self = .object([
            "saved": .integer(Int64(status.saved)),
            "sent": .integer(Int64(status.sent)),
            "stored": .integer(Int64(status.stored)),
            "refused": .integer(Int64(status.refused.count)),
            "held": .integer(Int64(status.held.count)),
            "refusedChanges": details(status.refused),
            "heldChanges": details(status.held),
            "conflicts": .integer(Int64(status.conflicts)),
            "cursor": status.cursor.map(JSON.string) ?? .null,
            "digests": .object(
                Dictionary(
                    status.digests.map { ($0.feed, JSON.string($0.digest)) },
                    uniquingKeysWith: { first, _ in first }
                )
            ),
            "lastSync": status.lastSync.map { .string($0.description) } ?? .null,
        ])
    }
}
