// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FieldForms
import FieldModel
import Foundation
import Schema
import StorageSQLite
import SyncService

struct Init: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Make a new database, load a pack, and print the administrator's one-time code.",
        discussion: "On a database that exists, makes a new code for its first administrator."
    )

    @OptionGroup var data: DataFolder
    @Option(help: "The pack of councils and forms to load.") var pack = "keep-it-local"
    @Flag(help: "Print one JSON document: {\"code\", \"expires\", \"created\"}.") var json = false

    func run() async throws {
        guard let files = Schema.packFiles(pack) else {
            throw Failure(
                "There is no pack '\(pack)'. This program carries: keep-it-local",
                code: 2
            )
        }
        let pack = try Pack(files: files)
        let storage = try data.open(created: true)
        var random = SystemRandomNumberGenerator()
        let (now, epoch) = (ServerClock.now(), UInt64.random(in: .min ... .max, using: &random))
        let (code, isNew) = try await storage.write { writer in
            guard try writer.setting("epoch") == nil else {
                return (try writer.recoverAdministrator(now: now), false)
            }
            return (try writer.install(pack, epoch: String(epoch, radix: 36), now: now), true)
        }
        if json {
            try Terminal.json(
                JSON.object([
                    "code": .string(code.code), "expires": .string(code.expires.description),
                    "created": .boolean(isNew),
                ])
            )
            return
        }
        if isNew {
            Terminal.line(
                "Made a database in \(data.path): \(pack.councils.count) councils,"
                    + " \(pack.forms.count) forms."
            )
        } else {
            Terminal.line("The database in \(data.path) exists already; nothing in it was changed.")
        }
        Terminal.line(
            "The administrator's one-time code, good for ten minutes:\n\n    \(code.code)\n"
        )
        Terminal.line("Next: keeplocald serve --data \(data.path)")
    }
}
