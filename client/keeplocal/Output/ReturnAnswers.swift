// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import FieldStore

/// The answers of a return, each with what was said about it beside it.
///
/// The council reads what was submitted, as it decides about that. The organisation reads what it
/// would submit, and what was submitted where that differs.
struct ReturnAnswers {
    private let session: StoreSession
    /// False for a return of others of which nothing was submitted.
    private let isReadable: Bool
    /// What stands above the answers.
    private let heading: [String]
    private let form: CompiledForm?
    private let fields: [FieldPath: FieldValue]
    /// What was submitted last, where that is not what is shown.
    private let submitted: [FieldPath: FieldValue]?
    private let disputes: [FieldPath: Conflict]
    /// Figures that were set by hand, of which the records count something else now.
    let recounts: [FieldPath: ReturnRecount]
    private let queries: [ReturnQuery]
    private let comments: ReturnComments?

    /// A revision as it was submitted, and what was said about it.
    init(_ submitted: SubmittedRevision, _ form: CompiledForm?, _ session: StoreSession) {
        (self.form, self.session, isReadable) = (form, session, true)
        (fields, self.submitted, disputes) = (submitted.revision.fields, nil, [:])
        (heading, recounts) = ([], [:])
        (queries, comments) = (submitted.queries, submitted.comments.last)
    }

    init(_ found: ReturnOnDevice, _ form: CompiledForm?, _ session: StoreSession) throws {
        let last = found.progress.revisions.last?.fields
        let isOwn = try !session.isReadAsSubmitted(found.record.form, found.record.scope)
        let isWork = last == nil || isOwn && !found.progress.state.isSettled
        (self.form, self.session) = (form, session)
        isReadable = isOwn || last != nil
        queries = found.progress.queries
        comments = found.progress.comments.last.flatMap { $0.isOvertaken ? nil : $0 }
        fields = isWork ? found.record.fields : last ?? [:]
        submitted = isWork && last != fields ? last : nil
        heading = Self.heading(isSubmitted: last != nil, differs: submitted != nil)
        disputes = Dictionary(
            (isWork ? found.record.conflicts : []).map { ($0.field, $0) },
            uniquingKeysWith: { first, _ in first }
        )
        recounts = try session.recounts(of: found, in: fields)
    }

    func lines() throws -> [String] {
        guard isReadable else { return ["  " + StoreSession.notSubmitted] }
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
        for (path, value) in fields.sorted(by: { $0.key < $1.key }) where isInstance(path) {
            let field = form?.field(path)
            let label = inert(field?.label ?? path.text)
            let words = field.map { self.words(value, $0) } ?? inert(value.words)
            lines += label.labelling(words, columns: 44)
        }
        for (path, conflict) in disputes.sorted(by: { $0.key < $1.key })
        where !shown.contains(path) {
            let label = inert(form?.field(path)?.label ?? path.text)
            lines.append("  \(label): " + words(of: conflict))
        }
        return lines
    }

    private static func heading(isSubmitted: Bool, differs: Bool) -> [String] {
        guard isSubmitted else { return ["  Nothing of it was submitted yet.", ""] }
        guard differs else { return [] }
        return [
            "  As it would be submitted now; what the council has instead is named beside it.", "",
        ]
    }

    /// True for an answer that a form asks for several times, or not at all; reasons for figures
    /// stand beside them.
    private func isInstance(_ path: FieldPath) -> Bool {
        guard path.segments.first?.name != "adjustment" else { return false }
        return form?.field(path)?.isRepeated ?? true
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
        let more = form.calculated(record: fields, in: try session.surroundings(calculating: form))
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
        for query in queries {
            guard let field = query.field else { continue }
            notes[field, default: []] += try session.lines(of: query)
        }
        if let comments {
            for (field, words) in comments.fields {
                let who = inert(try session.name(of: comments.given.person))
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
