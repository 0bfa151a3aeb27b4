// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FieldModel
import Foundation
import StorageSQLite
import SyncService

struct BackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Copy the database, restore the copy for trial, and verify it.",
        discussion: """
            The server may run meanwhile: it is asked to make the backup itself. Only a
            copy that could be restored gets its name, keeplocal-TIME.backup; devices are
            told how far it reaches. Evidence files are kept once for all backups of the
            folder, in blobs there. Keep the folder on another disk.
            """
    )

    @OptionGroup var data: DataFolder
    @Option(help: "The folder to put the backup in.") var to: String
    @Option(help: "How many backups, and failed ones, to keep there; older ones go.") var keep: Int?
    @Flag(help: "Print one JSON document: file, made, verified, sha256, bytes, heads, ...")
    var json = false

    func validate() throws {
        if let keep, keep < 1 { throw ValidationError("--keep is at least 1.") }
    }

    func run() async throws {
        let folder = URL(filePath: to).standardizedFileURL.path
        let backup = try await make(into: folder)
        Terminal.progress("")
        guard !json else { return try Terminal.json(backup) }
        Terminal.line("Made and verified \(folder)/\(backup.file)")
        Terminal.line("\(backup.changes) changes, \(backup.records) records, restored for trial.")
        Terminal.line("\(backup.files ?? 0) evidence files, each read back.")
        guard let missing = backup.filesMissing, missing > 0 else { return }
        Terminal.line(
            "\(missing) evidence files are missing or damaged at the server itself. Which, and what"
                + " to do, says: keeplocald verify"
        )
    }

    private func make(into folder: String) async throws -> Backup {
        do {
            let storage = try data.open()
            return try await BackupMaker(
                storage: storage,
                data: data.path,
                folder: folder,
                keep: keep
            ).make(progress: { Terminal.progress($0) })
        } catch let failure as Failure where failure.code == 5 && data.isBusy {
            let answer = try await BackupMailbox(data: data).ask(
                BackupRequest(folder: folder, keep: keep)
            ) { seconds in
                if seconds > 0 { Terminal.progress("the server makes the backup: \(seconds) s") }
            }
            guard let backup = answer.backup else {
                throw Failure(answer.failure ?? "The server made no backup, and does not say why.")
            }
            return backup
        }
    }
}
