// SPDX-License-Identifier: Apache-2.0

package import FieldModel
package import SyncService
import Foundation
import Synchronization

/// What every route works with.
package final class ServerCore: Sendable {
    package let storage: MendingStorage
    /// The same, below what mends: a disk that fails is told whoever writes.
    package let watched: WatchedStorage
    package let forms: FormShelf
    package let queue: CommitQueue
    package let live: LiveHub
    package let blobs: BlobDesk
    package let setAside: SetAsideDesk
    package let enrolments: AttemptLimit
    package let now: @Sendable () -> Instant
    /// True while files of erased records may still be there.
    let owesFiles = Mutex(false)

    package init(
        storage: any Storage,
        files: BlobFiles,
        bounds: Uploading.Bounds = Uploading.Bounds(),
        setAside: any SetAsideDatabases = NothingSetAside(),
        now: @escaping @Sendable () -> Instant = {
            Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
        },
        mended: @escaping @Sendable (Mended) -> Void = { _ in },
        erasedAside: @escaping @Sendable (SetAsideState) -> Void = { _ in }
    ) {
        let forms = FormShelf()
        watched = WatchedStorage(storage)
        let storage = MendingStorage(watched, forms: forms, told: mended)
        (self.storage, self.forms, self.now) = (storage, forms, now)
        blobs = BlobDesk(storage: storage, forms: forms, files: files, bounds: bounds, now: now)
        self.setAside = SetAsideDesk(setAside, storage: storage, blobs: blobs, told: erasedAside)
        let live = LiveHub()
        self.live = live
        enrolments = AttemptLimit(attemptsMax: 10, seconds: 60)
        queue = CommitQueue(storage: storage, committed: { await live.tick() })
    }

    /// The device that shows this token.
    ///
    /// - Throws: `Problem` `token.invalid` or `device.revoked`.
    package func device(
        bearing header: String?,
        allowingRevoked: Bool = false
    ) async throws -> StoredDevice {
        guard let header, header.hasPrefix("Bearer "), header.utf8.count < 200 else {
            throw Problem(
                .unauthenticated,
                "This needs the token of an enrolled device: keeplocal enrol"
            )
        }
        let hash = Secret.hash(token: String(header.dropFirst(7)))
        guard let device = try await storage.read({ try $0.device(token: hash) }) else {
            throw Problem(
                .unauthenticated,
                "This token is not known here. Enrol the device again."
            )
        }
        guard device.revoked == nil || allowingRevoked else {
            throw Problem(
                .deviceRevoked,
                "This device was revoked. What was never sent stays on it, and the rest is removed;"
                    + " ask an administrator."
            )
        }
        return device
    }
}

/// Bounds how often one address may fail within a time.
package actor AttemptLimit {
    private let attemptsMax: Int
    private let milliseconds: Int64
    private var failures: [String: [Instant]] = [:]

    package init(attemptsMax: Int, seconds: Int64) {
        (self.attemptsMax, milliseconds) = (attemptsMax, seconds * 1000)
    }

    /// Takes one attempt before it is known how it ends, so that many at once are counted too.
    ///
    /// - Throws: `Problem` `server.overloaded` when the address has none left.
    package func take(_ address: String, now: Instant) throws {
        failures = failures.compactMapValues { times in
            let recent = times.filter { now.milliseconds - $0.milliseconds < milliseconds }
            return recent.isEmpty ? nil : recent
        }
        if failures[address, default: []].count >= attemptsMax {
            throw Problem(
                .overloaded,
                "Too many wrong codes from this address. Try again in a minute."
            )
        }
        failures[address, default: []].append(now)
    }

    /// An attempt that did not fail does not count.
    package func giveBack(_ address: String, now: Instant) {
        guard let index = failures[address]?.firstIndex(of: now) else { return }
        failures[address]?.remove(at: index)
    }
}
