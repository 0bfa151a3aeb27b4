// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FieldModel
import StorageSQLite
import SyncService

struct Verify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Check every log's chain, make the records anew from it, and compare.",
        discussion: "The server must be stopped. Exit code 1 when anything differs."
    )

    @OptionGroup var data: DataFolder
    @Flag(help: "Print one JSON document: councils, changes, records, chain, projection.")
    var json = false

    func run() async throws {
        let storage = try data.open()
        let result = try await storage.read { reader in
            Verifying(reader: reader, forms: FormShelf()) {
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
        }
        guard result.isSound else {
            throw Failure(
                "What is stored is not what was logged. Stop using this copy, keep it, and restore"
                    + " a backup."
            )
        }
    }
}
