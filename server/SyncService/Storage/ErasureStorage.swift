// SPDX-License-Identifier: Apache-2.0

package import FieldModel
package import Foundation

/// A feed that a device lost.
package struct StoredPurge: Hashable, Sendable {
    package let device: DeviceID
    package let purge: Purge

    package init(device: DeviceID, purge: Purge) { (self.device, self.purge) = (device, purge) }
}

/// What a storage tells so that a person can be erased from it.
package protocol ErasureReader {
    /// A payload as it was before it was sealed; nil where an erasure destroyed its key.
    ///
    /// - Throws: `StorageFailure.damaged` where the key is missing and nothing was erased, or where
    ///   it does not open the payload.
    func content(of entry: StoredEntry) throws -> Data?

    /// The erasure that a record went with; nil for one that is there, or never was.
    func erased(_ record: RecordID) throws -> Erasure?
    func erasure(_ id: ErasureID) throws -> Erasure?
    /// Erasures after a number, and the number reached.
    func erasures(after: Int64, limit: Int) throws -> Numbered<Erasure>
    /// Erasures of the ledger that the database does not know of: it was restored from an older
    /// copy, or the server was stopped in the middle.
    func unfinishedErasures() throws -> [Erasure]
    /// Every device that was ever enrolled, also those that a restore lost.
    func enrolled() throws -> EnrolledDevices
    /// When each device said that it removed what an erasure names.
    func confirmations(of erasure: ErasureID) throws -> [DeviceID: Instant]

    /// The subjects that a record names.
    func subjects(of record: RecordID) throws -> Set<String>
    /// The records of an organisation that name a subject.
    func records(naming subject: String, in organisation: OrganisationID?) throws -> [RecordID]
    /// How many entries a council's log has of these records.
    func entryCount(of records: Set<RecordID>, in council: CouncilID) throws -> Int
    /// Under what authority a record must be kept; nil for one that may be erased.
    func legalHold(on record: RecordID) throws -> String?

    func purges() throws -> [StoredPurge]
}

package protocol ErasureWriter {
    /// Seals a payload under the key of its record; `isNew` says that it is the record's first, so
    /// that a key may be made.
    ///
    /// The key is durable before the transaction is.
    ///
    /// - Throws: `StorageFailure.damaged` where the key of a record that is there is missing.
    func seal(
        _ payload: Data,
        of record: RecordID,
        as change: ChangeID,
        in council: CouncilID,
        isNew: Bool
    ) throws -> Data

    func save(
        subjects: Set<String>,
        of record: RecordID,
        organisation: OrganisationID?,
        isNew: Bool
    ) throws

    /// Removes everything readable of the records: state, answers, held changes, mentions; their
    /// keys with the end of the transaction.
    ///
    /// The ledger knows of it before anything is removed. What is cut off in the middle is finished
    /// when the server starts again, and what found no room before anything else is written. Done
    /// twice it is done once.
    func erase(_ erasure: Erasure) throws
    func save(confirmed: ErasureID, by device: DeviceID, at now: Instant) throws
    /// Says of a device that this transaction enrols which lost one it was before.
    func note(former: DeviceID, of device: DeviceID) throws
    /// Nil takes the hold back.
    func save(hold authority: String?, on record: RecordID) throws
    func save(_ purge: StoredPurge) throws
    /// Forgets that a device lost a feed: it has it again.
    func removePurge(_ feed: Feed, of device: DeviceID) throws
}

extension ErasureID {
    /// The same identifier, for the entry of the log that tells of the erasure.
    package var asChange: ChangeID { ChangeID(high: high, low: low) }
}
