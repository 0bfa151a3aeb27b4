// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import FieldStore
import Screens

/// What others, or the server, have to say to this person; all of it is on the device.
struct Message {
    let standing: Standing
    let record: RecordID
    let title: String
    let detail: String
    let at: Instant
    /// True for what others did that nobody has read here yet.
    var isNew = false
    /// The code of the server's problem, for scripts.
    var code: Problem.Code?

    /// The title, and whether it is news.
    var headline: String { isNew ? "new: \(title)" : title }

    var json: JSON {
        [
            "state": .string(standing.rawValue), "record": .string(record.description),
            "title": .string(title), "detail": .string(detail), "at": .string(at.description),
            "code": code.map { .string($0.text) } ?? .null, "new": .boolean(isNew),
        ]
    }
}

extension StoreSession {
    /// What waits for this person first, then decisions, the latest first.
    ///
    /// `new` are the changes of others that nobody has read here yet.
    func messages(new: Set<ChangeID>) throws -> [Message] {
        try undelivered() + returnsDue() + personMessages() + jointMessages()
            + (decisions(new: new) + appeals() + returnsMoved(new: new) + workDecided()
            + returnsWaived())
            .sorted { $0.at > $1.at }
    }

    private func undelivered() throws -> [Message] {
        try journal(in: [.refused, .held]).reversed().map { entry in
            let change = entry.change
            let form = try title(of: change.form)
            let remedies =
                entry.state == .refused ? change.remedies.map { "\($0.what): \($0.command)" } : []
            return Message(
                standing: entry.state.standing,
                record: change.record,
                title: "\(form) \(change.record.short): your \(change.kind.noun)",
                detail: ([entry.problem?.message, entry.state.standing.meaning + "."]
                    .compactMap(\.self) + remedies).joined(separator: "\n"),
                at: change.at.instant,
                code: entry.problem?.code
            )
        }
    }

    /// "Your 14 became 12", and first of all who decided that, and why.
    private func decisions(new: Set<ChangeID>) throws -> [Message] {
        try decisionsTold().map { told in
            let words = try DisputedAnswer(told.conflict, self)
            let (mine, settled) = (words.words(told.mine), words.words(told.resolution.value))
            let result = { (length: Int) in
                told.mine == told.resolution.value
                    ? "your \(mine.quoted(length)) stays"
                    : "your \(mine.quoted(length)) became \(settled.quoted(length))"
            }
            let who = try name(of: told.resolution.author)
            return Message(
                standing: .reviewed,
                record: told.conflict.record,
                title: "\(words.question): \(result(24))",
                detail: "Decided by \(who) on \(told.resolution.at.instant.words), because:"
                    + " \(told.resolution.reason ?? "no reason was given")\n"
                    + "\(words.question): \(result(200))\n"
                    + "What you wrote is kept with the decision. If it is wrong, say so, and"
                    + " \(who) reads why: keeplocal conflict appeal \(told.conflict.id.short)"
                    + " --reason TEXT",
                at: told.resolution.at.instant,
                isNew: new.contains(told.resolution.change)
            )
        }
    }
}

extension String {
    /// An answer within a sentence: what is of several words stands in quotation marks, and is cut
    /// where it is long.
    fileprivate func quoted(_ length: Int) -> String {
        let line = split(whereSeparator: \.isNewline).joined(separator: " ").shortened(to: length)
        return line.contains(" ") ? "“\(line)”" : line
    }
}

extension StoreSession {
    /// What others say against this person's decisions.
    fileprivate func appeals() throws -> [Message] {
        try appealsToMe().compactMap { conflict in
            guard let appeal = conflict.appeal else { return nil }
            let words = try DisputedAnswer(conflict, self)
            let who = try name(of: appeal.author)
            return Message(
                standing: .stored,
                record: conflict.record,
                title: "\(words.question): \(who) appeals against your decision",
                detail: "It is \(words.settledWords) now. \(who) says:"
                    + " \(appeal.reason ?? "")\nIf they are right, undo it and settle it anew:"
                    + " keeplocal conflict undo \(conflict.id.short) --reason TEXT",
                at: appeal.at.instant
            )
        }
    }
}

extension Change.Kind {
    /// "your edit", "your decision".
    fileprivate var noun: String {
        switch self {
        case .create: "new record"
        case .edit: "change"
        case .delete: "deletion"
        case .resolve: "decision"
        case .step: "step"
        case .void: "withdrawal"
        }
    }
}
