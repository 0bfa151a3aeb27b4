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
        let (meanings, others) = (
            try source.meanings(of: found), try source.othersLine(all: all)
        )
        try device.show(.array(found.map { JSON($0, meanings[$0.conflict.id]) })) {
            guard !found.isEmpty else {
                Terminal.line(
                    all ? "There are no conflicts." : "Nothing waits for a decision."
                )
                if let others { Terminal.line(others) }
                return
            }
            for item in found {
                let meaning = meanings[item.conflict.id]
                let about = try source.store.read { try item.about(in: $0) }
                let field = item.conflict.field.template
                Terminal.line("\(Style.bold(item.conflict.id.short))  \(about): \(field)")
                let (suggestion, effect) = (
                    try suggested(item, meaning, source.store), effect(item, meaning)
                )
                let told = [
                    try candidates(of: item, source.store),
                    item.conflict.state == .open
                        ? [meaning?.ageWords ?? "", try decides(item, source.store)]
                            .filter { !$0.isEmpty }.joined(separator: "; decides: ")
                        : try decides(item, source.store),
                    suggestion.isEmpty ? "" : "suggestion: \(suggestion)",
                    effect.isEmpty ? "" : "effect: \(effect)",
                ]
                for words in told where !words.isEmpty {
                    for line in words.wrapped(Terminal.width - 4) { Terminal.line("    " + line) }
                }
            }
            if let others { Terminal.line(others) }
            Terminal.note(
                "\nWhat each would change, and why: keeplocal conflict show CONFLICT"
            )
        }
    }

    private func suggested(
        _ item: FoundConflict,
        _ meaning: ConflictMeaning?,
        _ store: FieldStore
    ) throws -> String {
        let candidate = item.conflict.candidates.first { $0.id == meaning?.suggestion?.candidate }
        guard !item.isMasked, let candidate else {
            return item.conflict.state == .open ? "ask them" : ""
        }
        return try store.read { try item.words(in: $0).words(candidate).oneLine }
    }

    private func candidates(of item: FoundConflict, _ store: FieldStore) throws -> String {
        guard !item.isMasked else { return "\(item.conflict.candidates.count), masked" }
        return try store.read { session in
            let disputed = try item.words(in: session)
            return item.conflict.candidates.map { disputed.words($0).oneLine }
                .joined(separator: " or ")
        }
    }

    /// Who has to decide; `settled` where somebody did.
    private func decides(_ item: FoundConflict, _ store: FieldStore) throws -> String {
        guard item.conflict.state == .open else {
            guard !item.isMasked else { return "settled" }
            return "settled: " + (try store.read { try item.words(in: $0).settledWords.oneLine })
        }
        return try store.read { session in
            guard let place = try item.place(in: session) else { return "open" }
            return try session.decider(of: item.conflict, place.scope, place.form)
        }
    }

    /// What the suggestion, or else the first candidate, would move first, and how much more.
    private func effect(_ item: FoundConflict, _ meaning: ConflictMeaning?) -> String {
        guard item.conflict.state == .open, let meaning, let first = meaning.effects.first,
            let candidate = meaning.suggestion?.candidate ?? item.conflict.candidates.first?.id
        else { return "" }
        let more = meaning.effects.count - 1
        return first.words(of: candidate) + (more > 0 ? ", and \(more) more" : "")
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
            let own = found.report == nil ? [found.conflict] : []
            let meaning = try session.meaningsByPlace(of: own).first
            return try device.page(.array([JSON(found, meaning)])) {
                try found.conflict.lines(
                    in: session,
                    isMasked: found.isMasked,
                    of: found.report?.form,
                    meaning
                )
            }
        }
    }
}
