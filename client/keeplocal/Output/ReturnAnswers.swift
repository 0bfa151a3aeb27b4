// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import FieldStore

/// The answers of a return, each with what was said about it beside it.
///
/// The council reads what was submitted, as it decides about that. The organisation reads what it
/// would submit, and what was submitted where that differs.
struct ReturnAnswers {
    private let found: ReturnOnDevice
    private let session: StoreSession
    /// True for the organisation that it is of.
    private let isOwn: Bool
    private let form: CompiledForm?
    private let fields: [FieldPath: FieldValue]
    /// What was submitted last, where that is not what is shown.
    private let submitted: [FieldPath: FieldValue]?
    private let disputes: [FieldPath: Conflict]
    /// Figures that were set by hand, of which the records count something else now.
    let recounts: [FieldPath: ReturnRecount]

    init(_ found: ReturnOnDevice, _ form: CompiledForm?, _ session: StoreSession) throws {
        let last = found.progress.revisions.last?.fields
        let isOwn = try !session.isReadAsSubmitted(found.record.form, found.record.scope)
        let isWork = last == nil || isOwn && !found.progress.state.isSettled
        (self.found, self.form, self.session, self.isOwn) = (found, form, session, isOwn)
        fields = isWork ? found.record.fields : last ?? [:]
        submitted = isWork && last != fields ? last : nil
        disputes = Dictionary(
            (isWork ? found.record.conflicts : []).map { ($0.field, $0) },
            uniquingKeysWith: { first, _ in first }
        )
        recounts = try session.recounts(of: found, in: fields)
    }

    func lines() throws -> [String] {
        guard isOwn || !found.progress.revisions.isEmpty else {
            return ["  " + StoreSession.notSubmitted]
        }
        let (now, before) = (try calculated(fields), try submitted.map { try calculated($0) })
        let notes = try notes()
        var lines: [String] = heading
        var shown: Set<FieldPath> = []
        for field in form?.fields ?? [] {
            guard !field.isRepeated, let path = FieldPath(field.template) else { continue }
            shown.insert(path)
            let value = now[path]
            let differs = before.map { $0[path] != value } ?? false
            var about = differs ? ["      submitted: \(words(before?[path], field))"] : []
            about += disputes[path].map { ["      " + words(of: $0)] } ?? []
            about += byHand(path).map { [$0] } ?? []
            about += notes[path] ?? []
            guard value != nil || !about.isEmpty else { continue }
            lines += inert(field.label).labelling(words(value, field), columns: 44)
            lines += about
        }
        for (path, conflict) in disputes.sorted(by: { $0.key < $1.key })
        where !shown.contains(path) {
            let label = inert(form?.field(path)?.label ?? path.text)
            lines.append("  \(label): " + words(of: conflict))
        }
        return lines
    }

    private var heading: [String] {
        if found.progress.revisions.isEmpty { return ["  Nothing of it was submitted yet.", ""] }
        guard submitted != nil else { return [] }
        return [
            "  As it would be submitted now; what the council has instead is named beside it.", "",
        ]
    }

    private func words(_ value: FieldValue?, _ field: FormField) -> String {
        value == nil ? "no answer" : session.words(value, field)
    }

    private func words(of conflict: Conflict) -> String {
        let answers = count(Set(conflict.candidates.map(\.value)).count, "answer")
        return "! in dispute, \(answers) wait for a decision:"
            + " keeplocal conflict show \(conflict.id.short)"
    }

    private func calculated(
        _ fields: [FieldPath: FieldValue]
    ) throws -> [FieldPath: FieldValue] {
        guard let form else { return fields }
        let more = form.calculated(record: fields, in: try session.surroundings(checking: form))
        return fields.merging(more) { own, _ in own }
    }

    /// "counted 12; set by hand because …".
    private func byHand(_ path: FieldPath) -> String? {
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

    /// Questions with their answers, and the words with which it was given back, until it is
    /// submitted again.
    private func notes() throws -> [FieldPath: [String]] {
        var notes: [FieldPath: [String]] = [:]
        for query in found.progress.queries {
            guard let field = query.field else { continue }
            notes[field, default: []] += try session.lines(of: query)
        }
        if let last = found.progress.comments.last, !last.isOvertaken {
            for (field, words) in last.fields {
                let who = inert(try session.name(of: last.given.person))
                notes[field, default: []].append("      \(who): \(inert(words))")
            }
        }
        return notes
    }
}

extension StoreSession {
    /// A question with its answer.
    func lines(of query: ReturnQuery) throws -> [String] {
        let who = inert(try name(of: query.asked.person))
        let due = query.isOpen ? query.due.map { ", answer by \($0)" } ?? "" : ""
        var lines = ["      ? \(who): \(inert(query.asked.words ?? "")) (\(query.id.short)\(due))"]
        if let answer = query.answer {
            let name = inert(try self.name(of: answer.person))
            lines.append("      = \(name): \(inert(answer.words ?? ""))")
        } else if query.isOvertaken {
            lines.append("      = overtaken by what came after")
        }
        return lines
    }
}
