// SPDX-License-Identifier: Apache-2.0

import SyncService
import Synchronization

/// Erasures that could not be finished: the storage does its part before it writes anything else;
/// here is who sees to it that something is written, and that the files go too.
extension ServerCore {
    func oweErasing() { owesFiles.withLock { $0 = true } }

    /// Does what is left of them, if there is any, and it can be done.
    package func finishErasing() async throws {
        await setAside.eraseOwed()
        guard owesFiles.withLock({ $0 }) || storage.owesErasing else { return }
        // Before the work: what is owed anew meanwhile stays so.
        owesFiles.withLock { $0 = false }
        do {
            try await blobs.removeUnreferencedBlobs()
            await live.tick()
            await setAside.erase()
        } catch {
            oweErasing()
            guard let failure = error as? StorageFailure, [.full, .busy].contains(failure) else {
                throw error
            }
        }
    }
}
