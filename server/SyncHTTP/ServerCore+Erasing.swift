// SPDX-License-Identifier: Apache-2.0

import SyncService
import Synchronization

/// Erasures that found no room: the storage does its part before it writes anything else; here is
/// who sees to it that something is written, and that the files go too.
extension ServerCore {
    func oweErasing() { owesErasing.withLock { $0 = true } }

    /// Does what is left of them, if there is any, and there is room.
    package func finishErasing() async throws {
        let owes = owesErasing.withLock { owes in
            defer { owes = false }
            return owes
        }
        guard owes else { return }
        do {
            try await blobs.removeUnreferencedBlobs()
            await live.tick()
        } catch let failure as StorageFailure where failure == .full || failure == .busy {
            oweErasing()
        }
    }
}
