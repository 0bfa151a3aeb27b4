// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import FieldStore

/// A return as people read it: its answers, what was said about the whole, who decided what.
struct ReturnWords {
    private let found: ReturnOnDevice
    private let since: ReturnDifference?
    private let session: StoreSession
    private let form: CompiledForm?
    private let answers: ReturnAnswers
    private var recounts: [FieldPath: ReturnRecount] { answers.recounts }
    private var progress: ReturnProgress { found.progress }

    init(_ found: ReturnOnDevice, since: ReturnDifference?, _ session: StoreSession) throws {
        (self.found, self.since, self.session) = (found, since, session)
        form = try session.form(found.record.form, version: found.record.formVersion)
        answers = try ReturnAnswers(found, form, session)
    }

    func lines() throws -> [String] {
        let record = found.record
        let place = try session.organisationName(of: record) ?? ""
        let turn = progress.state.turn
        return [
            Style.bold("Return \(try session.summary(of: record))") + ", \(inert(place))",
            "\(record.id): \(Style.bold(progress.state.words))"
                + (turn == .nobody ? "\n" : ", the next move is \(turn.words)'s\n"),
        ] + (try answers.lines()) + (try aboutTheWhole()) + [""] + (try deeds())
            + (try changes())
    }

    private func aboutTheWhole() throws -> [String] {
        guard try !session.isDraftOfOthers(found.record) else { return [] }
        var lines = try progress.queries.filter { $0.field == nil }.flatMap {
            try session.lines(of: $0)
        }
        for (section, by) in progress.completed.sorted(by: { $0.key < $1.key }) {
            let name = inert(try session.name(of: by.person))
            lines.append("      \(section.text): complete, says \(name)")
        }
        return lines.isEmpty ? [] : [""] + lines
    }

    private func deeds() throws -> [String] {
        var lines: [String] = []
        for (number, revision) in progress.revisions.enumerated() {
            let hash = try revision.contentHash().short
            lines.append(
                "  revision \(number + 1): content \(hash), from"
                    + " \(count(revision.manifest.count, "record"))"
            )
        }
        let signatures =
            progress.comments.map { (deed(of: $0), $0.given) }
            + progress.pleas.map { ("asked to be opened again", $0) }
        let named = [
            ("submitted", progress.submission), ("reviewed", progress.review),
            ("accepted", progress.acceptance), ("approved", progress.approval),
            ("published", progress.publication),
        ].compactMap { deed, by in by.map { (deed, $0) } }
        let endorsed = progress.endorsements.map { ("endorsed", $0) }
        let past = progress.past.map { ("revision \($0.revision) \($0.move.done)", $0.by) }
        let all = signatures + named + endorsed + past
        for (deed, by) in all.sorted(by: { $0.1.at < $1.1.at }) {
            lines.append(try session.line(deed, by))
        }
        if let early = try early() { lines.append(early) }
        for force in progress.forces {
            lines.append("  ! \(force.deed)")
            lines += try force.voices(session).map { "      " + $0 }
        }
        return lines
    }

    /// Of a former revision with its number, as it stands beside what was decided since.
    ///
    /// Not by its content: a return may be submitted again just as it was.
    private func deed(of comments: ReturnComments) -> String {
        comments.isOvertaken ? "revision \(comments.revision) given back" : "given back"
    }

    /// Figures of a period that was under way are of a part of it.
    private func early() throws -> String? {
        guard let day = progress.submission?.at.instant.englishDate,
            let period = try? session.period(of: found.record), day <= period.last
        else { return nil }
        return
            "  ! submitted before \(period) was over on \(period.last): its figures are of a part"
    }

    private func changes() throws -> [String] {
        if let since {
            guard since.recordCount > 0 || !since.fields.isEmpty || !recounts.isEmpty else {
                return []
            }
            return changes(since)
        }
        guard try session.isChangedSinceSubmission(found.record.id) else { return [] }
        return ["  " + StoreSession.changedSince]
    }

    private func changes(_ since: ReturnDifference) -> [String] {
        let lines = [
            "",
            "  \(count(since.recordCount, "record")) changed since it was submitted. That is not"
                + " part of it.",
        ]
        let name = found.record.id.short
        // Its figures were counted anew as it was prepared, and stand above.
        if progress.state == .ready {
            return lines + ["  It was prepared since. Submit it: keeplocal return submit \(name)"]
        }
        let isMaterial = since.isMaterial || recounts.values.contains(where: \.isMaterial)
        let weight = isMaterial ? "A figure moved by more than 5 %. " : ""
        let remedy =
            progress.state.isSettled
            ? "Ask that it be opened again: keeplocal return ask-reopen"
            : "Correct it: keeplocal return prepare"
        return lines + since.lines(form) + ["  \(weight)\(remedy) \(name)"]
    }
}
