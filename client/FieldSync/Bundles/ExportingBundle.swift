// SPDX-License-Identifier: Apache-2.0

import FieldModel
package import FieldStore
package import Foundation
import Gzip
import Sealing

/// Seals the unsent changes of a device, and the files that they name, for its server, to be
/// carried by hand.
package struct ExportingBundle {
    package struct Result: Hashable, Sendable {
        package let changes: Int
        /// Changes that did not fit.
        package let left: Int
        package let files: Int
        /// Files that did not fit.
        package let filesLeft: Int
        /// Files that are damaged on this device, and in no bundle therefore.
        package let filesDamaged: Int
    }

    private let store: FieldStore
    private let bytesMax: Int
    private let filesBytesMax: Int64

    /// `bytesMax` bounds the changes, `filesBytesMax` the files behind them; 0 leaves those out.
    package init(
        store: FieldStore,
        bytesMax: Int = Limits.bundleBytesMax,
        filesBytesMax: Int64 = Limits.bundleFilesBytesMax
    ) {
        (self.store, self.bytesMax, self.filesBytesMax) = (store, bytesMax, filesBytesMax)
    }

    /// True where nothing would be in it.
    package func isEmpty() throws -> Bool {
        try store.read { session in
            try session.unsentCount() == 0
                && (filesBytesMax == 0 || session.filesToCarry().isEmpty)
        }
    }

    /// What is in it counts as sent from now on, as it may have arrived.
    ///
    /// A sync sends it all the same. Files are given to `output` part by part.
    package func run(into output: (Data) throws -> Void) throws -> Result {
        let (writer, identity, changes) = try sealChanges()
        try output(writer.data)
        var files = SealingFiles(store: store, bytesMax: filesBytesMax)
        try files.run(in: writer, as: identity, into: output)
        let sealed = files.sealed
        if !sealed.isEmpty { try store.write { try $0.noteCarried(sealed) } }
        return Result(
            changes: changes,
            left: max(0, try store.read { try $0.unsentCount() } - changes),
            files: sealed.count,
            filesLeft: files.left,
            filesDamaged: files.damaged
        )
    }

    private func sealChanges() throws -> (writer: BundleWriter, identity: Identity, changes: Int) {
        try store.syncingAlone {
            let identity = try store.read { try $0.identity() }
            var (writer, place) = (try writer(identity), Int64(0))
            let head = BundleHead(
                device: identity.device,
                token: identity.token,
                made: try store.read { $0.now }
            )
            var (part, changes) = (try Canonical.encode(head), 0)
            while let next = try nextPart(behind: place) {
                guard writer.data.count + part.count + next.data.count + 1_024 <= bytesMax else {
                    break
                }
                try writer.add(part, isLast: false)
                (part, place) = (next.data, next.place)
                changes += next.changes.count
                try store.write { _ = try $0.markSent(next.changes) }
            }
            try writer.add(part, isLast: true)
            let (name, key) = (writer.name.hexText, try writer.receiptKey())
            try store.write { session in
                try session.require(identity.device)
                try session.remember(bundle: name, receiptKey: key)
            }
            return (writer, identity, changes)
        }
    }

    private func writer(_ identity: Identity) throws -> BundleWriter {
        guard let key = identity.bundleKey, let writer = try? BundleWriter(to: key) else {
            throw Problem(
                .bundleForeign,
                "This device has no key of its server for bundles. Its work is saved; sync when"
                    + " there is a network, or enrol again."
            )
        }
        return writer
    }

    private func nextPart(
        behind place: Int64
    ) throws -> (data: Data, changes: [Change], place: Int64)? {
        let (changes, reached, waiting) = try store.read { session in
            let next = try session.unsent(behind: place)
            return (next.changes, next.place, try session.unsentCount())
        }
        guard !changes.isEmpty else { return nil }
        let request = PushRequest(changes: changes, unsent: max(0, waiting - changes.count))
        return (try Gzip.compress(Canonical.encode(request)), changes, reached)
    }
}
