// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FieldForms
import FieldModel
import FieldStore

struct ReturnQueryCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "query",
        abstract: "Ask the organisation about a return, or about one field of it.",
        discussion: "The question reaches its devices with their next sync, beside the field."
    )

    @OptionGroup var decision: DecisionOptions
    @Argument(help: "The question.") var question: String
    @Option(help: "The field that it is about, by its name or its label.") var field: String?
    @Option(help: "The day by which an answer is wanted, such as 2026-08-01 or friday.")
    var due: String?

    func run() throws {
        let (about, last) = try decision.device.store().read { session in
            (
                try field.map { try session.returnField($0) },
                try due.map { try day($0, today: session.today) }
            )
        }
        let wanted = last.map { ["An answer is wanted by \($0.weekdayName) \($0)."] } ?? []
        try decision.make(saying: question, noting: { _, _ in wanted }) {
            .query(content: $0, field: about, due: last)
        }
    }
}

struct ReturnGiveBack: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "give-back",
        abstract: "Hand a return back for changes, with words at the fields they are about."
    )

    @OptionGroup var decision: DecisionOptions
    @Option(help: "What is wanted, and why.") var reason: String
    @Option(help: "A word at a field, as field=TEXT. May be repeated.") var comment: [String] = []

    func run() throws {
        let words = try decision.device.store().read { try comments(in: $0) }
        try decision.make(saying: reason) { .giveBack(content: $0, comments: words) }
    }

    private func comments(in session: StoreSession) throws -> [FieldPath: String] {
        var comments: [FieldPath: String] = [:]
        for text in comment {
            let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
            guard parts.count == 2 else {
                throw Failure(usage: "'\(text)' is no comment, such as contacts=\"is this June?\"")
            }
            comments[try session.returnField(parts[0])] = parts[1]
        }
        return comments
    }
}

struct ReturnAnswer: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "answer",
        abstract: "Answer a question of the council about a return.",
        discussion: "Which question need not be said where only one is open."
    )

    @Argument(help: "The return.") var record: String
    @Argument(help: "The answer.") var answer: String
    @Option(help: "The question, as 'return show' names it.") var query: String?
    @OptionGroup var rehearsal: RehearsalOptions
    @OptionGroup var device: DeviceOptions

    func run() throws {
        let saved = try device.store().write(isRehearsal: rehearsal.dryRun) { session in
            let id = try session.recordID(matching: record)
            let open = try session.returnOnDevice(id).progress.queries.filter(\.isOpen)
            return try session.move(id, .answer(query: choose(among: open)), saying: answer)
        }
        try device.show(JSON(saved)) {
            Terminal.line("Answered. Send it with: keeplocal sync")
        }
        rehearsal.note()
    }

    private func choose(among open: [ReturnQuery]) throws -> ChangeID {
        let found = open.filter { question in
            query.map { question.id.description.hasSuffix($0) || question.id.short == $0 } ?? true
        }
        if found.count == 1, let only = found.first { return only.id }
        guard !found.isEmpty else {
            throw Problem(
                .returnNoQuery,
                "There is no such open question. See them with: keeplocal return show \(record)"
            )
        }
        let names = open.map(\.id.short).joined(separator: ", ")
        throw Failure(usage: "\(open.count) questions are open; say which with --query: \(names)")
    }
}

func returnPeriod(_ text: String) throws -> ReturnPeriod {
    guard let period = ReturnPeriod(text) else {
        throw Failure(usage: "'\(text)' is no period, such as \(ReturnPeriod.examples)")
    }
    return period
}

func day(_ text: String, today: PlainDate) throws -> PlainDate {
    guard let day = TypedDate.coming(text, today: today) else {
        throw Failure(usage: "'\(text)' is no day, such as 2026-08-01, 1 Aug, friday or +2w")
    }
    return day
}
