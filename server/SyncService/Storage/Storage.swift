// SPDX-License-Identifier: Apache-2.0

package import FieldModel
package import Foundation

/// Where a server keeps its logs and records.
///
/// What the server does is written once, upon `StorageReader` and `StorageWriter`; another database
/// only has to offer these and pass the contract suite.
package protocol Storage: Sendable {
    /// Runs the body on one snapshot, beside other readers and the writer.
    func read<Value: Sendable>(
        _ body: @Sendable @escaping (any StorageReader) throws -> Value
    ) async throws -> Value

    /// Runs the body alone, as one transaction: all of it is durable when this returns, or none of
    /// it happened.
    ///
    /// - Throws: `StorageFailure.full` when the disk is full, `broken` when it fails in any other
    ///   way, and on every write after that; and whatever the body throws.
    func write<Value: Sendable>(
        _ body: @Sendable @escaping (any StorageWriter) throws -> Value
    ) async throws -> Value

    /// True while an erasure is not finished on the disk, for want of room or as a reader still
    /// needs what was there; the next write does what can be done.
    var owesErasing: Bool { get }
}

package enum StorageFailure: Error, Equatable {
    /// No room left; nothing of the transaction was kept.
    case full
    /// The disk failed at a write: what it says from now on cannot be believed, so nothing more
    /// is written.
    case broken(String)
    /// Another process has the database.
    case busy
    /// The files cannot be opened for writing.
    case closed(String)
    /// The file is not a database of ours.
    case foreign(String)
    /// The file, by its name, was written by a newer program: it is whole, and left alone.
    case newer(String)
    /// A stored value cannot be read back.
    case damaged(String)
    /// The ledger of this name cannot be read, and the database does not know all that it said.
    case ledger(String)
}

/// What can be asked of one snapshot.
package protocol StorageReader: BlobReader, ErasureReader, KeptReader {
    func setting(_ key: String) throws -> String?

    /// The end of a council's log; sequence 0 and a zero hash before its first entry.
    func head(_ council: CouncilID) throws -> ChainHead
    /// The last sequence of a log below another; nil where there is none.
    func lastSequence(_ council: CouncilID, below end: Sequence64) throws -> Sequence64?
    func entries(_ council: CouncilID, after: Sequence64, limit: Int) throws -> [StoredEntry]
    /// Those that name a record, in the order of the log.
    func entries(of record: RecordID) throws -> [StoredEntry]
    func entry(change: ChangeID) throws -> StoredEntry?
    func entry(device: DeviceID, counter: Int64) throws -> StoredEntry?
    /// An answer that is not in the log: refused or held.
    func answer(device: DeviceID, counter: Int64) throws -> StoredAnswer?
    /// How many changes of a device wait for someone's decision.
    func heldCount(_ device: DeviceID) throws -> Int
    /// Those changes of all devices, by device and counter, from behind one of them.
    func heldAnswers(after key: AnswerKey?, limit: Int) throws -> [StoredAnswer]
    func heldAnswer(_ change: ChangeID) throws -> StoredAnswer?
    /// The first change that is held, or waits, of the same device and record with a lower counter.
    func heldBefore(_ change: Change) throws -> ChangeID?

    /// How many changes of a device wait for what a restored server lacks.
    func awaitingCount(_ device: DeviceID) throws -> Int
    func awaitingAnswers(after key: AnswerKey?, limit: Int) throws -> [StoredAnswer]
    func awaitingRecords(of device: DeviceID) throws -> Set<RecordID>
    /// What waits for one of these records, and every step that waits, in the order in which the
    /// server had them before.
    func awaitingPlaces(touching records: Set<RecordID>) throws -> [AwaitingPlace]

    /// - Throws: `DamagedRecords`.
    func record(_ id: RecordID) throws -> StoredRecord?
    /// Where a record stands, without reading what it holds.
    func mark(_ id: RecordID) throws -> RecordMark?
    /// Gives records of a feed in the order of their versions, for as long as the body says true;
    /// none is read before it is asked for. A damaged one is given as that.
    func forEachStored(
        _ feed: Feed,
        after: Sequence64,
        _ body: (Result<StoredRecord, DamagedRecords>) throws -> Bool
    ) throws
    func recordCount(_ feed: Feed, in range: RecordRange) throws -> Int
    /// Gives the identifier and hash of each record of a feed in a range, in their order, without
    /// reading what it holds.
    func forEachMark(
        _ feed: Feed,
        in range: RecordRange,
        _ body: (RecordID, Hash) throws -> Void
    ) throws
    /// Records with conflicts, open ones only unless `settled`.
    ///
    /// - Throws: `DamagedRecords`.
    func disputed(_ council: CouncilID, settled: Bool) throws -> [StoredRecord]
    func digest(_ feed: Feed) throws -> SetDigest
    /// What is kept of every scope of a council.
    func digests(_ council: CouncilID) throws -> [Scope: SetDigest]
    func recordCount(_ council: CouncilID) throws -> Int

    /// Every council of which there is a log or a record, in the directory or not.
    func logs() throws -> [CouncilID]
    /// What the database itself finds wrong with its file, a few lines of it.
    func faults() throws -> [String]

    func councils() throws -> [DirectoryEntry.Council]
    /// Only what they are called, in the same order: asked for by every pull and every new record.
    func councilIDs() throws -> [CouncilID]
    func organisations() throws -> [DirectoryEntry.Organisation]
    func persons() throws -> [PersonSummary]
    func person(_ id: PersonID) throws -> PersonSummary?
    /// The councils that each person has, or once had, a role in; nil for the installation.
    func workplaces() throws -> [PersonID: Set<CouncilID?>]
    /// Grants that were taken back: work made under them is held.
    func revokedGrants(_ person: PersonID) throws -> [Grant]
    func devices() throws -> [StoredDevice]
    /// The devices, but for revoked ones, of the people who have a role in an organisation of a
    /// council; without one, in the council or any of its organisations, once for each of these.
    ///
    /// A device that took a new identity, and was not here under the old one since, is only the new
    /// one.
    func sightings(
        _ council: CouncilID,
        _ organisation: OrganisationID?
    ) throws -> [DeviceSighting]
    func device(token: Hash) throws -> StoredDevice?
    func device(_ id: DeviceID) throws -> StoredDevice?
    func enrolment(code: Hash) throws -> StoredEnrolment?
    func passphrase(_ person: PersonID) throws -> StoredPassphrase?
    func passphrases() throws -> [StoredPassphrase]
    func form(_ id: FormID, version: Int) throws -> Data?
    /// The versions there are of a form, in order.
    func formVersions(_ id: FormID) throws -> [Int]

    /// Every closing and reopening of a form, in the order in which they were done.
    func formClosings() throws -> [FormClosing]
    /// The last of one form; nil where it was never closed.
    func formClosing(_ form: FormID) throws -> FormClosing?
    /// The forms that are closed now, by name.
    func closedForms() throws -> [FormClosing]

    /// Forms that were added after a number, and the number reached.
    func forms(after: Int64) throws -> Numbered<Data>
    /// Councils, organisations and persons that changed after a number; each once.
    func directory(after: Int64) throws -> Numbered<DirectoryEntry>
}

/// What can be done in one transaction.
package protocol StorageWriter: StorageReader, BlobWriter, ErasureWriter {
    /// Where identifiers, codes and tokens come from.
    var random: Entropy { get }

    func set(_ key: String, to value: String) throws

    /// Appends to the log and moves the council's head; the entry must follow the head.
    func append(_ entry: LogEntry, payload: Data) throws
    /// Empties the payloads of a record's changes before a sequence; their hashes stay.
    func removePayloads(
        of record: RecordID,
        in council: CouncilID,
        before sequence: Sequence64
    ) throws
    /// Puts the record in place of its former state and keeps the digest of its scope.
    func save(_ record: StoredRecord, replacing former: StoredRecord?) throws
    func save(_ answer: StoredAnswer) throws
    /// Puts the final answer in the place of that of a held change, which is held no longer.
    func settle(_ answer: StoredAnswer) throws

    func save(_ council: DirectoryEntry.Council) throws
    func save(_ organisation: DirectoryEntry.Organisation) throws
    func save(_ person: DirectoryEntry.Person) throws
    func save(_ grant: Grant, of person: PersonID, revoked: Instant?) throws
    func save(_ device: StoredDevice) throws
    func save(_ enrolment: StoredEnrolment) throws
    func save(_ passphrase: StoredPassphrase) throws
    /// Removes a code that was used, and all that have expired.
    func removeEnrolments(code: Hash?, expiredAt now: Instant) throws
    func saveForm(_ id: FormID, version: Int, definition: Data) throws
    func save(_ closing: FormClosing) throws
}
