// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
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

/// The folder `requests`: `ID.ask`, which the server renames to `ID.taken` while it works on it,
/// and `ID.answer`.
struct BackupMailbox {
    private let data: DataFolder

    init(data: DataFolder) { self.data = data }

    private var folder: String { data.path + "/requests" }
    /// There for as long as a server looks into the folder.
    private var sign: String { folder + "/serving" }

    /// Asks, and waits for the answer for as long as a server runs that will give one.
    func ask(_ request: BackupRequest, progress: (Int) -> Void) async throws -> BackupAnswer {
        try Files.makePrivateFolder(folder)
        let name = folder + "/" + UUID().uuidString
        try Files.write(request, to: name + ".ask")
        defer { try? FileManager.default.removeItem(atPath: name + ".ask") }
        let clock = ContinuousClock()
        let start = clock.now
        var wasHeard = false
        for round in 0... {
            if let answer = take(name + ".answer") { return answer }
            let seconds = Int((clock.now - start).components.seconds)
            if round % 10 == 9, !data.isBusy {
                // It may have answered with its last breath.
                if let answer = take(name + ".answer") { return answer }
                try? FileManager.default.removeItem(atPath: name + ".taken")
                throw ended
            }
            let isThere = { (path: String) in FileManager.default.fileExists(atPath: path) }
            let isTaken = isThere(name + ".taken") || isThere(name + ".answer")
            let isHeard = isTaken || isThere(sign) && isThere(name + ".ask")
            wasHeard = wasHeard || isTaken
            // Between two names it is neither; an answer that could not be written stays away.
            guard isHeard || seconds < 30 else { throw wasHeard ? speechless : deaf }
            progress(seconds)
            try await clock.sleep(for: .milliseconds(100))
        }
        throw ended
    }

    private func take(_ path: String) -> BackupAnswer? {
        guard let answer = Files.read(BackupAnswer.self, from: path) else { return nil }
        try? FileManager.default.removeItem(atPath: path)
        return answer
    }

    private var ended: Failure {
        Failure(
            "The server ended before the backup was made: there is none. Start it, look at its log,"
                + " and run this again; or run this while it is stopped."
        )
    }

    private var speechless: Failure {
        Failure(
            "The server took the request, and could not say what became of it. Is its disk full?"
                + " Look at its log, and whether there is a new backup, before you run this again."
        )
    }

    private var deaf: Failure {
        Failure(
            "The process that has \(data.path) open does not make backups. Is it a keeplocald"
                + " that serves? Stop it, and run this again."
        )
    }

    /// Begins to look into the folder; whoever waits for a server that was here before is told.
    func open() throws {
        try Files.makePrivateFolder(folder)
        for file in files where file.hasSuffix(".taken") {
            try? Files.write(
                BackupAnswer(backup: nil, failure: ended.message),
                to: folder + "/" + file.dropLast(6) + ".answer"
            )
            try? FileManager.default.removeItem(atPath: folder + "/" + file)
        }
        // Only for as long as the server runs: nothing that must outlast the power.
        guard FileManager.default.createFile(atPath: sign, contents: nil) else {
            throw StorageFailure.closed("\(sign) cannot be made")
        }
    }

    func close() { try? FileManager.default.removeItem(atPath: sign) }

    private var files: [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    }

    /// The oldest request; it is taken, so that it is done once.
    func next() -> (BackupRequest, name: String)? {
        guard let file = files.filter({ $0.hasSuffix(".ask") }).min() else { return nil }
        let (path, name) = (folder + "/" + file, folder + "/" + file.dropLast(4))
        guard (try? Files.move(path, to: name + ".taken")) != nil else { return nil }
        guard let request = Files.read(BackupRequest.self, from: name + ".taken") else {
            try? FileManager.default.removeItem(atPath: name + ".taken")
            return nil
        }
        return (request, name)
    }

    func answer(_ name: String, _ answer: BackupAnswer) {
        try? Files.write(answer, to: name + ".answer")
        try? FileManager.default.removeItem(atPath: name + ".taken")
    }
}
