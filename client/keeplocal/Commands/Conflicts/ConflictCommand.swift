// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FieldModel
import FieldStore
import FieldSync

struct ConflictCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "conflict",
        abstract: "See and settle what people see differently.",
        discussion: """
            A coordinator works on their own device, offline too. An administrator works
            over the network, and sees values masked until --reveal --reason TEXT, which
            is kept on record.
            """,
        subcommands: [
            ConflictList.self, ConflictShow.self, ConflictTake.self, ConflictEdit.self,
            ConflictAlike.self, ConflictAssign.self, ConflictAppeal.self, ConflictUndo.self,
        ]
    )
}

/// Values that an administrator may not see without saying why.
struct RevealOptions: ParsableArguments {
    @Flag(help: "Show masked values; the reason is kept on record.") var reveal = false

    func check(_ reason: String?) throws {
        guard reveal, reason?.contains(where: { !$0.isWhitespace }) != true else { return }
        throw Problem(
            .reasonMissing,
            "To see case data you must say why: --reveal --reason \"TEXT\""
        )
    }
}

/// A conflict, and where it was found.
struct FoundConflict {
    let conflict: Conflict
    /// Nil for a conflict of this device's own records.
    let report: ConflictReport?

    var isMasked: Bool { report?.isMasked ?? false }
}

/// Where conflicts are looked for: on the device, or for an administrator at the server.
struct ConflictSource {
    let store: FieldStore
    let identity: Identity
    private let server: Server?

    private let isRehearsal: Bool

    /// A rehearsal sends nothing, so it knows people and forms as of the last sync.
    init(_ device: DeviceOptions, isRehearsal: Bool = false) throws {
        self.isRehearsal = isRehearsal
        store = try device.store()
        identity = try store.read { try $0.identity() }
        server = identity.actor.isAdministrator ? try Server(of: identity) : nil
        // The names of people who came since the last sync.
        if let server, !isRehearsal { _ = try SyncLoop(store: store, server: server).run() }
    }

    func list(all: Bool, revealReason: String? = nil) throws -> [FoundConflict] {
        guard let server else {
            return try store.read { try $0.conflicts(all: all) }.map {
                FoundConflict(conflict: $0, report: nil)
            }
        }
        return try server.conflicts(all: all, revealReason: revealReason).map {
            FoundConflict(conflict: $0.conflict, report: $0)
        }
    }

    /// Conflicts that are on this device, and others' before they submit a return.
    func othersLine(all: Bool) throws -> String? {
        guard server == nil else { return nil }
        let others = try store.read { try $0.conflictsOfOthersReturns(all: all) }
        guard others > 0 else { return nil }
        return "\(count(others, "conflict")) in returns left out: the organisations settle them"
            + " before they submit."
    }

    func find(_ text: String, revealReason: String? = nil) throws -> FoundConflict {
        guard let server else {
            return FoundConflict(
                conflict: try store.read { try $0.conflict(matching: text) },
                report: nil
            )
        }
        let reports = try server.conflicts(all: true)
        let id = try StoreSession.one(
            of: reports.map(\.conflict.id),
            matching: text,
            .conflictNone,
            "conflict"
        )
        let found =
            revealReason == nil
            ? reports : try server.conflicts(id: id, all: true, revealReason: revealReason)
        guard let report = found.first(where: { $0.conflict.id == id }) else {
            throw Problem(.conflictNone, "There is no conflict '\(text)'.")
        }
        return FoundConflict(conflict: report.conflict, report: report)
    }

    /// What the conflicts of this device's own records mean.
    func meanings(of found: [FoundConflict]) throws -> [ConflictID: ConflictMeaning] {
        let own = found.filter { $0.report == nil }.map(\.conflict)
        let meanings = try store.read { try $0.meaningsByPlace(of: own) }
        return Dictionary(
            meanings.map { ($0.conflict.id, $0) },
            uniquingKeysWith: { first, _ in first }
        )
    }

    /// Saves a decision; an administrator's goes to the server at once, so that a refusal (another
    /// administrator was first) is told now.
    func save(_ act: (StoreSession) throws -> Saved) throws -> Saved {
        let saved = try store.write(isRehearsal: isRehearsal, act)
        guard let server, !isRehearsal, let change = saved.change else { return saved }
        _ = try SyncLoop(store: store, server: server).run()
        let entry = try store.read { try $0.journal(of: saved.record) }
            .first { $0.change.id == change }
        if entry?.state == .refused, let problem = entry?.problem {
            // A decision that came too late is not work to be mended: it is decided anew.
            try store.write { try $0.letGo(of: change) }
            throw problem
        }
        return saved
    }
}

extension FoundConflict {
    func words(in session: StoreSession) throws -> DisputedAnswer {
        try DisputedAnswer(conflict, session, of: report?.form)
    }

    /// - Throws: `Problem` `conflict.none` that says who has settled it already, and why.
    func requireOpen(in session: StoreSession) throws {
        guard let resolution = conflict.resolution, conflict.state == .resolved else { return }
        let settled = try words(in: session).settledWords
        let value = isMasked ? "" : ": it is \(settled)"
        let reason = resolution.reason.map { ", because: \($0)" } ?? ""
        throw Problem(
            .conflictNone,
            "\(conflict.field.template) was settled already\(value). That was decided by"
                + " \(try session.name(of: resolution.author)), \(resolution.at.instant.words)"
                + "\(reason). Nothing was saved. To decide again, undo that first:"
                + " keeplocal conflict undo \(conflict.id.short) --reason TEXT"
        )
    }
}
