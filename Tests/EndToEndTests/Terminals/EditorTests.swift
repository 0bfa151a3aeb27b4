// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc
import Testing

@Suite("Notes in one's own editor, and files, in a real terminal", .timeLimit(.minutes(5)))
struct EditorTests {
    private let contact: ContactScreen
    private var installation: Installation { contact.installation }
    private var device: Device { contact.device }
    private var screen: Tmux { contact.screen }

    init() async throws { contact = try await ContactScreen() }

    /// An editor that adds a line, and leaves word of the file's mode.
    private func editor(_ end: String = "exit 0") throws -> String {
        let mode = try installation.folder.path("mode")
        let script = """
            #!/bin/sh
            stat -c %a "$1" >'\(mode)'
            printf 'and more' >>"$1"
            \(end)
            """
        let path = try installation.folder.write(script, to: "editor.sh")
        return "EDITOR=sh \(path)"
    }

    /// Where the program makes files that are only for a while.
    private var scratch: String { get throws { try installation.folder.path("scratch") } }

    private func leftOver() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: scratch)
            .filter { $0.hasPrefix("keeplocal-") }
    }

    private func open(_ editor: String) async throws {
        let scratch = try scratch
        try FileManager.default.createDirectory(
            atPath: scratch,
            withIntermediateDirectories: true
        )
        try await contact.open([editor, "TMPDIR=\(scratch)"])
        try await screen.shows("Participant *")
    }

    /// On to a question that takes any text.
    private func goToNotes() async throws {
        for question in [
            "Date *", "How *", "Minutes", "What it was about", "Referred on", "Place",
            "safeguarding", "Notes",
        ] {
            try await screen.press("Tab")
            try await screen.shows(question)
        }
    }

    @Test("what the editor wrote is the answer, and its file was nobody else's and is gone")
    func written() async throws {
        try await open(editor())
        try await goToNotes()
        try await screen.type("P-1 ")
        try await screen.press("F7")
        try await screen.shows("P-1 and more")
        let mode = try installation.folder.path("mode")
        #expect(try String(contentsOfFile: mode, encoding: .utf8) == "600\n")
        // It is kept at once: nothing that happens next takes it away.
        try await screen.crash()
        try await contact.ask()
        try await screen.shows("Going on with what was begun, ")
        #expect(try leftOver() == [])
    }

    @Test("an editor that fails loses nothing, and the screen comes back")
    func failed() async throws {
        try await open(editor("exit 3"))
        try await goToNotes()
        try await screen.type("P-1")
        try await screen.press("F7")
        try await screen.shows("failed (3)")
        try await screen.type("2")
        try await screen.press("Tab")
        try await screen.shows("Photograph")
        let draft = try #require(try await device.json("drafts")[0]["draft"].text)
        #expect(draft.isEmpty == false)
    }

    // `leave` ends the program while its editor is open.
    private func leftWhileWriting(_ leave: () async throws -> Void) async throws {
        try await open(editor("echo open; exec sleep 600"))
        try await goToNotes()
        try await screen.type("P-1 ")
        try await screen.press("F7")
        try await screen.shows("open")
        #expect(try leftOver().count == 1)
        try await leave()
        let end = ContinuousClock.now + .seconds(60)
        while try leftOver() != [], ContinuousClock.now < end {
            try await Task.sleep(for: .milliseconds(30))
        }
        #expect(try leftOver() == [])
        try await contact.ask()
        try await screen.shows("P-1 and more")
    }

    @Test("the window closed while the editor is open: what it wrote is kept, its file is gone")
    func terminalGone() async throws {
        try await leftWhileWriting { try await screen.run(["true"], home: device.home) }
    }

    @Test("told to end while the editor is open: what it wrote is kept, its file is gone")
    func toldToEnd() async throws {
        try await leftWhileWriting {
            let process = try await screen.process
            kill(process, SIGTERM)
            let end = ContinuousClock.now + .seconds(60)
            while !Self.hasEnded(process), ContinuousClock.now < end {
                try await Task.sleep(for: .milliseconds(30))
            }
            #expect(Self.hasEnded(process))
        }
    }

    /// Also where tmux has not taken note of it yet.
    private static func hasEnded(_ process: pid_t) -> Bool {
        let words = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)
        return words.map { $0.contains(") Z ") } ?? true
    }

    @Test("the line mode writes in the editor as well")
    func lines() async throws {
        try await contact.ask([editor()])
        try await screen.shows("Participant")
        try await screen.type(":e")
        try await screen.press("Enter")
        try await screen.shows("Date")
        #expect(try await device.json("drafts").list.count == 1)
    }

    @Test("a file is attached by its path, which Tab completes; what is no file is told")
    func attached() async throws {
        let file = try installation.folder.write("not a picture", to: "pictures/day-1.jpg")
        let start = String(file.dropLast("ay-1.jpg".count))
        try await open("EDITOR=false")
        try await screen.type("P-1")
        try await screen.press("Enter")
        try await screen.shows("Date *")
        try await screen.press("Enter")
        try await screen.shows("How *")
        try await screen.press("Down", "Enter")
        try await screen.shows("Minutes")
        for question in [
            "What it was about", "Referred on", "Place", "safeguarding", "Notes", "Photograph",
        ] {
            try await screen.press("Tab")
            try await screen.shows(question)
        }
        try await screen.type(start + "x")
        try await screen.press("Enter")
        try await screen.shows("No such file")
        try await screen.press("BSpace", "Tab")
        try await screen.shows("day-1.jpg")
        try await screen.press("Enter")
        try await screen.shows("Attached: a file of 13 bytes")
        try await screen.press("Enter")
        try await screen.shows("Saved on this device")
        let record = try #require(try await device.json("list")[0]["record"].text)
        #expect(try await device.json("evidence", "list", record).list.count == 1)
    }
}
