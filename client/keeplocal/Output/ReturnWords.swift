// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import FieldStore

/// A return as people read it: each figure with what was said about it beside it.
struct ReturnWords {
    private let found: ReturnOnDevice
    private let since: ReturnDifference?
    private let session: StoreSession
    private let form: CompiledForm?
    private let recounts: [FieldPath: ReturnRecount]
    private var progress: ReturnProgress { found.progress }

    init(_ found: ReturnOnDevice, since: ReturnDifference?, _ session: StoreSession) throws {
        (self.found, self.since, self.session) = (found, since, session)
        form = try session.form(found.record.form, version: found.record.formVersion)
        recounts = try session.recounts(of: found)
    }

    func lines() throws -> [String] {
        let record = found.record
        let place = try record.scope.organisation.map { try session.name(of: $0) } ?? ""
        let turn = progress.state.turn
        return [
            Style.bold("Return \(try session.summary(of: record))") + ", \(inert(place))",
            "\(record.id): \(Style.bold(progress.state.words))"
                + (turn == .nobody ? "\n" : ", the next move is \(turn.words)'s\n"),
        ] + (try answers()) + (try aboutTheWhole()) + [""] + (try deeds()) + changes()
    }

    /// The council decides about what was submitted, not about what is being written.
    private func answers() throws -> [String] {
        let fields = progress.revisions.last?.fields ?? found.record.fields
        let calculated = try form.map {
            $0.calculated(record: fields, in: try session.surroundings(checking: $0))
        }
        let notes = try notes()
        var lines: [String] = []
        for field in form?.fields ?? [] {
            guard !field.isRepeated, let path = FieldPath(field.template) else { continue }
            let value = fields[path] ?? calculated?[path]
            guard value != nil || notes[path] != nil else { continue }
            let label = inert(field.label).shortened(to: 44)
            let words = session.words(value, field)
            lines.append("  \(label.padded(44))  " + words)
            if let byHand = byHand(path, fields) { lines.append(byHand) }
            lines += notes[path] ?? []
        }
        return lines
    }

    /// "counted 12; set by hand because …".
    private func byHand(_ path: FieldPath, _ fields: [FieldPath: FieldValue]) -> String? {
        let figure = fields.first {
            $0.key.template == "adjustment/figure" && $0.value == .choice(path.text)
        }
        guard let instance = figure?.key.segments.first else { return nil }
        let answer = { (name: String) in
            fields[FieldPath([instance, .init(name: name)])]?.words ?? ""
        }
        return "      set by hand; the records count \(answer("counted")), because:"
            + " \(inert(answer("reason")))"
            + (recounts[path].map { "\n      ! the records count \($0.now) now" } ?? "")
    }

    /// Questions with their answers, and the words of the last time it was given back.
    private func notes() throws -> [FieldPath: [String]] {
        var notes: [FieldPath: [String]] = [:]
        for query in progress.queries {
            guard let field = query.field else { continue }
            notes[field, default: []] += try lines(of: query)
        }
        if let last = progress.comments.last, progress.state == .returned {
            for (field, words) in last.fields {
                let who = inert(try session.name(of: last.given.person))
                notes[field, default: []].append("      \(who): \(inert(words))")
            }
        }
        return notes
    }

    private func lines(of query: ReturnQuery) throws -> [String] {
        let who = inert(try session.name(of: query.asked.person))
        let due = query.isOpen ? query.due.map { ", answer by \($0)" } ?? "" : ""
        var lines = ["      ? \(who): \(inert(query.asked.words ?? "")) (\(query.id.short)\(due))"]
        if let answer = query.answer {
            let name = inert(try session.name(of: answer.person))
            lines.append("      = \(name): \(inert(answer.words ?? ""))")
        } else if query.isOvertaken {
            lines.append("      = overtaken by what came after")
        }
        return lines
    }

    private func aboutTheWhole() throws -> [String] {
        var lines = try progress.queries.filter { $0.field == nil }.flatMap {
            try self.lines(of: $0)
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
            progress.comments.map { ("given back", $0.given) }
            + progress.pleas.map { ("asked to be opened again", $0) }
        let named = [
            ("submitted", progress.submission), ("reviewed", progress.review),
            ("accepted", progress.acceptance), ("approved", progress.approval),
            ("published", progress.publication),
        ].compactMap { deed, by in by.map { (deed, $0) } }
        let endorsed = progress.endorsements.map { ("endorsed", $0) }
        for (deed, by) in (signatures + named + endorsed).sorted(by: { $0.1.at < $1.1.at }) {
            lines.append(try line(deed, by))
        }
        for force in progress.forces {
            lines.append("  ! \(force.deed)")
            lines += try force.voices(session).map { "      " + $0 }
        }
        return lines
    }

    private func line(_ deed: String, _ by: ReturnSignature) throws -> String {
        let role = by.role.map { ", \($0.words)" } ?? ""
        let words = by.words.map { ": \(inert($0))" } ?? ""
        return "  \(deed) by \(inert(try session.name(of: by.person)))\(role),"
            + " \(by.at.instant.words)\(words)"
    }

    private func changes() -> [String] {
        if let since {
            guard since.recordCount > 0 || !since.fields.isEmpty || !recounts.isEmpty else {
                return []
            }
            let isMaterial = since.isMaterial || recounts.values.contains(where: \.isMaterial)
            let weight = isMaterial ? "A figure moved by more than 5 %. " : ""
            let remedy =
                progress.state.isSettled
                ? "Ask that it be opened again: keeplocal return ask-reopen"
                : "Correct it: keeplocal return prepare"
            let changed = count(since.recordCount, "record")
            return [
                "",
                "  \(changed) changed since it was submitted. That is not part of it.",
            ] + since.lines(form)
                + ["  \(weight)\(remedy) \(found.record.id.short)"]
        }
        guard let last = progress.revisions.last, last.fields != found.record.fields else {
            return []
        }
        return ["  The organisation has changed it since; that is not part of this."]
    }
}
