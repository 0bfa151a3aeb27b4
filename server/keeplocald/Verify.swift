// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FieldModel
import StorageSQLite
import SyncService

struct Verify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Check every log's chain, make the records anew from it, and compare.",
        discussion: """
            Compares roles, people, devices, organisations, councils, forms, erasures and the
            answers to devices with the acts in the logs as well, and names what differs.
            Reads the evidence files: each is there and whole, awaited from its device, or
            missing. The server must be stopped. Exit code 1 when anything differs or is
            missing.
            """
    )

    @OptionGroup var data: DataFolder
    @Flag(help: "Print one JSON document: councils, changes, chain, projection, differences, ...")
    var json = false

    func run() async throws {
        let storage = try data.open()
        let files = try BlobFiles(directory: data.path)
        let result = try await storage.read { reader in
            Verifying(reader: reader, forms: FormShelf(), files: files) {
                Terminal.progress("verified \($0) changes ...")
            }.run()
        }
        Terminal.progress("")
        if json {
            try Terminal.json(result)
        } else {
            Terminal.line(
                "\(result.councils) councils, \(result.changes) changes, \(result.records) records"
            )
            Terminal.line("chain       \(result.chain)")
            Terminal.line("projection  \(result.projection)")
            for line in result.differenceLines { Terminal.line("            \(line)") }
            Terminal.line("files       \(result.filesWords)")
        }
        guard !result.owesErasures else {
            throw Failure(
                "What was erased after this backup was made is still in this copy. Start the"
                    + " server: keeplocald serve erases it again before it answers anybody. Then"
                    + " verify."
            )
        }
        guard result.isSound else {
            throw Failure(
                result.differing == 0
                    ? "What is stored is not what was logged. Stop using this copy, keep it, and"
                        + " restore a backup."
                    : "What is stored is not what was logged. \(result.directoryRemedy(data.path))"
            )
        }
        guard result.filesMissing.isEmpty else {
            throw Failure(result.filesRemedy(in: data.path))
        }
    }
}

extension Verification {
    private static let linesMax = 20

    /// Where roles, people, devices or answers are not what the log says; one a line.
    var differenceLines: [String] {
        let lines = differences.prefix(Self.linesMax).map { "\($0.table): \($0.found)" }
        let more = differing - lines.count
        return more > 0 ? lines + ["and \(more) more; --json has the first 100"] : lines
    }

    /// What to do where somebody may do what the log does not give them.
    func directoryRemedy(_ data: String) -> String {
        "Something other than keeplocald wrote to the database, or its disk is failing. Stop using"
            + " this copy, keep it, and restore the newest verified backup: keeplocald restore"
            + " --data \(data) --replace --from BACKUP. Devices send again what came after it;"
            + " roles, people and devices that were added or taken away since must be so again."
    }

    var filesWords: String {
        let awaited =
            filesAwaited == 0
            ? "" : ", \(filesAwaited) awaited: the devices that hold them send them at a sync"
        return "\(files) whole\(awaited)"
            + (filesMissing.isEmpty ? "" : ", \(filesMissing.count) MISSING OR DAMAGED")
    }

    /// Which evidence files are not there, and how they come back.
    func filesRemedy(in data: String) -> String {
        let names = filesMissing.prefix(10).map(\.description)
        let more = filesMissing.count > names.count ? "\n  and more; --json names all" : ""
        return """
            \(filesMissing.count) evidence files are missing or damaged. The records are whole.\
             Copy each from the folder of a backup, BACKUPS/blobs/AA/HASH, to the same place under\
             \(data)/blobs, where AA is how HASH begins, and run this again:
              \(names.joined(separator: "\n  "))\(more)
            """
    }
}
