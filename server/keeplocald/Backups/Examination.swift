// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import Glibc
import StorageSQLite
import SyncService

/// Looks at everything that a server's promises rest on.
struct Examination {
    let data: DataFolder
    let now: Instant
    private(set) var findings: [Finding] = []

    init(data: DataFolder, now: Instant) { (self.data, self.now) = (data, now) }

    private static let backupHoursMax: Int64 = 48
    private static let silentDaysMax: Int64 = 30
    private static let freeBytesMin = 512 << 20

    mutating func run() async throws {
        try data.finishLeft()
        if SQLiteStorage.isLost(in: data.path) {
            return add("database", .wrong, Failure.lostDatabase(in: data.path).message)
        }
        guard SQLiteStorage.exists(in: data.path) else {
            return add(
                "database",
                .wrong,
                "there is none in \(data.path)",
                "keeplocald init, or keeplocald restore --from BACKUP"
            )
        }
        if let caution = SQLiteLibrary.caution {
            add("sqlite", .careful, SQLiteLibrary.version, caution)
        } else {
            add("sqlite", .fine, SQLiteLibrary.version)
        }
        checkModes()
        checkSpace()
        try await checkSetAside()
        guard !data.isBusy else {
            return add(
                "database",
                .careful,
                "a server has it open",
                "stop it to have the database itself looked at"
            )
        }
        do {
            // It opens only with the settings that keep what was acknowledged.
            let storage = try data.open()
            add("settings", .fine, "as they must be: synchronous, foreign keys, journal")
            try await look(into: storage)
        } catch let failure as Failure where failure.code == 5 {
            // Somebody else's, or a newer program's: the message says what to do.
            add("database", .wrong, failure.message)
        } catch let failure as Failure {
            add("database", .wrong, failure.message, "keeplocald restore --replace --from BACKUP")
        }
    }

    private mutating func add(
        _ check: String,
        _ state: Finding.State,
        _ found: String,
        _ remedy: String? = nil
    ) {
        findings.append(Finding(check: check, state: state, found: found, remedy: remedy))
    }

    private mutating func checkModes() {
        var open: [String] = []
        for (path, mask) in [(data.path, 0o077), (data.path + "/\(SQLiteStorage.fileName)", 0o077)]
        {
            let attributes = try? FileManager.default.attributesOfItem(atPath: path)
            let mode = (attributes?[.posixPermissions] as? NSNumber)?.intValue ?? 0
            if mode & mask != 0 { open.append(path) }
        }
        guard let first = open.first else {
            return add("files", .fine, "only their owner can read them")
        }
        add("files", .wrong, "others can read \(first)", "chmod -R go= \(data.path)")
    }

    private mutating func checkSpace() {
        let attributes = try? FileManager.default.attributesOfFileSystem(forPath: data.path)
        let free = (attributes?[.systemFreeSize] as? NSNumber)?.intValue ?? 0
        let size = (try? Files.size(data.path + "/\(SQLiteStorage.fileName)")) ?? 0
        let words = "\(free >> 20) MiB free, the database has \(size >> 20) MiB"
        if free < Self.freeBytesMin {
            add("disk", .wrong, words, "make room: a full disk stores nothing")
        } else {
            add("disk", .fine, words)
        }
    }

    private mutating func checkSetAside() async throws {
        let found: [SetAsideReport]
        do {
            found = try await SetAsideReport.all(in: data, now: now)
        } catch let failure as Failure {
            return add("set aside", .wrong, failure.message)
        }
        guard let oldest = found.first else {
            return add("set aside", .fine, "no former database stands beside this one")
        }
        let destroy = "keeplocald set-aside --data \(data.path) --destroy"
        for report in found {
            guard let words = report.words else { continue }
            guard !report.isInUse else {
                add("set aside", .careful, "\(report.name): \(words)", "look again in a minute")
                continue
            }
            add("set aside", .wrong, "\(report.name): \(words)", "\(destroy) \(report.name)")
        }
        let others = found.count == 1 ? "" : ", and \(found.count - 1) newer"
        add(
            "set aside",
            .careful,
            "a former database, \(oldest.days) days old: \(oldest.name)\(others)",
            "when nothing of it is needed any more: \(destroy) \(oldest.name)"
        )
    }

    private mutating func look(into storage: SQLiteStorage) async throws {
        let (forms, files) = (FormShelf(), try BlobFiles(directory: data.path))
        let (found, backup, failure, devices) = try await storage.read { reader in
            (
                Verifying(reader: reader, forms: forms, files: files) {
                    Terminal.progress("verified \($0) changes ...")
                }.run(),
                try reader.lastBackup(), try reader.backupFailure(), try reader.devices()
            )
        }
        Terminal.progress("")
        if found.isSound {
            add("integrity", .fine, "\(found.changes) changes, \(found.records) records, all whole")
        } else {
            add(
                "integrity",
                .wrong,
                ([found.words] + (found.differing > 1 ? found.differenceLines : []))
                    .joined(separator: "\n" + String(repeating: " ", count: 21)),
                found.differing == 0
                    ? "keep a copy of \(data.path), then keeplocald restore --replace --from BACKUP"
                    : found.directoryRemedy(data.path)
            )
        }
        if found.filesMissing.isEmpty {
            add("evidence", .fine, found.filesWords)
        } else {
            add("evidence", .wrong, found.filesWords, found.filesRemedy(in: data.path))
        }
        check(backup, failure)
        check(devices)
    }

    private mutating func check(_ backup: Backup?, _ failure: String?) {
        let remedy = "keeplocald backup --data \(data.path) --to FOLDER, every day"
        if let failure { add("backup", .wrong, "the last one failed: \(failure)", remedy) }
        guard let backup else { return add("backup", .wrong, "there was never one", remedy) }
        let hours = (now.milliseconds - backup.made.milliseconds) / 3_600_000
        let words = "\(backup.file), \(hours) hours old, verified"
        if hours > Self.backupHoursMax {
            add("backup", .wrong, words, remedy)
        } else {
            add("backup", .fine, words)
        }
    }

    private mutating func check(_ devices: [StoredDevice]) {
        let limit = now.milliseconds - Self.silentDaysMax * 86_400_000
        let silent = devices.filter { device in
            device.revoked == nil && (device.lastSync ?? device.enrolled).milliseconds < limit
        }
        guard !silent.isEmpty else {
            return add("devices", .fine, "\(devices.count), all heard of within a month")
        }
        let names = silent.prefix(5).map(\.name).joined(separator: ", ")
        add(
            "devices",
            .careful,
            "\(silent.count) not heard of for a month: \(names)",
            "their work may stand nowhere else: ask their people to sync, or revoke them"
        )
    }
}
