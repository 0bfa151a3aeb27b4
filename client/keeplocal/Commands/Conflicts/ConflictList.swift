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
        let meanings = try source.meanings(of: found)
        try device.show(.array(found.map { JSON($0, meanings[$0.conflict.id]) })) {
            guard !found.isEmpty else {
                Terminal.line(
                    all ? "There are no conflicts." : "Nothing waits for a decision."
                )
                return
            }
            var table = Table("conflict", "field", "candidates", "age", "state", "suggestion")
            for item in found {
                let meaning = meanings[item.conflict.id]
                table.add(
                    item.conflict.id.short,
                    item.conflict.field.template,
                    candidates(of: item),
                    meaning?.ageWords ?? "",
                    try state(of: item.conflict, source.store),
                    suggested(item, meaning)
                )
            }
            Terminal.line(table.text)
            Terminal.note(
                "\nWhat each would change, and why: keeplocal conflict show CONFLICT"
            )
        }
    }

    private func suggested(_ item: FoundConflict, _ meaning: ConflictMeaning?) -> String {
        let candidate = item.conflict.candidates.first { $0.id == meaning?.suggestion?.candidate }
        guard !item.isMasked, let candidate else {
            return item.conflict.state == .open ? "ask them" : ""
        }
        return candidate.words(in: item.conflict.field)
    }

    private func candidates(of item: FoundConflict) -> String {
        guard !item.isMasked else { return "\(item.conflict.candidates.count), masked" }
        return item.conflict.candidates.map { $0.words(in: item.conflict.field) }
            .joined(separator: " or ")
    }

    private func state(of conflict: Conflict, _ store: FieldStore) throws -> String {
        guard conflict.state == .open else { return "settled" }
        guard let person = conflict.assignee else { return "open" }
        return "for " + (try store.read { try $0.name(of: person) })
    }
}

extension Candidate {
    /// The value in words; of whether a record exists, in a sentence.
    func words(in field: FieldPath) -> String {
        guard field == .exists else { return value?.words ?? "no answer" }
        return value == .boolean(false) ? "delete the record" : "keep the record"
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
            let meaning = try session.meanings(of: found.report == nil ? [found.conflict] : [])
                .first
            return try device.page(.array([JSON(found, meaning)])) {
                try found.conflict.lines(in: session, isMasked: found.isMasked, meaning)
            }
        }
    }
}
