// SPDX-License-Identifier: Apache-2.0

import Logging
import ServiceLifecycle
import SyncHTTP
import SyncService

/// Ends the streams of those who wait for news when the server stops, so that it can stop.
struct LiveService: Service {
    let hub: LiveHub

    func run() async throws {
        try? await gracefulShutdown()
        await hub.close()
    }
}

/// Takes out what deleted records held when their time is over: at the start, and once a day.
struct DailyCompaction: Service {
    let core: ServerCore
    let logger: Logger

    func run() async throws {
        try? await cancelWhenGracefulShutdown {
            while true {
                do {
                    let count = try await Compacting(storage: core.storage, forms: core.forms)
                        .run(now: core.now())
                    if count > 0 {
                        try await core.blobs.removeUnreferencedBlobs()
                        logger.info("compacted \(count) deleted records")
                    }
                } catch let error where !(error is CancellationError) {
                    logger.error("deleted records were not compacted: \(error)")
                }
                try await Task.sleep(for: .seconds(86_400))
            }
        }
    }
}

/// Finishes an erasure that found no room, also when nobody writes or asks again.
struct ErasureWatch: Service {
    let core: ServerCore
    let logger: Logger

    func run() async throws {
        try? await cancelWhenGracefulShutdown {
            while true {
                try await Task.sleep(for: .seconds(5))
                do {
                    try await core.finishErasing()
                } catch let error where !(error is CancellationError) {
                    logger.error("an erasure was not finished: \(error)")
                }
            }
        }
    }
}

/// Stops the server when its disk fails: a disk that failed once may say yes to what it has lost.
struct DiskWatch: Service {
    let storage: WatchedStorage

    func run() async throws {
        let why = await cancelWhenGracefulShutdown { await storage.failure() }
        guard let why else { return }
        throw Failure(
            "Nothing more can be stored: \(why). The server has stopped; what it acknowledged is on"
                + " the disk. Check the disk, run keeplocald verify, then start again."
        )
    }
}
