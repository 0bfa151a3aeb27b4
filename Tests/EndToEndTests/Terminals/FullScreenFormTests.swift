// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@Suite("A form on the full screen in a real terminal", .timeLimit(.minutes(5)))
struct FullScreenFormTests {
    private let keeplocal = ContactScreen.keeplocal
    private let contact: ContactScreen
    private var device: Device { contact.device }
    private var screen: Tmux { contact.screen }

    init() async throws { contact = try await ContactScreen() }

    @Test("killed at every question in turn, it opens there and has lost no answer")
    func killedEverywhere() async throws {
        let questions = [
            ("Participant *", "P-é日"), ("Date *", "2025-07-05"), ("How *", "phone"),
            ("Minutes", "45"), ("What it was about", "money"), ("Referred on", "no"),
            ("Place", "53.8,-1.75"), ("safeguarding", "no"), ("Notes", "a note"),
        ]
        for (index, (question, answer)) in questions.enumerated() {
            try await contact.open(goingOn: index > 0)
            try await screen.shows(question)
            try await screen.press("C-u")
            try await screen.type(answer)
            try await screen.press("Enter")
            try await screen.shows(index + 1 < questions.count ? questions[index + 1].0 : "Photo")
            try await screen.crash()
        }
        try await contact.open(goingOn: true)
        try await screen.shows("Photo")
        try await screen.press("Enter")
        try await screen.shows("Everything is answered")
        try await screen.press("Enter")
        try await screen.shows("Saved on this device")
        let id = try #require(try await device.json("list")[0]["record"].text)
        let fields = try await device.json("show", id)["fields"]
        #expect(fields["participant"].text == "P-é日" && fields["minutes"].integer == 45)
        #expect(fields["kind"].text == "phone" && fields["note"].text == "a note")
    }

    @Test("a form whose draft was thrown away elsewhere is closed with a sentence")
    func thrownAway() async throws {
        try await contact.open()
        try await screen.shows("Participant *")
        try await screen.type("P-1")
        try await screen.press("Enter")
        try await screen.shows("Date *")
        try await device.run("new", "contact", "--discard")
        try await screen.press("C-u")
        try await screen.type("2025-07-05")
        try await screen.press("Enter")
        try await screen.shows("Nothing more of them is kept here")
        try await screen.shows("New record")
        #expect(try await device.json("drafts").list.isEmpty)
    }

    @Test("a person is erased while a form is open: no answer about them is kept")
    func erased() async throws {
        var story = try await Erasable(in: contact.installation, worker: device)
        try await story.record()
        try await contact.open()
        try await screen.shows("Participant *")
        try await story.carol.run(story.command)
        try await device.sync()
        try await screen.type(story.participant)
        try await screen.press("Enter")
        let picture = try await screen.shows("was erased meanwhile")
        #expect(!picture.contains("Participant *"))
        #expect(try await device.json("drafts").list.isEmpty)
    }

    @Test("the foot keeps help and the way out at 80 columns")
    func foot() async throws {
        try await contact.open()
        try await screen.shows("Participant *")
        try await screen.shows("Esc later  F1 help")
    }

    @Test("who only looks at a form leaves no draft")
    func looked() async throws {
        try await contact.open()
        try await screen.shows("Participant *")
        try await screen.press("Tab")
        try await screen.shows("Date *")
        try await screen.press("Escape")
        try await screen.shows("New record")
        #expect(try await device.json("drafts").list.isEmpty)
    }

    @Test("what is typed stays while the window changes its size, also wide letters")
    func resized() async throws {
        try await contact.open()
        try await screen.shows("Participant *")
        try await screen.type("日本 e\u{301} cafe")
        for (rows, columns) in [(6, 30), (50, 160), (24, 80)] {
            try await screen.resize(rows: rows, columns: columns)
            try await screen.shows("日本 e\u{301} cafe")
        }
        try await screen.press("Home", "Delete", "Enter")
        try await screen.shows("Date *")
        try await screen.press("BTab")
        try await screen.shows("本 e\u{301} cafe")
    }

    @Test("a paste of many lines answers one question, and acts on nothing else")
    func pasted() async throws {
        try await contact.open()
        try await screen.shows("Participant *")
        try await screen.paste("P-1\nvisit\n\u{1B}[2Jq\n")
        let picture = try await screen.shows("P-1 visit")
        #expect(picture.contains("Participant *") && picture.contains("KeepLocal · Contact"))
    }

    @Test("what others write moves nothing: it is shown as text")
    func hostile() async throws {
        // Keys that are no text are refused on every way in; what is left turns, hides and heaps.
        let heap = String(repeating: "\u{301}", count: 100)
        let evil = "before\u{202E}\u{2066}\u{200B}a\(heap)\u{E0041}after"
        let answers = ["participant=\(evil)", "kind=phone", "note=\(evil)"]
        try await device.run(["new", "contact"] + answers.flatMap { ["--set", $0] })
        try await screen.run([keeplocal], home: device.home)
        try await screen.shows("New record")
        try await screen.press("r")
        try await screen.shows("1 record")
        try await screen.press("Enter")
        for key in ["h", "Escape", "Escape"] {
            let picture = try await screen.shows("before")
            #expect(picture.hasPrefix(" KeepLocal · ") && picture.contains("after"))
            try await screen.press(key)
        }
    }

    @Test("colour is only seen where it is wanted")
    func colour() async throws {
        for (environment, isColoured) in [(["NO_COLOR=1"], false), ([], true)] {
            try await screen.run([keeplocal], home: device.home, environment)
            try await screen.shows("F1 help")
            let end = ContinuousClock.now + .seconds(60)
            var hasColours = false
            // The picture of the run before may still stand there.
            repeat {
                let picture = try await screen.dressedPicture
                hasColours = picture.contains(#/\u{1B}\[[0-9;]*(3[0-7]|38;5;\d+)m/#)
            } while hasColours != isColoured && ContinuousClock.now < end
            #expect(hasColours == isColoured, "\(environment)")
        }
    }
}
