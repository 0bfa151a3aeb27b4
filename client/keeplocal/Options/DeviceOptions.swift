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

    /// The store of a home that was enrolled; only `enrol` makes one.
    ///
    /// - Throws: `Problem` `device.not_enrolled` with the folder that was looked into.
    func store() throws -> FieldStore {
        let home = Home(path: path)
        let files = FileManager.default
        let isThere = files.fileExists(atPath: home.database)
        // A folder with something else in it, or a closed one, is the store's to speak of.
        let isOthers =
            files.fileExists(atPath: path)
            && (try? files.contentsOfDirectory(atPath: path))?.isEmpty != true
        guard isThere || isOthers else { throw notEnrolled }
        let store = try FieldStore(home: home)
        guard try store.read({ try $0.hasIdentity() }) else { throw notEnrolled }
        return store
    }

    private var notEnrolled: Problem {
        Problem(
            .notEnrolled,
            "No device is enrolled in \(path). If your work is in another folder, name it with"
                + " --home. Else ask an administrator for a code, then: keeplocal enrol URL CODE"
        )
    }

    /// Prints the JSON for scripts, or the lines for people.
    ///
    /// Never within a transaction: whoever reads the output may take their time.
    func show(_ json: @autoclosure () throws -> JSON, or lines: () throws -> Void) throws {
        if self.json { try Terminal.json(json()) } else { try lines() }
    }

    /// Reads in one transaction what is to be shown, and prints it when that is over.
    func show(_ store: FieldStore, _ read: (StoreSession) throws -> Page) throws {
        let page = try store.read(read)
        try show(page.json()) { page.lines.forEach { Terminal.line($0) } }
    }

    /// What one command has to say, gathered in a transaction.
    func page(
        _ json: @autoclosure @escaping () -> JSON,
        or lines: () throws -> [String]
    ) rethrows -> Page {
        Page(json: json, lines: self.json ? [] : try lines())
    }

    func server(_ store: FieldStore) throws -> Server {
        try Server(of: store.read { try $0.identity() })
    }
}

/// The JSON for scripts, and the lines for people where those are wanted.
struct Page {
    let json: () -> JSON
    let lines: [String]
}

/// For commands that write.
struct RehearsalOptions: ParsableArguments {
    @Flag(help: "Show what would be done, and do nothing.")
    var dryRun = false

    /// What became of a record that was asked for, question by question.
    var outcome: String { dryRun ? "In order, and could be saved" : "Saved on this device" }

    func note() { if dryRun { Terminal.note("This was a rehearsal: nothing was saved.") } }
}
