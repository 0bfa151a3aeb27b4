// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FieldForms
import FieldModel
import FieldStore

struct ConflictList: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the conflicts that wait for a decision."
    )

    @Flag(help: "Settled ones as well.") var all = false
    @OptionGroup var reveal: RevealOptions
    @Option(help: "Why masked values are needed.") var reason: String?
    @OptionGroup var device: DeviceOptions

    func run() throws {
        try reveal.check(reason)
        let source = try ConflictSource(device)
        let found = try source.list(all: all, revealReason: reveal.reveal ? reason : nil)
        try device.show(
            .array(found.map { JSON($0.conflict, isMasked: $0.isMasked) })
        ) {
            guard !found.isEmpty else {
                Terminal.line(
                    all ? "There are no conflicts." : "Nothing waits for a decision."
                )
                return
            }
            var table = Table("conflict", "field", "candidates", "since", "state")
            for item in found {
                let conflict = item.conflict
                table.add(
                    conflict.id.short,
                    conflict.field.template,
                    try candidates(of: item, source.store),
                    conflict.candidates.map(\.at).min()?.instant.words ?? "",
                    try state(of: conflict, source.store)
                )
            }
            Terminal.line(table.text)
            Terminal.note("\nLook closer with: keeplocal conflict show CONFLICT")
        }
    }

    private func candidates(of item: FoundConflict, _ store: FieldStore) throws -> String {
        guard !item.isMasked else { return "\(item.conflict.candidates.count), masked" }
        return try store.read { session in
            let disputed = try item.words(in: session)
            return item.conflict.candidates.map { disputed.words($0) }.joined(separator: " or ")
        }
    }

    private func state(of conflict: Conflict, _ store: FieldStore) throws -> String {
        guard conflict.state == .open else { return "settled" }
        guard let person = conflict.assignee else { return "open" }
        return "for " + (try store.read { try $0.name(of: person) })
    }
}

struct ConflictShow: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show one conflict: what stood there, who says what, and how to settle it."
    )

    @Argument(help: "The conflict: its identifier, or four letters of its start or end.")
    var conflict: String
    @OptionGroup var reveal: RevealOptions
    @Option(help: "Why masked values are needed.") var reason: String?
    @OptionGroup var device: DeviceOptions

    func run() throws {
        try reveal.check(reason)
        let source = try ConflictSource(device)
        let found = try source.find(conflict, revealReason: reveal.reveal ? reason : nil)
        try device.show(source.store) { session in
            try device.page(.array([JSON(found.conflict, isMasked: found.isMasked)])) {
                try found.conflict.lines(
                    in: session,
                    isMasked: found.isMasked,
                    of: found.report?.form
                )
            }
        }
    }
}
