// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FieldForms
import FieldModel
import FieldStore

struct ConflictAlike: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "settle-alike",
        abstract: "Settle every conflict that is like this one, each as is suggested for it.",
        discussion: """
            Alike are open conflicts about the same question for which the same
            rule speaks. See them first with --dry-run. Each is a decision of its
            own, with your reason, and can be undone by itself.
            """
    )

    @Argument(help: "One of the conflicts.") var conflict: String
    @Option(help: "Why; everybody concerned can read it.") var reason: String
    @OptionGroup var rehearsal: RehearsalOptions
    @OptionGroup var device: DeviceOptions

    func run() throws {
        let settled = try device.store().write(isRehearsal: rehearsal.dryRun) { session in
            try alike(session).map { meaning, suggestion in
                let saved = try session.resolve(
                    meaning.conflict,
                    .take(suggestion.candidate),
                    reason: reason
                )
                let disputed = try DisputedAnswer(meaning.conflict, session)
                let taken = meaning.conflict.candidates.first { $0.id == suggestion.candidate }
                return Settled(
                    conflict: meaning.conflict,
                    suggestion: suggestion,
                    saved: saved,
                    candidates: disputed.candidateWords,
                    words: taken.map { disputed.words($0) } ?? ""
                )
            }
        }
        try device.show(.array(settled.map(\.json))) { tell(settled) }
        rehearsal.note()
    }

    private func alike(
        _ session: StoreSession
    ) throws -> [(ConflictMeaning, Suggestion)] {
        let wanted = try session.conflict(matching: conflict)
        let all = try session.meanings(of: session.conflicts(all: false))
        guard let pattern = all.first(where: { $0.conflict.id == wanted.id }),
            pattern.suggestion != nil
        else {
            throw Problem(
                .conflictNone,
                "Nothing is suggested for this conflict, so nothing is like it. Settle it alone:"
                    + " keeplocal conflict show \(wanted.id.short)"
            )
        }
        return all.filter(pattern.isAlike).compactMap { meaning in
            meaning.suggestion.map { (meaning, $0) }
        }
    }

    private func tell(_ settled: [Settled]) {
        var table = Table("conflict", "record", "candidates", "settled as")
        for one in settled {
            table.add(
                one.conflict.id.short,
                one.conflict.record.short,
                one.candidates,
                one.words
            )
        }
        Terminal.line(table.text)
        Terminal.line("")
        if let first = settled.first { Terminal.line(first.suggestion.why) }
        Terminal.line(
            rehearsal.dryRun
                ? "\(count(settled.count, "conflict")) would be settled."
                : "Settled \(count(settled.count, "conflict")). Send it with: keeplocal sync"
        )
    }

    private struct Settled {
        let conflict: Conflict
        let suggestion: Suggestion
        let saved: Saved
        let candidates: String
        let words: String

        var json: JSON {
            [
                "conflict": .string(conflict.id.description),
                "record": .string(saved.record.description),
                "change": saved.change.map { .string($0.description) } ?? .null,
                "candidate": .string(suggestion.candidate.description),
            ]
        }
    }
}
