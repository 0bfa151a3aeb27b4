// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import Screens
import Testing

@Suite("What is read and half typed in a form on the full screen")
struct FormTextTests {
    private func filling(
        _ items: [FormItem],
        _ answers: [FieldPath: FieldValue] = [:]
    ) throws -> Filling {
        var form = FormDefinition(
            id: try #require(FormID("walk")),
            version: 1,
            title: "Walk",
            audience: .organisation,
            category: .caseData
        )
        form.items = items
        return Filling(
            try CompiledForm(form),
            answers: answers,
            surroundings: Surroundings(
                today: PlainDate(daysSince1970: 20_000),
                now: Instant(milliseconds: 0)
            )
        )
    }

    private func screen(_ items: [FormItem]) throws -> FormScreen {
        FormScreen(Capture(try filling(items)))
    }

    private func lines(_ screen: FormScreen, rows: Int = 24) -> String {
        Navigator(screen).draw(Size(rows: rows, columns: 80)).lines.joined(separator: "\n")
    }

    private func path(_ text: String) throws -> FieldPath { try #require(FieldPath(text)) }

    private func type(_ text: String, into screen: inout FormScreen) {
        for letter in text { _ = screen.handle(.character(letter)) }
    }

    private static let long = (1...60).map { "Sentence \($0)." }.joined(separator: "\n")

    @Test("a text that is longer than the window is read to its end", arguments: [24, 12])
    func note(rows: Int) throws {
        var screen = try screen([ScreenForm.item(.note, "n") { $0.label = Self.long }])
        #expect(lines(screen, rows: rows).contains("Sentence 1."))
        #expect(lines(screen, rows: rows).contains("part 1 of"))
        var seen: Set<Int> = []
        for _ in 0..<30 {
            let shown = lines(screen, rows: rows)
            seen.formUnion((1...60).filter { shown.contains("Sentence \($0).") })
            _ = screen.handle(.pageDown)
        }
        #expect(seen == Set(1...60))
        #expect(screen.handle(.enter) == [.keepAnswers] && screen.capture.stop == .end)
    }

    @Test("below a long question there is room for its answer, and F3 reads on")
    func question() throws {
        var screen = try screen([
            ScreenForm.item(.acknowledge, "agree") {
                $0.label = Self.long
                $0.guidance = "Read it aloud."
            }
        ])
        #expect(lines(screen).contains("( ) yes") && lines(screen).contains("F3 shows the next"))
        #expect(!lines(screen).contains("Read it aloud."))
        // What explains more is the last part.
        var steps = 0
        while !lines(screen).contains("Read it aloud."), steps < 30 {
            _ = screen.handle(.function(3))
            steps += 1
        }
        #expect(lines(screen).contains("Read it aloud.") && lines(screen).contains("( ) yes"))
    }

    @Test("what is half typed is known, and goes on where it was; given as an answer it is one")
    func halfTyped() throws {
        let items = [ScreenForm.item(.text, "name"), ScreenForm.item(.integer, "age")]
        let name = try path("name")
        var first = try screen(items)
        #expect(first.typing == nil)
        type("Ami", into: &first)
        #expect(first.typing?.text == "Ami" && first.typing?.path == name)
        var again = try screen(items)
        again.resume("Ami", at: name)
        type("na", into: &again)
        _ = again.handle(.enter)
        #expect(again.typing == nil)
        #expect(again.capture.filling.answers[name] == .text("Amina"))
        again.resume("Ami", at: name)
        #expect(again.typing == nil)
    }

    @Test("a moment is shown as the clock on the wall, and who passes it changes nothing")
    func moment() throws {
        let exact = Instant(milliseconds: 1_783_000_012_345)
        let (when, then) = (try path("when"), try path("then"))
        let items = [ScreenForm.item(.dateTime, "when"), ScreenForm.item(.text, "then")]
        var screen = FormScreen(Capture(try filling(items, [when: .instant(exact)]), at: when))
        #expect(lines(screen).contains("> \(exact.onTheWall)"))
        _ = screen.handle(.enter)
        #expect(screen.capture.stop == .question(then))
        #expect(screen.capture.filling.answers[when] == .instant(exact))
    }

    @Test("on a page one goes on at the question where one was")
    func page() throws {
        let page = ScreenForm.item(.group, "page") {
            $0.appearance = "field-list"
            $0.items = [
                ScreenForm.item(.text, "a"), ScreenForm.item(.text, "b"),
                ScreenForm.item(.text, "c"),
            ]
        }
        let capture = Capture(try filling([page]), at: try path("page/b"))
        let screen = FormScreen(capture, at: try path("page/b"))
        #expect(try screen.question == path("page/b"))
        #expect(lines(screen).contains("› Label of b"))
    }

    @Test("on a page one goes back question by question, and from any of them to the end")
    func backOnPage() throws {
        let page = ScreenForm.item(.group, "page") {
            $0.appearance = "field-list"
            $0.items = [
                ScreenForm.item(.text, "a"), ScreenForm.item(.text, "b"),
                ScreenForm.item(.text, "c"),
            ]
        }
        var screen = try screen([page, ScreenForm.item(.text, "last")])
        for key in [KeyPress.tab, .tab] { _ = screen.handle(key) }
        #expect(try screen.question == path("page/c"))
        _ = screen.handle(.backTab)
        #expect(try screen.question == path("page/b"))
        type("kept", into: &screen)
        _ = screen.handle(.up)
        #expect(try screen.question == path("page/a"))
        #expect(try screen.capture.filling.answers[path("page/b")] == .text("kept"))
        for _ in 0..<3 { _ = screen.handle(.down) }
        #expect(try screen.question == path("last"))
        _ = screen.handle(.backTab)
        #expect(try screen.question == path("page/c"))
        _ = screen.handle(.function(9))
        #expect(screen.capture.stop == .end)
    }

    @Test("who jumps to what is missing takes along what is typed; what is no answer stays")
    func jumpToProblem() throws {
        var screen = try screen([
            ScreenForm.item(.text, "name") { $0.required = "yes" },
            ScreenForm.item(.text, "story"), ScreenForm.item(.integer, "age"),
        ])
        _ = screen.handle(.tab)
        type("A long story", into: &screen)
        #expect(screen.handle(.function(6))?.contains(.keepAnswers) == true)
        #expect(try screen.question == path("name"))
        #expect(try screen.capture.filling.answers[path("story")] == .text("A long story"))
        for key in [KeyPress.tab, .tab] { _ = screen.handle(key) }
        type("x", into: &screen)
        _ = screen.handle(.function(6))
        #expect(try screen.question == path("age"))
    }

    @Test("lines that are pasted into a text stay lines")
    func paste() throws {
        var screen = try screen([ScreenForm.item(.text, "story")])
        _ = screen.handle(.paste("one\ntwo"))
        _ = screen.handle(.tab)
        #expect(try screen.capture.filling.answers[path("story")] == .text("one\ntwo"))
    }

    @Test("it is said whose question it is, and of which instance")
    func headings() throws {
        let mother = ScreenForm.item(.group, "mother") {
            ($0.label, $0.items) = (
                "Mother", [ScreenForm.item(.text, "name") { $0.label = "Name" }]
            )
        }
        let father = ScreenForm.item(.group, "father") {
            ($0.label, $0.items) = (
                "Father", [ScreenForm.item(.text, "name") { $0.label = "Name" }]
            )
        }
        let kids = ScreenForm.item(.repeated, "kid") {
            ($0.label, $0.items) = ("Kid", [ScreenForm.item(.text, "who")])
        }
        var screen = try screen([mother, father, kids])
        #expect(lines(screen).contains("·  Mother"))
        type("Ann", into: &screen)
        _ = screen.handle(.enter)
        #expect(lines(screen).contains("·  Father"))
        type("Bob", into: &screen)
        for key in [KeyPress.enter, .character("a")] { _ = screen.handle(key) }
        #expect(lines(screen).contains("·  Kid 1 of 1"))
        type("Cat", into: &screen)
        for key in [KeyPress.enter, .character("a")] { _ = screen.handle(key) }
        #expect(lines(screen).contains("·  Kid 2 of 2"))
        _ = screen.handle(.function(9))
        let end = lines(screen)
        #expect(end.contains("Mother: Name") && end.contains("Father: Name"))
        // Which is the only one of its words.
        #expect(end.contains("Label of who") && !end.contains("Kid: Label"))
    }

    @Test("the end names each that is missing, and Enter leads to the one that is lit")
    func missing() throws {
        let needed = ["a", "b"].map { ScreenForm.item(.text, $0) { $0.required = "yes" } }
        let noted = ScreenForm.item(.metadata, "device") { item in
            (item.metadata, item.label) = (.device, nil)
        }
        var screen = try screen([noted] + needed)
        _ = screen.handle(.function(9))
        #expect(lines(screen).contains("! Label of a") && lines(screen).contains("! Label of b"))
        for key in [KeyPress.down, .enter] { _ = screen.handle(key) }
        #expect(try screen.capture.stop == .question(path("b")))
        type("x", into: &screen)
        _ = screen.handle(.function(9))
        #expect(lines(screen).contains("Label of b") && !lines(screen).contains("device"))
    }

    @Test("where nothing can be chosen, that is said")
    func empty() throws {
        let place = try #require(FormID("place"))
        var screen = try screen([
            ScreenForm.item(.choice, "town") {
                $0.choicesFrom = FormItem.ChoiceSource(records: place)
            }
        ])
        #expect(lines(screen).contains("Nothing can be chosen as things are"))
        _ = screen.handle(.enter)
        #expect(!lines(screen).contains("has ''"))
    }
}
