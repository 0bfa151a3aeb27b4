// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FieldModel
import FieldStore
import FieldSync
import Foundation

struct ReturnReview: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "review",
        abstract: "Take a submitted return into review."
    )

    @OptionGroup var decision: DecisionOptions

    func run() throws { try decision.make { .review(content: $0) } }
}

struct ReturnAccept: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "accept",
        abstract: "Say that a reviewed return is in order, and reply to it.",
        discussion: "Every return gets a reply: what the council learnt, and what it does with it."
    )

    @Option(help: "What the organisation is told, besides that it is accepted; asked if not given.")
    var reply: String?
    @OptionGroup var decision: DecisionOptions

    func run() throws {
        let question = "What the council learnt from it, and does with it: "
        let words = reply ?? (Terminal.isInteractive ? Terminal.ask(question) : nil)
        guard let words, words.contains(where: { !$0.isWhitespace }) else {
            throw Problem(
                .reasonMissing,
                "Every return gets a reply, and the organisation reads it. Nothing was decided. Say"
                    + " what you learnt and do with it: keeplocal return accept"
                    + " \(decision.record) --reply TEXT"
            )
        }
        try decision.make(saying: words) { .accept(content: $0) }
    }
}

struct ReturnApprove: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "approve",
        abstract: "Approve an accepted return; whoever had a part in it cannot.",
        discussion: """
            Whoever has set a passphrase is asked for it, and everybody where the council
            requires one (keeplocal passphrase set). Whether it is the right one, the
            server says at the next sync.
            """
    )

    @Option(help: "What the organisation is told with it.") var reply: String?
    @Option(
        help: ArgumentHelp(
            "Read your passphrase from the first line of a file; - is standard input.",
            valueName: "file"
        )
    )
    var passphraseFile: String?
    @OptionGroup var decision: DecisionOptions

    func run() throws {
        let store = try decision.device.store()
        let (identity, isAsked) = try store.read { session in
            let found = try session.returnOnDevice(session.recordID(matching: decision.record))
            let identity = try session.identity()
            // Before anybody is asked for anything: it may be for somebody else to approve.
            let isTheirs =
                found.progress.state == .accepted && found.progress.mayApprove(identity.person)
                && may(identity.actor, .move(.approve), .record(found.record.scope, .return))
            let proves = try session.provesApprovals(in: found.record.scope.council)
            return (identity, isTheirs && proves)
        }
        let isProved = !decision.rehearsal.dryRun && (isAsked || passphraseFile != nil)
        let approving = try isProved ? self.approving(identity) : nil
        try decision.make(saying: reply, proving: approving?.proof) { .approve(content: $0) }
    }

    private func approving(_ identity: Identity) throws -> Approving {
        let passphrase = try PassphraseInput.read(
            "Your passphrase: ",
            from: passphraseFile,
            instead: "--passphrase-file FILE"
        )
        return try Approving(passphrase, of: identity)
    }
}

struct ReturnPublish: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "publish",
        abstract: "Release the figures of an approved return.",
        discussion: """
            It sends nothing to anybody. Numbers of few people stay untold also then: what
            may be told, 'keeplocal report returns --html FILE' writes.
            """
    )

    @OptionGroup var decision: DecisionOptions

    func run() throws {
        try decision.make(noting: { try $0.publicNotes(of: $1) }) { .publish(content: $0) }
    }
}

struct ReturnEndorse: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "endorse",
        abstract: "Take note of an approved return, as champion in cabinet."
    )

    @Option(help: "What you say to it.") var reply: String?
    @OptionGroup var decision: DecisionOptions

    func run() throws { try decision.make(saying: reply) { .endorse(content: $0) } }
}

struct ReturnReopen: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reopen",
        abstract: "Open an approved return again; what was approved is kept as it was."
    )

    @Option(help: "Why.") var reason: String
    @OptionGroup var decision: DecisionOptions

    func run() throws { try decision.make(saying: reason) { .reopen(content: $0) } }
}

/// What every decision of a council is made with.
struct DecisionOptions: ParsableArguments {
    @Argument(help: "The return.") var record: String
    @Option(help: "Only if its content has this hash, or begins with it.") var content: String?
    @OptionGroup var rehearsal: RehearsalOptions
    @OptionGroup var device: DeviceOptions

    /// `noting` gives what whoever decides should know with it, `proving` that it is them.
    func make(
        saying words: String? = nil,
        proving prove: ((ApprovalClaim) throws -> String)? = nil,
        noting notes: (StoreSession, RecordID) throws -> [String] = { _, _ in [] },
        _ move: (Hash) -> ReturnMove
    ) throws {
        let store = try device.store()
        let (decided, remarks) = try store.write(isRehearsal: rehearsal.dryRun) { session in
            let id = try session.recordID(matching: record)
            let current = try session.returnOnDevice(id).progress.content
            if let content, let current, !current.description.hasPrefix(content.lowercased()) {
                throw Problem(
                    .returnChanged,
                    "The return is now \(current.short), not \(content). Nothing was decided."
                        + " Read it with: keeplocal return show \(record)"
                )
            }
            let decided = try session.decide(on: id, saying: words, proving: prove, move)
            return (decided, try notes(session, id))
        }
        try device.show(JSON(decided.saved, content: decided.content)) {
            let name = move(decided.content).name
            let done = name == .review ? "taken into review" : name.done
            Terminal.line(
                "\(done.prefix(1).uppercased())\(done.dropFirst()): \(decided.saved.record.short),"
                    + " content \(decided.content.short)"
            )
            remarks.forEach { Terminal.line($0) }
            Terminal.note("Send it with: keeplocal sync")
        }
        rehearsal.note()
    }
}

extension JSON {
    init(_ saved: Saved, content: Hash) {
        self = [
            "record": .string(saved.record.description),
            "change": saved.change.map { .string($0.description) } ?? .null,
            "content": .string(content.description),
        ]
    }
}
