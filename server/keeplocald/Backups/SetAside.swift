// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FieldModel
import Foundation
import StorageSQLite
import SyncService

struct SetAside: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "set-aside",
        abstract: "List the databases that restores set aside, or destroy them.",
        discussion: """
            What is erased is erased in them as well, as far as they can be read. Destroy
            each when nothing of it is needed any more: it is overwritten, and removed. The
            server may run meanwhile.
            """
    )

    @OptionGroup var data: DataFolder
    @Option(
        help: ArgumentHelp("Destroy this one; may be given again.", valueName: "set-aside-TIME")
    )
    var destroy: [String] = []
    @Option(help: "Destroy all that are older than this many days.") var destroyOlderThan: Int?
    @Flag(
        help: ArgumentHelp(
            "Print one JSON document: a list of {\"folder\", \"at\", \"bytes\", \"left\", \"why\","
                + " \"isInUse\"}."
        )
    )
    var json = false

    func validate() throws {
        if let destroyOlderThan, destroyOlderThan < 0 {
            throw ValidationError("--destroy-older-than is at least 0.")
        }
    }

    func run() async throws {
        let copies = SetAsideCopy.all(in: data.path)
        for name in destroy where !copies.contains(where: { $0.name == name }) {
            throw Failure("There is no \(name) in \(data.path). Nothing was destroyed.")
        }
        let now = ServerClock.now()
        for copy in copies where destroy.contains(copy.name) || isOld(copy, now) {
            try destroy(copy)
            if !json { Terminal.line("Destroyed \(copy.folder)") }
        }
        let found = try await SetAsideReport.all(in: data, now: now)
        guard !json else { return try Terminal.json(found) }
        if found.isEmpty { Terminal.line("Nothing is set aside in \(data.path).") }
        for report in found {
            Terminal.line("\(report.name)  \(report.days) days old, \(report.bytes >> 20) MiB")
            if let words = report.words { Terminal.line("  \(words)") }
        }
    }

    private func isOld(_ copy: SetAsideCopy, _ now: Instant) -> Bool {
        guard let destroyOlderThan else { return false }
        return copy.at.adding(seconds: Int64(destroyOlderThan) * 86_400) < now
    }

    private func destroy(_ copy: SetAsideCopy) throws {
        do {
            try copy.destroy()
        } catch StorageFailure.busy {
            throw Failure("Something is being erased in \(copy.folder). Try again in a minute.")
        } catch {
            throw Failure(
                "\(copy.folder) is not destroyed, or not all of it: \(SetAsideCopy.words(error))."
                    + " Look at the disk, and try again."
            )
        }
    }
}

/// A database that was set aside, and whether what was erased since can be read in it.
struct SetAsideReport: Codable {
    let folder: String
    let at: Instant
    let days: Int
    let bytes: Int
    /// Erasures after which something may be left in it.
    let left: [ErasureID]
    /// Why it cannot be read; nil for one that can.
    let why: String?
    /// True while a program has it open, such as the server that erases in it.
    let isInUse: Bool

    var name: String { (folder as NSString).lastPathComponent }

    var words: String? {
        guard !isInUse else { return "something is done in it now, such as an erasure" }
        guard !left.isEmpty || why != nil else { return nil }
        let cause =
            why.map { "it cannot be read (\($0))" } ?? "the server does it at its next start"
        guard !left.isEmpty else { return "nothing can be erased in it: \(cause)" }
        let named = left.count == 1 ? "an erasure names" : "\(left.count) erasures name"
        return "what \(named) may still be read there: \(cause)"
    }

    static func all(in data: DataFolder, now: Instant) async throws -> [SetAsideReport] {
        let copies = SetAsideCopy.all(in: data.path)
        guard !copies.isEmpty else { return [] }
        let ledger = data.path + "/" + ErasureLedger.name
        let erasures: [Erasure]
        do {
            erasures = try ErasureLedger.erasures(in: ledger)
        } catch {
            throw Failure("\(ledger) cannot be read. Look at the disk: keeplocald doctor")
        }
        var found: [SetAsideReport] = []
        for copy in copies { found.append(await Self(copy, erasures, now: now)) }
        return found
    }

    private init(_ copy: SetAsideCopy, _ erasures: [Erasure], now: Instant) async {
        (folder, at, bytes) = (copy.folder, copy.at, copy.bytes)
        days = Int((now.milliseconds - copy.at.milliseconds) / 86_400_000)
        do {
            left = try await copy.lacking(erasures).sorted()
            (why, isInUse) = (nil, false)
        } catch {
            left = copy.suspect(erasures).sorted()
            why = SetAsideCopy.words(error)
            isInUse = if case StorageFailure.busy = error { true } else { false }
        }
    }
}
