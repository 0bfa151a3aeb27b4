// SPDX-License-Identifier: Apache-2.0

import FieldModel
import GRDB
import Synchronization
import SyncService

/// What erasures that found no room have left to do.
///
/// It is kept in memory: a start looks at the files themselves.
struct OwedErasing {
    /// True while the ledger may name an erasure that the database does not know of.
    var entries = false
    /// Erased records whose keys are still there.
    var keys: [RecordID] = []
    /// True while the log of writes may still hold what was erased.
    var truncation = false

    var isAny: Bool { entries || truncation || !keys.isEmpty }
}

extension SQLiteStorage {
    package var owesErasing: Bool { owed.withLock { $0.isAny } }

    /// Does what is owed, before anything else is written: so nothing that names an erased record
    /// comes in between, and whoever finds no room is told so before anything of theirs is stored.
    func settle(_ db: Database) throws {
        if owed.withLock({ $0.entries }) {
            _ = try commit(db) { writer in
                for erasure in try writer.unfinishedErasures() { try writer.carryOut(erasure) }
            }
            owed.withLock { $0.entries = false }
        }
        let keys = owed.withLock { $0.keys }
        if !keys.isEmpty {
            try sealedFiles.keys.destroy(keys)
            owed.withLock { $0.keys = [] }
        }
        guard owed.withLock({ $0.truncation }) else { return }
        Self.clearSystemError()
        // As soon as no reader needs it.
        let busy = try Int.fetchOne(db, sql: "PRAGMA wal_checkpoint(TRUNCATE)")
        if busy == 0 { owed.withLock { $0.truncation = false } }
    }

    /// Runs the body as one transaction, with the keys that it makes, and notes what an erasure in
    /// it leaves to do.
    func commit<Value>(
        _ db: Database,
        _ body: (any StorageWriter) throws -> Value
    ) throws -> (value: Value, erases: Bool) {
        Self.clearSystemError()
        let work = SealedWork(sealedFiles)
        do {
            let value = try db.asTransaction(keeping: true) {
                let value = try body(SQLiteSession(database: db, sealed: work))
                try work.keepKeys()
                return value
            }
            work.keepWords()
            if work.erases {
                owed.withLock { owed in
                    owed.keys += work.condemned
                    owed.truncation = true
                }
            }
            return (value, work.erases)
        } catch {
            let failure = Self.failure(error, of: db)
            // The ledger has it. What failed in any other way would fail again, for everybody.
            switch failure as? StorageFailure {
            case .full? where work.erases, .busy? where work.erases:
                owed.withLock { $0.entries = true }
            default: break
            }
            throw failure
        }
    }
}

extension Database {
    /// Runs the body as one transaction, and keeps what it wrote if asked to.
    ///
    /// GRDB parses `BEGIN` and `COMMIT` anew each time, which a short transaction feels.
    func asTransaction<Value>(keeping: Bool, _ body: () throws -> Value) throws -> Value {
        try cachedStatement(sql: "BEGIN IMMEDIATE").execute()
        do {
            let value = try body()
            // Some errors end a transaction by themselves, and a body may have caught one.
            guard isInsideTransaction else { throw DatabaseError(resultCode: .SQLITE_ABORT) }
            try cachedStatement(sql: keeping ? "COMMIT" : "ROLLBACK").execute()
            return value
        } catch {
            try? rollback()
            throw error
        }
    }
}
