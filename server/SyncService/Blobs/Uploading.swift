// SPDX-License-Identifier: Apache-2.0

import FieldForms
package import FieldModel

/// Who may send and fetch which file, and how much there may be of it.
///
/// A file is named by records: whoever may write one of them may send it, whoever may read one may
/// fetch it. A file that no such record names is answered alike, whether the server has it or not.
package struct Uploading {
    /// The bounds, so that a test can be smaller than a year's photographs.
    package struct Bounds: Sendable {
        package var fileBytesMax = Limits.blobBytesMax
        package var placeBytesMax = Limits.blobPlaceBytesMax
        package var uploadsMax = Limits.uploadsMax

        package init() {}
    }

    /// A file that a client announces.
    package struct Announced: Sendable {
        package let sha256: Hash
        package let sizeBytes: Int64
        /// Nil for any record that names it and that the person may write.
        package let record: RecordID?

        package init(sha256: Hash, sizeBytes: Int64, record: RecordID?) {
            (self.sha256, self.sizeBytes, self.record) = (sha256, sizeBytes, record)
        }
    }

    package static let unknown = Problem(
        .blobUnknown,
        "No record that you may use here names this file. Send the record first: keeplocal sync"
    )

    package static let gone = Problem(
        .notFound,
        "There is no such upload of this device, or nobody went on with it for"
            + " \(Limits.uploadDays) days. Begin it anew."
    )

    static func wrongOffset(_ reached: Int64) -> Problem {
        Problem(
            .blobOffset,
            "The upload is at another byte. Ask where, with HEAD, and go on from there.",
            details: ["offset": .integer(reached)]
        )
    }

    package static let mismatch = Problem(
        .blobMismatch,
        "What arrived is not the file that its hash names. It was thrown away; send it anew."
    )

    let reader: any StorageReader
    let forms: FormShelf
    let person: PersonID

    package init(reader: any StorageReader, forms: FormShelf, person: PersonID) {
        (self.reader, self.forms, self.person) = (reader, forms, person)
    }

    /// Those of these files that the server has for the record that names them, as far as the
    /// person may read or write it.
    package func present(_ names: BlobNames, in folder: BlobFiles) throws -> BlobNames {
        guard names.files.count <= Limits.blobNamesMax else {
            throw Problem(
                .requestTooLarge,
                "At most \(Limits.blobNamesMax) files can be asked about at once."
            )
        }
        let actor = try actor()
        return BlobNames(
            files: try names.files.filter { name in
                guard let state = try reader.record(name.record)?.state,
                    let blob = state.blobs.first(where: { $0.sha256 == name.sha256 }),
                    try may(actor, .read, state) || may(actor, .write, state)
                else { return false }
                return try reader.hasBlob(name.sha256, in: state.scope)
                    && folder.has(name.sha256, sizeBytes: blob.sizeBytes)
            }
        )
    }

    /// How many bytes a file has that the person may fetch.
    ///
    /// - Throws: `Problem` `blob.unknown`, or `blob.awaited` for one that nobody has sent yet.
    package func readable(_ hash: Hash, in folder: BlobFiles) throws -> Int64 {
        let actor = try actor()
        var isNamed = false
        for id in try reader.records(naming: hash) {
            guard let state = try reader.record(id)?.state, try may(actor, .read, state),
                let blob = state.blobs.first(where: { $0.sha256 == hash })
            else { continue }
            isNamed = true
            if try reader.hasBlob(hash, in: state.scope),
                folder.has(hash, sizeBytes: blob.sizeBytes)
            {
                return blob.sizeBytes
            }
        }
        guard isNamed else { throw Self.unknown }
        throw Problem(
            .blobAwaited,
            "The server does not have this file yet: the device that holds it has not sent it."
                + " Nothing is lost; ask again after its next sync."
        )
    }

    /// The record that an upload is for.
    ///
    /// - Throws: `Problem` `blob.unknown`; `blob.mismatch` where it says another size.
    package func target(of file: Announced) throws -> RecordState {
        let actor = try actor()
        let records = try file.record.map { [$0] } ?? reader.records(naming: file.sha256)
        for id in records {
            guard let state = try reader.record(id)?.state, try may(actor, .write, state),
                let blob = state.blobs.first(where: { $0.sha256 == file.sha256 })
            else { continue }
            guard blob.sizeBytes == file.sizeBytes else {
                throw Problem(
                    .blobMismatch,
                    "The record says that this file has \(blob.sizeBytes) bytes, and not"
                        + " \(file.sizeBytes). Nothing was taken."
                )
            }
            return state
        }
        throw Self.unknown
    }

    private func actor() throws -> Actor {
        Actor(person: person, grants: try reader.person(person)?.grants ?? [])
    }

    private func may(_ actor: Actor, _ action: Action, _ state: RecordState) throws -> Bool {
        guard let versions = try forms.versions(of: state.form, in: reader) else { return false }
        return FieldModel.may(actor, action, versions.newest.definition.subject(in: state.scope))
    }
}
