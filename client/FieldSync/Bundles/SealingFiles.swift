// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FieldStore
import Foundation
import Sealing

/// Seals the files that the server lacks behind the changes of a bundle, part by part, as far as
/// they fit.
struct SealingFiles {
    let store: FieldStore
    let bytesMax: Int64
    private(set) var sealed: [BlobName] = []
    /// Those that did not fit.
    private(set) var left = 0
    /// Those that are not what their hash says any more, or are gone from this device.
    private(set) var damaged = 0
    private var bytes: Int64 = 0

    init(store: FieldStore, bytesMax: Int64) { (self.store, self.bytesMax) = (store, bytesMax) }

    mutating func run(
        in bundle: BundleWriter,
        as identity: Identity,
        into output: (Data) throws -> Void
    ) throws {
        for evidence in try store.read({ try $0.filesToCarry() }) {
            var writer = try writer(of: evidence, in: bundle, as: identity)
            guard writer.sectionBytes <= bytesMax - bytes else {
                left += 1
                continue
            }
            guard try store.evidence.isIntact(evidence.file) else {
                damaged += 1
                continue
            }
            try output(writer.opening())
            try copy(evidence, through: &writer, into: output)
            bytes += writer.sectionBytes
            sealed.append(evidence.name)
        }
    }

    private func writer(
        of evidence: Evidence,
        in bundle: BundleWriter,
        as identity: Identity
    ) throws -> BundleFileWriter {
        let head = BundleFileHead(
            device: identity.device,
            token: identity.token,
            file: evidence.name,
            sizeBytes: evidence.file.sizeBytes
        )
        return try bundle.file(
            UInt32(sealed.count),
            sizeBytes: evidence.file.sizeBytes,
            about: Canonical.encode(head)
        )
    }

    private func copy(
        _ evidence: Evidence,
        through writer: inout BundleFileWriter,
        into output: (Data) throws -> Void
    ) throws {
        let path = store.evidence.path(of: evidence.file.sha256)
        guard let file = FileHandle(forReadingAtPath: path) else { throw EvidenceFolder.failure() }
        defer { try? file.close() }
        var left = evidence.file.sizeBytes
        while left > 0 {
            let wanted = min(left, Int64(BundleFileFormat.partBytes))
            let part = try file.read(upToCount: Int(wanted)) ?? Data()
            guard part.count == wanted else {
                throw Problem(
                    .deviceFailed,
                    "A file of the record \(evidence.record) changed while it was sealed. Export"
                        + " again."
                )
            }
            try output(writer.part(part))
            left -= wanted
        }
    }
}
