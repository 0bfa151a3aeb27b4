// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FieldModel
import Foundation
import Glibc
import StorageSQLite
import SyncService

struct Doctor: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Say what is wrong with a server's files, and what to do about it.",
        discussion: """
            With the server stopped everything is looked at; while it runs, only what lies
            outside the database. Exit code 1 when something is wrong.
            """
    )

    @OptionGroup var data: DataFolder
    @Flag(help: "Print one JSON document: a list of {\"check\", \"state\", \"found\", \"remedy\"}.")
    var json = false

    func run() async throws {
        var examination = Examination(data: data, now: ServerClock.now())
        try await examination.run()
        if json {
            try Terminal.json(examination.findings)
        } else {
            for finding in examination.findings { Terminal.line(finding.line) }
        }
        let wrong = examination.findings.filter { $0.state == .wrong }
        guard wrong.isEmpty else {
            throw Failure(
                wrong.count == 1 ? "One thing is wrong." : "\(wrong.count) things are wrong."
            )
        }
    }
}

/// One thing that was looked at.
struct Finding: Codable {
    enum State: String, Codable { case fine, careful, wrong }

    let check: String
    let state: State
    let found: String
    let remedy: String?

    var line: String {
        let name = check.padding(toLength: 12, withPad: " ", startingAt: 0)
        let mark = state == .fine ? "fine   " : state == .careful ? "careful" : "WRONG  "
        return "\(name)\(mark)  \(found)"
            + (remedy.map { "\n" + "                     -> \($0)" } ?? "")
    }
}
