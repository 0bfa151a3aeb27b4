// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FieldForms
import FieldModel
import FieldStore
import FieldSync

struct ConflictTake: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "take",
        abstract: "Settle a conflict with one of its candidates.",
        discussion: "The others are kept on record, and the decision can be undone."
    )

    @Argument(help: "The conflict.") var conflict: String
    @Argument(
        help: "The candidate: its value as shown, or its identifier or four letters of its end."
    )
    var candidate: String
    @Option(help: "Why this value; everybody concerned can read it.") var reason: String
    @OptionGroup var rehearsal: RehearsalOptions
    @OptionGroup var device: DeviceOptions

    func run() throws {
        let source = try ConflictSource(device, isRehearsal: rehearsal.dryRun)
        let found = try source.find(conflict)
        try source.store.read { try found.requireOpen(in: $0) }
        let id = try source.store.read { try found.candidate(candidate, in: $0) }
        let saved = try source.save { session in
            try found.report.map { try session.resolve($0, .take(id), reason: reason) }
                ?? session.resolve(found.conflict, .take(id), reason: reason)
        }
        let words = try source.store.read { session in
            let disputed = try found.words(in: session)
            return found.conflict.candidates.first { $0.id == id }.map { disputed.words($0) }
        }
        let value = found.isMasked ? "the masked value" : words
        try device.show(JSON(decided: saved, found.conflict)) {
            Terminal.line("Settled: \(found.conflict.field.template) is \(value ?? "")")
            Terminal.note("Undo it with: keeplocal conflict undo \(found.conflict.id.short)")
        }
        rehearsal.note()
    }
}

struct ConflictEdit: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "edit",
        abstract: "Settle a conflict with a value that none of the candidates has."
    )

    @Argument(help: "The conflict.") var conflict: String
    @Argument(help: "The value, written as for --set; nothing clears the field.")
    var value: String
    @Option(help: "Why this value; everybody concerned can read it.") var reason: String
    @OptionGroup var rehearsal: RehearsalOptions
    @OptionGroup var device: DeviceOptions

    func run() throws {
        let source = try ConflictSource(device, isRehearsal: rehearsal.dryRun)
        let found = try source.find(conflict)
        let saved = try source.save { session in
            try found.requireOpen(in: session)
            let decision = Decision.value(try parsed(found, session))
            return try found.report.map { try session.resolve($0, decision, reason: reason) }
                ?? session.resolve(found.conflict, decision, reason: reason)
        }
        try device.show(JSON(decided: saved, found.conflict)) {
            Terminal.line("Settled: \(found.conflict.field.template) is \(inert(value))")
        }
        rehearsal.note()
    }

    private func parsed(
        _ found: FoundConflict,
        _ session: StoreSession
    ) throws -> FieldValue? {
        let path = found.conflict.field
        guard path != .exists else {
            guard ["keep", "delete"].contains(value) else {
                throw Failure(usage: "Whether a record exists is settled with: keep, or delete")
            }
            return .boolean(value == "keep")
        }
        let state = try session.state(of: found.conflict.record)
        guard let id = found.report?.form ?? state?.form,
            let field = try session.versions(of: id)?.field(path)
        else {
            throw Problem(.formUnknown, "This device has not the form of the record. Sync first.")
        }
        return try field.parse(value, at: path, today: session.today)
    }
}

struct ConflictUndo: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "undo",
        abstract: "Put the candidates of a settled conflict back, to be decided again."
    )

    @Argument(help: "The conflict.") var conflict: String
    @Option(help: "Why; everybody concerned can read it.") var reason: String
    @OptionGroup var rehearsal: RehearsalOptions
    @OptionGroup var device: DeviceOptions

    func run() throws {
        let source = try ConflictSource(device, isRehearsal: rehearsal.dryRun)
        let found = try source.find(conflict)
        let saved = try source.save { session in
            try found.report.map { try session.undo($0, reason: reason) }
                ?? session.undo(found.conflict, reason: reason)
        }
        try device.show(JSON(decided: saved, found.conflict)) {
            Terminal.line("Open again: \(found.conflict.field.template)")
        }
        rehearsal.note()
    }
}

struct ConflictAppeal: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "appeal",
        abstract: "Ask that a decision be looked at again.",
        discussion: """
            Whoever settles conflicts here reads why, and may undo the decision.
            It stands until they do, or settle it anew.
            """
    )

    @Argument(help: "The conflict, as 'messages' names it.") var conflict: String
    @Option(help: "Why the decision is wrong.") var reason: String
    @OptionGroup var rehearsal: RehearsalOptions
    @OptionGroup var device: DeviceOptions

    func run() throws {
        let (found, saved) = try device.store().write(isRehearsal: rehearsal.dryRun) { session in
            let found = try session.conflict(matching: conflict)
            return (found, try session.appeal(found, reason: reason))
        }
        try device.show(JSON(decided: saved, found)) {
            Terminal.line("Appealed: \(found.field.template). Send it with: keeplocal sync")
        }
        rehearsal.note()
    }
}

struct ConflictAssign: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "assign",
        abstract: "Say who is to settle a conflict."
    )

    @Argument(help: "The conflict.") var conflict: String
    @Argument(help: "The person, by name or identifier; nobody to take it back.")
    var person: String
    @OptionGroup var rehearsal: RehearsalOptions
    @OptionGroup var device: DeviceOptions

    func run() throws {
        let source = try ConflictSource(device, isRehearsal: rehearsal.dryRun)
        let found = try source.find(conflict)
        let saved = try source.save { session in
            let person = try personID(session)
            return try found.report.map { try session.assign($0, to: person) }
                ?? session.assign(found.conflict, to: person)
        }
        try device.show(JSON(decided: saved, found.conflict)) {
            Terminal.line("\(inert(person)) is to settle \(found.conflict.field.template).")
        }
        rehearsal.note()
    }

    private func personID(_ session: StoreSession) throws -> PersonID? {
        guard person != "nobody" else { return nil }
        let known = try session.directory().compactMap { entry -> (PersonID, String)? in
            guard case .person(let person) = entry else { return nil }
            return (person.id, person.name)
        }
        return try Named.one(person, of: known, noun: "person")
    }
}

extension JSON {
    fileprivate init(decided saved: Saved, _ conflict: Conflict) {
        self = [
            "conflict": .string(conflict.id.description),
            "record": .string(saved.record.description),
            "change": saved.change.map { .string($0.description) } ?? .null,
        ]
    }
}
