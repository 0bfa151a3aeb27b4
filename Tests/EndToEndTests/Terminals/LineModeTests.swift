// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@Suite("The questions line by line in a real terminal", .timeLimit(.minutes(5)))
struct LineModeTests {
    private let contact: ContactScreen
    private var device: Device { contact.device }
    private var screen: Tmux { contact.screen }

    init() async throws { contact = try await ContactScreen() }

    private func onlyRecord() async throws -> Document {
        let id = try #require(try await device.json("list")[0]["record"].text)
        return try await device.json("show", id)["fields"]
    }

    /// Passes what needs no answer, to the end, and saves.
    private func finish(from question: String) async throws {
        try await screen.shows(question)
        try await screen.type(":go note")
        try await screen.press("Enter")
        try await screen.shows("Notes")
        try await screen.press("Enter")
        try await screen.shows("Photograph")
        try await screen.press("Enter")
        try await screen.shows("Enter saves them")
        try await screen.press("Enter")
        try await screen.shows("Saved on this device")
    }

    @Test("killed at every question in turn, it goes on there and has lost no answer")
    func killedEverywhere() async throws {
        let questions = [
            ("Participant", "P-é日"), ("Date", "yesterday"), ("How", "visit"), ("Minutes", "45"),
            ("What it was about", "money"), ("Referred on", "no"), ("Place", ""),
            ("safeguarding", "no"), ("Notes", "a note"), ("Photograph", ""),
        ]
        for (index, (question, answer)) in questions.enumerated() {
            try await contact.ask()
            let picture = try await screen.shows(question)
            #expect(picture.contains("Going on with") == (index > 0), "\(picture)")
            try await screen.type(answer)
            try await screen.press("Enter")
            // The next question shows only when the answer is on the disk.
            let next = index + 1 < questions.count ? questions[index + 1].0 : "Enter saves them"
            try await screen.shows(next)
            try await screen.crash()
        }
        try await contact.ask()
        try await screen.shows("Enter saves them")
        try await screen.press("Enter")
        try await screen.shows("Saved on this device")
        let saved = try await onlyRecord()
        #expect(saved["participant"].text == "P-é日" && saved["minutes"].integer == 45)
        #expect(saved["note"].text == "a note")
    }

    @Test("a line is mended with the arrow keys, also around wide letters, accents and emoji")
    func editing() async throws {
        try await contact.ask()
        try await screen.shows("Participant")
        // A letter with its accent and a family are one character each.
        try await screen.type("P-日本e\u{301}👩‍👩‍👧9")
        try await screen.press("Left", "BSpace", "BSpace", "Home", "Delete", "End")
        try await screen.type("Z")
        try await screen.press("Enter")
        try await screen.shows("Date")
        try await screen.press("Up")
        try await screen.shows(": -日本9Z")
        try await screen.press("C-u", "Enter")
        try await screen.shows("How")
        try await screen.type("phone")
        try await screen.press("Enter")
        try await finish(from: "Minutes")
        #expect(try await onlyRecord()["participant"].text == "-日本9Z")
    }

    @Test("many lines that are pasted are one answer, or none where a text is not asked for")
    func pasted() async throws {
        try await contact.ask()
        try await screen.shows("Participant")
        try await screen.paste("P-1\n2025-07-05\nvisit\n")
        try await screen.shows("Taken as one answer of 3 lines.")
        try await screen.shows("Date")
        try await screen.paste("2025-07-05\nvisit\n")
        try await screen.shows("Several lines came at once, so none was taken.")
        try await screen.press("Enter")
        try await screen.shows("How")
        try await screen.type("phone")
        try await screen.press("Enter")
        try await finish(from: "Minutes")
        #expect(try await onlyRecord()["participant"].text == "P-1\n2025-07-05\nvisit")
    }

    @Test("Ctrl-C and Ctrl-D leave with the answers kept; who answered nothing leaves no draft")
    func leaving() async throws {
        try await contact.ask()
        try await screen.shows("Participant")
        try await screen.press("C-d")
        try await screen.shows("Nothing was answered, so nothing is kept.")
        #expect(try await device.json("drafts").list.isEmpty)
        try await contact.ask()
        try await screen.shows("Participant")
        try await screen.type("P-1")
        try await screen.press("Enter")
        try await screen.shows("Date")
        try await screen.press("C-c")
        try await screen.shows("Your answers are kept")
        #expect(try await device.json("drafts").list.count == 1)
    }

    @Test("a needed answer and several choices are said in words")
    func said() async throws {
        try await contact.ask()
        try await screen.shows("Participant (needed)")
        for (typed, next) in [("P-1", "Date"), ("", "How (needed)"), ("1", "Minutes")] {
            if !typed.isEmpty { try await screen.type(typed) }
            try await screen.press("Enter")
            try await screen.shows(next)
        }
        try await screen.type("45")
        try await screen.press("Enter")
        try await screen.shows("as many as are right, such as 1,2")
    }

    @Test("no line is broken within a word at 80 columns")
    func words() async throws {
        try await contact.ask()
        let greeting = try await screen.shows("Participant")
        #expect(greeting.contains("! shows what is\nmissing. Commands begin"))
        try await screen.type(":help")
        try await screen.press("Enter")
        let help = try await screen.shows("after a backslash: \\?")
        #expect(help.contains("An answer that looks like one of these\n"), "\(help)")
    }

    @Test("a terminal that can do nothing is asked in plain lines")
    func plain() async throws {
        let dumb = ["TERM=dumb"]
        try await screen.run([ContactScreen.keeplocal], home: device.home, dumb)
        try await screen.shows("keeplocal new FORM")
        try await contact.ask(dumb)
        try await screen.shows("Participant")
        try await screen.type("P-1")
        try await screen.press("Enter")
        try await screen.shows("Date")
        #expect(try await !screen.dressedPicture.contains("\u{1B}["))
    }
}
