// SPDX-License-Identifier: Apache-2.0

import FieldModel
package import FieldStore
package import Foundation
import Gzip
import Sealing

/// Seals the unsent changes of a device for its server, to be carried by hand.
package struct ExportingBundle {
    package struct Result: Sendable {
        package let data: Data
        package let changes: Int
        /// Those that did not fit.
        package let left: Int
    }

    private let store: FieldStore
    private let bytesMax: Int

    package init(store: FieldStore, bytesMax: Int = Limits.bundleBytesMax) {
        (self.store, self.bytesMax) = (store, bytesMax)
    }

    /// What is in it counts as sent from now on, as it may have arrived.
    ///
    /// A sync sends it all the same.
    package func run() throws -> Result {
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
            let left = try store.read { try $0.unsentCount() } - changes
            return Result(data: writer.data, changes: changes, left: max(0, left))
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
