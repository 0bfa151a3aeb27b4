// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FieldModel
import FieldStore
import FieldSync
import Foundation

/// The options of every command that works on a device's home.
struct DeviceOptions: ParsableArguments {
    @Option(help: "The folder that holds this device's work (or set KEEPLOCAL_HOME).")
    var home: String?
    @Flag(help: "Print one JSON document on standard output.")
    var json = false

    var path: String {
        if let home { return home }
        let environment = ProcessInfo.processInfo.environment
        if let home = environment["KEEPLOCAL_HOME"], !home.isEmpty { return home }
        return (environment["HOME"] ?? ".") + "/.keeplocal"
    }

    func store() throws -> FieldStore { try FieldStore(home: Home(path: path)) }

    /// Prints the JSON for scripts, or the lines for people.
    func show(_ json: @autoclosure () throws -> JSON, or lines: () throws -> Void) throws {
        if self.json { try Terminal.json(json()) } else { try lines() }
    }

    func server(_ store: FieldStore) throws -> Server {
        try Server(of: store.read { try $0.identity() })
    }
}

/// For commands that write.
struct RehearsalOptions: ParsableArguments {
    @Flag(help: "Show what would be done, and do nothing.")
    var dryRun = false

    func note() { if dryRun { Terminal.note("This was a rehearsal: nothing was saved.") } }
}
