// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// What can be asked about files.
package protocol BlobReader {
    /// Records that name a file, at most one of each scope and form.
    func records(naming hash: Hash) throws -> [RecordID]
    func isNamed(_ hash: Hash, by record: RecordID) throws -> Bool
    /// True for a file that somebody of the scope has sent.
    func hasBlob(_ hash: Hash, in scope: Scope) throws -> Bool
    /// True for a file that anybody has sent.
    func hasBlob(_ hash: Hash) throws -> Bool
    /// Every file that anybody has sent and a record names.
    func storedFiles() throws -> [StoredFile]
    /// What the files of an organisation, or of a council itself, take, with those on their way.
    func blobBytes(council: CouncilID, organisation: OrganisationID?) throws -> Int64
    func upload(_ id: UploadID) throws -> StoredUpload?
    func upload(device: DeviceID, hash: Hash, record: RecordID) throws -> StoredUpload?
    /// Those of a device that are not finished.
    func uploadCount(_ device: DeviceID) throws -> Int
    func uploads(untouchedSince: Instant) throws -> [StoredUpload]
}

package protocol BlobWriter: BlobReader {
    func save(_ upload: StoredUpload) throws
    func removeUpload(_ id: UploadID) throws
    func saveBlob(_ hash: Hash, sizeBytes: Int64, in scope: Scope) throws
    /// Forgets the files of scopes in which no record names them any more.
    ///
    /// - Returns: Those of which there is no scope left.
    func removeUnnamedBlobs() throws -> [Hash]
}
