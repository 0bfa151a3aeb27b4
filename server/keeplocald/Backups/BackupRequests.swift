// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import Logging
import ServiceLifecycle
import StorageSQLite
import SyncService

/// How `keeplocald backup` asks a server that runs, as only one process may open the database: a
/// file in the data folder, which only its owner can write to, answered by another.
struct BackupRequest: Codable {
    let folder: String
    let keep: Int?
}

/// What came of it: the backup, or why there is none.
struct BackupAnswer: Codable {
    let backup: Backup?
    let failure: String?
}

struct BackupMailbox {
    private let data: String

    init(data: String) { self.data = data }

    private var folder: String { data + "/requests" }

    /// Asks, and waits for the answer.
    func ask(_ request: BackupRequest, progress: (Int) -> Void) async throws -> BackupAnswer {
        try Files.makePrivateFolder(folder)
        let name = folder + "/" + UUID().uuidString
        try Files.write(request, to: name + ".ask")
        defer { try? FileManager.default.removeItem(atPath: name + ".ask") }
        let clock = ContinuousClock()
        let start = clock.now
        var hasBegun = false
        while true {
            if let answer = Files.read(BackupAnswer.self, from: name + ".answer") {
                try? FileManager.default.removeItem(atPath: name + ".answer")
                return answer
            }
            let seconds = Int((clock.now - start).components.seconds)
            hasBegun = hasBegun || !FileManager.default.fileExists(atPath: name + ".ask")
            guard hasBegun || seconds < 30 else {
                throw Failure(
                    "The process that has \(data) open does not make backups. Is it a keeplocald"
                        + " that serves? Stop it, and run this again."
                )
            }
            progress(seconds)
            try await clock.sleep(for: .milliseconds(100))
        }
    }

    /// The oldest request; it is taken, so that it is done once.
    func next() -> (BackupRequest, answer: String)? {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        guard let file = files.filter({ $0.hasSuffix(".ask") }).min() else { return nil }
        let path = folder + "/" + file
        let request = Files.read(BackupRequest.self, from: path)
        try? FileManager.default.removeItem(atPath: path)
        return request.map { ($0, folder + "/" + file.dropLast(4) + ".answer") }
    }
}

/// Makes the backups of a server that runs: those that are asked for, and those of the clock.
struct BackupService: Service {
    let storage: SQLiteStorage
    let data: String
    let plan: (folder: String, hours: Double, keep: Int?)?
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            let (clock, mailbox) = (ContinuousClock(), BackupMailbox(data: data))
            var next = clock.now
            while !Task.isCancelled {
                if let (request, answer) = mailbox.next() {
                    let result = await make(into: request.folder, keep: request.keep)
                    try? Files.write(result, to: answer)
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
            let backup = try await BackupMaker(storage: storage, folder: folder, keep: keep).make()
            logger.info("backup made and verified", metadata: ["file": "\(backup.file)"])
            return BackupAnswer(backup: backup, failure: nil)
        } catch {
            let why = (error as? Failure)?.message ?? "\(error)"
            logger.error("backup failed", metadata: ["why": "\(why)"])
            return BackupAnswer(backup: nil, failure: why)
        }
    }
}
