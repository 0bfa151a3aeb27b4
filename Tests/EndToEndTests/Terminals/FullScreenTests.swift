// SPDX-License-Identifier: Apache-2.0

import Foundation
import GRDB
import Testing

@Suite("The full screen in a real terminal", .timeLimit(.minutes(15)))
struct FullScreenTests {
    private let keeplocal = Running.path(of: "keeplocal")

    @Test("a conflict is seen side by side, and settled with a reason")
    func conflict() async throws {
        let installation = try await Installation()
        let amina = try await installation.join("Amina", "coordinator")
        let ben = try await installation.join("Ben", "coordinator")
        try await amina.run("sync")
        try await amina.run(
            "new",
            "contact",
            "--set",
            "participant=P-1",
            "--set",
            "date=2025-07-05",
            "--set",
            "kind=visit",
            "--set",
            "minutes=10"
        )
        try await amina.run("sync")
        try await ben.run("sync")
        let id = try #require(try await ben.run("list", "--json").json()[0]["record"].text)
        try await amina.run("edit", id, "--set", "minutes=50")
        try await ben.run("edit", id, "--set", "minutes=70")
        try await amina.run("sync")
        let screen = try await Tmux(installation.folder)
        try await screen.openConflict("Minutes", home: ben.home)
        let picture = try await screen.shows("Mine (Ben)")
        #expect(picture.contains("It was") && picture.contains("› Amina"))
        #expect(picture.contains("Nothing speaks for either"))
        try await screen.press("Right", "Enter")
        try await screen.shows("Why?")
        try await screen.type("asked her")
        try await screen.press("Enter")
        try await screen.shows("Settled on this device")
        let shown = try await ben.run("show", id, "--json").json()
        #expect(shown["conflicts"].list.isEmpty)
        #expect(shown["fields"]["minutes"].integer == 70)
        // The decision travels back, and is read without a network.
        try await ben.run("sync")
        try await amina.run("sync")
        try await screen.run([keeplocal], home: amina.home)
        try await screen.shows("New record")
        try await screen.press("m")
        let told = try await screen.shows("your 50 became 70")
        #expect(told.contains("Decided by Ben") && told.contains("because: asked her"))
        let message = try await amina.json("messages")[0]
        #expect(message["state"].text == "reviewed" && message["record"].text == id)
        let history = try await amina.run("history", id).output
        #expect(history.contains("Ben, device ") && history.contains("because: asked her"))
    }

    @Test("a record is filled in by keys; killed in the middle, its answers are there again")
    func fillAndCrash() async throws {
        let installation = try await Installation()
        let amina = try await installation.join("Amina", "worker")
        try await amina.run("sync")
        let screen = try await Tmux(installation.folder)
        try await screen.run([keeplocal], home: amina.home)
        try await screen.shows("everything is sent")
        try await screen.press("n")
        try await screen.shows("› Contact")
        try await screen.press("Enter")
        try await screen.shows("Participant *")
        try await screen.type("P-é日")
        try await screen.press("Enter")
        try await screen.shows("Date *")
        try await screen.crash()
        try await screen.run([keeplocal], home: amina.home)
        try await screen.shows("Begun and not finished: Contact")
        try await screen.press("n")
        try await screen.shows("begun already")
        try await screen.press("Enter")
        try await screen.shows("› Go on with Contact")
        try await screen.press("Enter")
        try await screen.shows("Date *")
        try await screen.press("C-u")
        try await screen.type("yesterday")
        try await screen.press("Enter")
        try await screen.shows("How")
        try await screen.press("F9")
        let end = try await screen.shows("P-é日")
        #expect(!end.contains("Home visit"))
        try await screen.press("Enter")
        let picture = try await screen.shows("How is needed")
        #expect(picture.contains("KeepLocal · Contact"))
    }

    @Test("a record opens in the words it was written with, and n takes those of a newer version")
    func versions() async throws {
        let town = try await Installation()
        let (amina, office) = (try await town.join("amina", "worker"), town.admin)
        for (number, form) in FormLifeStoryTests.versions.enumerated() {
            let file = try town.folder.write(form, to: "form-\(number).md")
            try await office.sync()
            try await office.run("form", "import", file, "--yes")
            try await amina.sync()
            if number == 0 { try await amina.run("new", "house_call", "--set", "who=P-1") }
            try await amina.sync()
        }
        try await office.run("form", "close", "house_call", "--reason", "the scheme is over")
        try await amina.sync()
        let screen = try await Tmux(town.folder)
        try await screen.run([keeplocal], home: amina.home)
        try await screen.shows("everything is sent")
        try await screen.press("r")
        try await screen.shows("P-1")
        try await screen.press("Enter")
        try await screen.shows("with version 2")
        try await screen.press("e")
        let told = try await screen.shows("besides: 'Mood?'.")
        #expect(told.contains("Who?") && told.contains("Version 2 of the form has come"))
        try await screen.press("Enter")
        try await screen.shows("How long?")
        try await screen.press("Escape")
        try await screen.shows("with version 2")
        try await screen.press("n")
        try await screen.shows("Who?")
        try await screen.press("Tab")
        try await screen.shows("For how many minutes?")
        try await screen.press("Escape")
        try await screen.shows("with version 2")
        try await screen.press("h")
        try await screen.shows("Who?: P-1")
        try await screen.press("Escape", "Escape", "Escape")
        try await screen.shows("New record")
        try await screen.press("n")
        try await screen.shows("closed 20")
        let list = try await screen.picture.split(separator: "\n").filter { $0.contains("  ") }
        let rows = list.firstIndex { $0.contains("House call") } ?? 0
        let first = list.firstIndex { $0.contains("›") } ?? 0
        for _ in first..<rows { try await screen.press("Down") }
        try await screen.shows("› House call")
        try await screen.press("Enter")
        let refusal = try await screen.shows("No new record of it can be begun")
        #expect(refusal.contains("by Administrator: the scheme is"))
    }

    @Test("it fits into small windows and large ones, and comes back after Ctrl-Z")
    func sizes() async throws {
        let installation = try await Installation()
        let amina = try await installation.join("Amina", "worker")
        let screen = try await Tmux(installation.folder)
        try await screen.run([keeplocal], home: amina.home, ["NO_COLOR=1"])
        try await screen.shows("New record")
        for (rows, columns) in [(5, 20), (60, 200), (24, 80)] {
            try await screen.resize(rows: rows, columns: columns)
            try await screen.shows("New record")
        }
        try await screen.run(["bash", "--norc", "-i"], home: amina.home)
        try await screen.type(keeplocal)
        try await screen.press("Enter")
        try await screen.shows("New record")
        try await screen.press("C-z")
        try await screen.shows("Stopped")
        try await screen.type("fg")
        try await screen.press("Enter")
        try await screen.shows("F1 help")
        try await screen.press("F1")
        try await screen.shows("Everywhere")
    }

    @Test("keys go on in the list while another program has the store for itself")
    func busy() async throws {
        let installation = try await Installation()
        let amina = try await installation.join("Amina", "worker")
        try await amina.run("sync")
        let rows = (10...28).map { day in
            #"{"participant":"P-1","date":"2025-07-\#(day)","kind":"visit","minutes":40}"#
        }
        let file = try installation.folder.write(rows.joined(separator: "\n"), to: "rows.ndjson")
        try await amina.run("import", "contact", file)
        let screen = try await Tmux(installation.folder)
        try await screen.run([keeplocal], home: amina.home)
        try await screen.shows("New record")
        try await screen.press("Down", "Enter")
        let first = try #require(marked(try await screen.shows("2025-07-28")))
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        let path = amina.home + "/keeplocal.sqlite"
        let other = try DatabaseQueue(path: path, configuration: configuration)
        try await other.writeWithoutTransaction { db in
            try db.execute(sql: "PRAGMA busy_timeout = 10000; BEGIN EXCLUSIVE")
        }
        try await screen.press("Down")
        var picture = ""
        repeat { picture = try await screen.picture } while marked(picture) == first
        #expect(marked(picture)?.contains("2025-07-") == true, "\(picture)")
        #expect(!picture.contains("keeplocal is writing"), "\(picture)")
        // What is searched for is found as well, and the list comes back whole.
        try await screen.type("12")
        picture = try await screen.shows("·  1 record")
        #expect(picture.contains("2025-07-12") && !picture.contains("2025-07-13"), "\(picture)")
        try await screen.press("Escape")
        picture = try await screen.shows("19 records")
        #expect(picture.contains("2025-07-28"), "\(picture)")
        try await other.writeWithoutTransaction { try $0.execute(sql: "ROLLBACK") }
    }

    private func marked(_ picture: String) -> String? {
        picture.split(separator: "\n").first { $0.contains("›") }.map(String.init)
    }

    @Test("without a terminal it names the plain commands and leaves with the code for usage")
    func plain() async throws {
        let folder = try Folder()
        let outcome = try await Running([keeplocal], in: folder).finish(within: 60)
        #expect(outcome.exit == 2)
        #expect(outcome.errors.contains("keeplocal new FORM"))
    }
}
