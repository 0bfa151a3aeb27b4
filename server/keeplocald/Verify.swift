// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FieldModel
import StorageSQLite
import SyncService

struct Verify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Check every log's chain, make the records anew from it, and compare.",
        discussion: """
            Reads the evidence files as well: each is there and whole, awaited from its
            device, or missing. The server must be stopped. Exit code 1 when anything
            differs or is missing.
            """
    )

    @OptionGroup var data: DataFolder
    @Flag(help: "Print one JSON document: councils, changes, records, chain, files, ...")
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
                "What is stored is not what was logged. Stop using this copy, keep it, and restore"
                    + " a backup."
            )
        }
        guard result.filesMissing.isEmpty else {
            throw Failure(result.filesRemedy(in: data.path))
        }
    }
}

extension Verification {
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
