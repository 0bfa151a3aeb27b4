// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import GRDB

/// How much of which side file counts, as the database knows it.
struct SideMark: Codable, Hashable {
    var generation: String
    var length: Int64
    /// The length when it was last written anew.
    var base: Int64
}

/// Keeps the side file and the database in step, within the transactions of the database.
///
/// What a transaction saves is appended and on the disk before the transaction commits, and the
/// database notes how long the file is then. So whatever happens between, one look tells: a file
/// that is longer than noted has a save that nobody was told of, which is taken; one that is
/// shorter, or another, is written anew.
struct SideKeeping {
    let file: SideFile
    let home: Home

    /// Receipts are proof enough for what is older: only a server that was put back to an old
    /// backup asks for it again, and then the journal has it.
    static let storedMax = 500

    /// False where `settle` has something to do.
    func isInStep(_ session: StoreSession) throws -> Bool {
        guard let mark = try session.fact("side", as: SideMark.self) else { return !file.exists }
        guard let found = try file.head() else { return false }
        let isStale = try session.fact("sideStale", as: Bool.self) ?? false
        return found.head.generation == mark.generation && found.size == mark.length && !isStale
            && found.head.schema == Home.schemaVersion
    }

    /// Brings both in step before anything else is written.
    func settle(_ session: StoreSession) throws {
        let mark = try session.fact("side", as: SideMark.self)
        let found = try file.head()
        guard let mark else {
            // A file that the database knows nothing of: it may be all that is left of another.
            if file.exists { try takeAll(session) }
            return
        }
        // Another generation: it was written anew and the database could not note it any more, or
        // one of the two is an old copy.
        guard let found, found.head.generation == mark.generation, found.size >= mark.length else {
            return try takeAll(session)
        }
        if found.size > mark.length { try takeTail(mark, session) }
        // It tells older programs that they must not touch this folder.
        let isOld = found.head.schema != Home.schemaVersion
        if try isOld || session.fact("sideStale", as: Bool.self) == true { try rewrite(session) }
    }

    /// Writes what this transaction has saved; the database commits next.
    ///
    /// - Returns: The length to go back to when it cannot.
    func append(_ session: StoreSession) throws -> Int64? {
        guard var frames = session.sideFrames, !frames.isEmpty else { return nil }
        session.sideFrames = []
        guard var mark = try session.fact("side", as: SideMark.self) else {
            try rewrite(session)
            return nil
        }
        frames[frames.count - 1].endsTransaction = true
        let former = mark.length
        mark.length = try file.append(frames, at: former)
        do {
            try session.set("side", mark)
        } catch {
            try? file.truncate(to: former)
            throw error
        }
        return former
    }

    /// Writes the file anew with what still counts.
    func rewrite(_ session: StoreSession) throws {
        let generation = ChangeID.make(at: session.now, using: &session.random)
        let head = SideHead(
            generation: generation.description,
            schema: Home.schemaVersion
        )
        let length = try file.replace { add in
            try add(SideFrame(.head, try Canonical.encode(head)))
            if let frame = try session.identityFrame() { try add(frame) }
            try session.forEachKept { try add(SideFrame(.change, $0)) }
        }
        try session.set(
            "side",
            SideMark(generation: head.generation, length: length, base: length)
        )
        try session.forget("sideStale")
        session.isSideStale = false
        session.sideFrames = []
    }

    /// Takes what was written after the last commit that the database knows.
    private func takeTail(_ mark: SideMark, _ session: StoreSession) throws {
        var (pending, end, fits): ([Change], Int64, Bool) = ([], mark.length, true)
        let damaged = try file.forEach(from: mark.length) { frame, place in
            guard frame.kind == .change,
                let change = try? Canonical.decode(Change.self, from: frame.payload)
            else {
                // Another identity, which the database did not take.
                fits = false
                return
            }
            pending.append(change)
            guard frame.endsTransaction else { return }
            for change in pending { fits = try session.takeBack(change) && fits }
            (pending, end) = ([], place)
        }
        guard fits, damaged == 0 || end == mark.length else { return try takeAll(session) }
        try file.truncate(to: end)
        try session.set(
            "side",
            SideMark(generation: mark.generation, length: end, base: mark.base)
        )
    }
}

extension SideFile {
    var exists: Bool { FileManager.default.fileExists(atPath: path) }
}

extension StoreSession {
    /// What the side file must say before this transaction ends; nothing for one in memory.
    func note(_ kind: SideFrame.Kind, _ payload: @autoclosure () throws -> Data) rethrows {
        guard sideFrames != nil else { return }
        sideFrames?.append(SideFrame(kind, try payload(), endsTransaction: false))
    }

    /// Asks for the side file to be written anew once most of it may be stored by now.
    func shrinkSide() throws {
        guard let mark = try fact("side", as: SideMark.self) else { return }
        if mark.length > 2 * mark.base + 256 * 1024 { isSideStale = true }
    }

    func markSideStale() throws {
        guard sideFrames != nil else { return }
        try set("sideStale", true)
    }

    func identityFrame() throws -> SideFrame? {
        guard let identity = try storedIdentity() else { return nil }
        let content = SideIdentity(identity: identity, lineage: try lineage())
        return SideFrame(.identity, try Canonical.encode(content))
    }

    /// The bytes of the changes that the server may ask for: all that it has given no receipt for,
    /// and the newest that it has.
    ///
    /// - Throws: `SQLITE_CORRUPT` where one is not what was written: the file may be all that still
    ///   has it, and is not written anew from such a journal.
    func forEachKept(
        _ storedMax: Int = SideKeeping.storedMax,
        _ body: (Data) throws -> Void
    ) throws {
        let oldest =
            try Int64.fetchOne(
                self,
                sql: """
                    SELECT number FROM journal WHERE state = 'stored'
                    ORDER BY number DESC LIMIT 1 OFFSET ?
                    """,
                arguments: [storedMax]
            ) ?? 0
        let rows = try StoredRow.fetchCursor(
            self,
            sql: """
                SELECT change, seal FROM journal WHERE state IN ('saved', 'sent', 'held', 'refused')
                OR state = 'stored' AND number > ? ORDER BY number
                """,
            arguments: [oldest]
        )
        while let row = try rows.next() { try body(row.sealed("change")) }
    }
}
