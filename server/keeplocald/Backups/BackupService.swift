// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import Logging
import ServiceLifecycle
import StorageSQLite
import SyncService

/// Makes the backups of a server that runs: those that are asked for, and those of the clock.
struct BackupService: Service {
    let storage: SQLiteStorage
    let data: DataFolder
    let plan: (folder: String, hours: Double, keep: Int?)?
    let logger: Logger

    func run() async throws {
        let mailbox = BackupMailbox(data: data)
        do {
            try mailbox.open()
        } catch {
            logger.error("no backups can be asked for", metadata: ["why": "\(error)"])
        }
        defer { mailbox.close() }
        await cancelWhenGracefulShutdown {
            let clock = ContinuousClock()
            var next = clock.now
            while !Task.isCancelled {
                if let (request, name) = mailbox.next() {
                    mailbox.answer(name, await make(into: request.folder, keep: request.keep))
                } else if let plan, clock.now >= next {
                    next = clock.now + .seconds(plan.hours * 3_600)
                    _ = await make(into: plan.folder, keep: plan.keep)
                }
                try? await clock.sleep(for: .milliseconds(250))
            }
        }
    }

    private func make(into folder: String, keep: Int?) async -> BackupAnswer {
        do {
            let backup = try await BackupMaker(
                storage: storage,
                data: data.path,
                folder: folder,
                keep: keep
            ).make()
            logger.info("backup made and verified", metadata: ["file": "\(backup.file)"])
            if let missing = backup.filesMissing, missing > 0 {
                logger.error("\(missing) evidence files are missing or damaged: keeplocald verify")
            }
            return BackupAnswer(backup: backup, failure: nil)
        } catch {
            let why = (error as? Failure)?.message ?? "\(error)"
            logger.error("backup failed", metadata: ["why": "\(why)"])
            return BackupAnswer(backup: nil, failure: why)
        }
    }
}
