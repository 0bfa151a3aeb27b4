// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import FieldStore
import Foundation
import Testing

/// A device of one person: a real store in a home of its own, which goes with this object.
final class Device {
    let log: CouncilLog
    let folder: TemporaryFolder
    let store: FieldStore
    private(set) var identity: Identity

    var home: String { folder.path + "/home" }

    init(
        _ role: Role = .worker,
        and others: [Role] = [],
        on log: CouncilLog,
        random: Entropy = .system
    ) throws {
        (self.log, folder) = (log, TemporaryFolder())
        let grants = ([role] + others).map { role in
            Grant(
                role: role,
                council: role.place == .installation ? nil : log.bradford,
                organisation: role.place == .organisation ? log.hub : nil
            )
        }
        identity = Identity(
            server: "http://127.0.0.1:1",
            authorityFile: nil,
            token: "token",
            device: Self.newID(random),
            person: Self.newID(random),
            name: role.rawValue,
            grants: try grants.map { try #require($0) }
        )
        store = try Self.open(folder.path + "/home", random)
        try store.write { [identity] in try $0.save(identity) }
        try pull()
    }

    static func open(_ path: String, _ random: Entropy = .system) throws -> FieldStore {
        try FieldStore(home: Home(path: path), now: { CouncilLog.start }, random: random)
    }

    static func newID<Kind>(_ random: Entropy = .system) -> Identifier<Kind> {
        var random = random
        return .make(at: CouncilLog.start, using: &random)
    }

    /// The same home through another connection, as another command sees it.
    func reopened() throws -> FieldStore { try Self.open(home) }

    @discardableResult
    func push() throws -> [PushOutcome] {
        let batch = try store.write { session in
            let batch = try session.unsent()
            try session.markSent(batch)
            return batch
        }
        let outcomes = try log.take(batch)
        try store.write { try $0.take(outcomes) }
        return outcomes
    }

    @discardableResult
    func pull(replacing: Bool = false) throws -> Shown {
        let page = try log.page(for: identity)
        return try store.write { session in
            try session.stage(page)
            return try session.show(page, replacing: replacing)
        }
    }

    func sync() throws {
        try push()
        try pull()
    }

    /// What a server gives to a copy that it has told to take a new identity.
    func adopt(
        asFork: Bool = false,
        logs: [LogStatus]? = nil,
        through other: FieldStore? = nil
    ) throws {
        identity = Identity(
            server: identity.server,
            authorityFile: nil,
            token: "another",
            device: Self.newID(),
            person: identity.person,
            name: identity.name,
            grants: identity.grants
        )
        try (other ?? store).write { [identity] in
            try $0.adopt(identity, asFork: asFork, logs: logs)
        }
    }
}

/// What people do on a device, one command each.
extension Device {
    func create(_ form: String, _ answers: [String: FieldValue]) throws -> RecordID {
        try store.write { try $0.create(known(FormID(form)), fields: fields(answers)).record }
    }

    func contact(minutes: Int64 = 30, note: String = "first") throws -> RecordID {
        try create(
            "contact",
            [
                "participant": .text("p-1"), "kind": .choice("visit"),
                "minutes": .integer(minutes), "note": .text(note),
            ]
        )
    }

    @discardableResult
    func edit(_ record: RecordID, _ answers: [String: FieldValue?]) throws -> ChangeID? {
        try store.write { try $0.edit(record, fields: fields(answers)).change }
    }

    @discardableResult
    func delete(_ record: RecordID, reason: String? = nil) throws -> ChangeID? {
        try store.write { try $0.delete(record, reason: reason).change }
    }

    /// The record as this person sees it, which must be the same alone and in a list.
    func seen(_ id: RecordID, _ place: SourceLocation = #_sourceLocation) throws -> Record? {
        try store.read { session in
            let alone = try session.record(id)
            let listed = try session.records().first { $0.id == id }
            #expect((alone?.isDeleted == true ? nil : alone) == listed, sourceLocation: place)
            return alone
        }
    }

    func value(
        _ path: String,
        of record: RecordID,
        _ place: SourceLocation = #_sourceLocation
    ) throws -> FieldValue? {
        try seen(record, place)?.fields[field(path)]
    }

    func journal(_ states: [JournalEntry.State] = JournalEntry.State.allCases) throws
        -> [JournalEntry]
    { try store.read { try $0.journal(in: states) } }

    func conflicts(all: Bool = false) throws -> [Conflict] {
        try store.read { try $0.conflicts(all: all) }
    }

    func status() throws -> Status { try store.read { try $0.status() } }

    /// The code of the problem that an attempt ends with.
    func code(
        of attempt: () throws -> Void,
        _ place: SourceLocation = #_sourceLocation
    ) -> String? {
        let error = #expect(throws: Problem.self, sourceLocation: place) { try attempt() }
        return error?.code.text
    }
}

func field(_ path: String) -> FieldPath { known(FieldPath(path)) }

func fields<Value>(_ answers: [String: Value]) -> [FieldPath: Value] {
    Dictionary(uniqueKeysWithValues: answers.map { (field($0.key), $0.value) })
}

/// A value that the test's own text guarantees.
func known<Value>(_ value: Value?) -> Value {
    guard let value else { preconditionFailure("the test names something that does not exist") }
    return value
}

extension StoreSession {
    /// Finishes a draft that was filled in with these answers.
    func finish(_ draft: Draft, record: [FieldPath: FieldValue]) throws -> Saved {
        let form = try form(of: draft)
        let filling = Filling(
            beginning: form,
            answers: record,
            surroundings: try surroundings(for: form)
        )
        return try finish(draft, filling)
    }
}
