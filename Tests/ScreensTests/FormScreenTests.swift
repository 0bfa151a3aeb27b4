// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import Screens
import Seeds
import Testing

@Suite("A form on the full screen")
struct FormScreenTests {
    private static func screen(_ items: [FormItem]) throws -> FormScreen {
        var form = FormDefinition(
            id: try #require(FormID("walk")),
            version: 1,
            title: "Walk",
            audience: .organisation,
            category: .caseData
        )
        form.items = items
        form.languages = ["English", "اردو"]
        form.choiceLists = [
            "c": ["Bradford", "Leeds", "Shipley", "Keighley"].map {
                FormDefinition.Choice(name: $0.lowercased(), label: $0)
            }
        ]
        let surroundings = Surroundings(
            today: PlainDate(daysSince1970: 20_000),
            now: Instant(milliseconds: 0)
        )
        return FormScreen(
            Capture(Filling(try CompiledForm(form), surroundings: surroundings))
        )
    }

    private static var all: [FormItem] {
        [
            ScreenForm.item(.text, "name") { $0.required = "yes" },
            ScreenForm.item(.integer, "minutes") {
                $0.constraint = ". > 5"
                $0.constraintMessage = "More than five, please."
            },
            ScreenForm.item(.choice, "town") { $0.choices = "c" },
            ScreenForm.item(.choices, "towns") { $0.choices = "c" },
            ScreenForm.item(.boolean, "again"),
            ScreenForm.item(.note, "read"),
            ScreenForm.item(.text, "story") { $0.appearance = "multiline" },
            ScreenForm.item(.date, "day"),
            ScreenForm.item(.repeated, "visit") { $0.items = [ScreenForm.item(.text, "who")] },
        ]
    }

    @Test("a language that was chosen is kept with the draft")
    func language() throws {
        var screen = try Self.screen(Self.all)
        #expect(screen.handle(.function(2)) == [.keepAnswers])
        #expect(screen.capture.language == "اردو")
    }

    @Test(
        "nobody has chosen what was only lit when they moved on",
        arguments: [KeyPress.tab, .backTab, .down, .function(9), .function(5), .escape],
        [FormItem.Kind.boolean, .acknowledge, .choice, .choices]
    )
    func passed(_ key: KeyPress, _ type: FormItem.Kind) throws {
        let question = ScreenForm.item(type, "consent") { item in
            item.required = "yes"
            if [.choice, .choices].contains(type) { item.choices = "c" }
        }
        var screen = try Self.screen([ScreenForm.item(.text, "before"), question])
        _ = screen.handle(.tab)
        _ = screen.handle(key)
        #expect(screen.capture.filling.answers.isEmpty)
        var chooser = try Self.screen([question])
        _ = chooser.handle(type == .choices ? .character(" ") : .down)
        _ = chooser.handle(.enter)
        #expect(chooser.capture.filling.answers.count == 1)
    }

    @Test(
        "a mere Enter agrees to nothing and chooses nothing, and what is needed is asked again",
        arguments: [FormItem.Kind.boolean, .acknowledge, .choice, .choices]
    )
    func enter(_ type: FormItem.Kind) throws {
        let question = ScreenForm.item(type, "consent") { item in
            item.required = "yes"
            if [.choice, .choices].contains(type) { item.choices = "c" }
        }
        var screen = try Self.screen([question, ScreenForm.item(.text, "after")])
        _ = screen.handle(.enter)
        _ = screen.handle(.enter)
        #expect(screen.capture.filling.answers.isEmpty)
        #expect(lines(screen).contains("Label of consent"))
    }

    private func type(_ text: String, into screen: inout FormScreen) {
        for letter in text { _ = screen.handle(.character(letter)) }
    }

    private func lines(_ screen: FormScreen) -> String {
        Navigator(screen).draw(Size(rows: 24, columns: 80)).lines.joined(separator: "\n")
    }

    @Test("a person goes from question to question by typing and Enter, to a record")
    func walk() throws {
        var screen = try Self.screen(Self.all)
        #expect(lines(screen).contains("0 of about 8 answered"))
        #expect(lines(screen).contains("Label of name *"))
        type("Amina", into: &screen)
        let kept = screen.handle(.enter)
        #expect(kept == [.keepAnswers])
        type("3", into: &screen)
        let refused = screen.handle(.enter)
        #expect(refused == [])
        #expect(lines(screen).contains("! ") && lines(screen).contains("More than five, please."))
        type("0", into: &screen)
        _ = screen.handle(.enter)
        type("ship", into: &screen)
        _ = screen.handle(.enter)
        for key in [KeyPress.character(" "), .down, .character(" "), .enter] {
            _ = screen.handle(key)
        }
        type("y", into: &screen)
        for key in [KeyPress.enter, .enter] { _ = screen.handle(key) }
        type("one", into: &screen)
        _ = screen.handle(.enter)
        type("two", into: &screen)
        _ = screen.handle(.tab)
        type("yesterday", into: &screen)
        _ = screen.handle(.enter)
        #expect(lines(screen).contains("None yet. a adds one"))
        _ = screen.handle(.character("a"))
        type("Ben", into: &screen)
        for key in [KeyPress.enter, .tab] { _ = screen.handle(key) }
        #expect(screen.capture.stop == .end, "\(lines(screen))")
        let saved = screen.handle(.enter)
        #expect(saved == [.saveRecord])
        let answers = screen.capture.filling.record
        #expect(
            Set(answers.values) == [
                .text("Amina"), .integer(30), .choice("shipley"), .choices(["bradford", "leeds"]),
                .boolean(true), .text("one\ntwo"), .date(PlainDate(daysSince1970: 19_999)),
                .text("Ben"),
            ]
        )
    }

    @Test("the end names what is missing and leads to it; F6 does so from anywhere")
    func missing() throws {
        var screen = try Self.screen(Self.all)
        _ = screen.handle(.function(9))
        #expect(lines(screen).contains("! 1 missing or wrong"))
        let effects = screen.handle(.enter)
        #expect(effects == [.keepAnswers] && lines(screen).contains("Label of name *"))
        _ = screen.handle(.tab)
        _ = screen.handle(.function(6))
        #expect(lines(screen).contains("Label of name *"))
    }

    @Test("an answer is taken back by a key, and a question that need not be answered is passed")
    func undo() throws {
        var screen = try Self.screen(Self.all)
        type("Amina", into: &screen)
        for key in [KeyPress.enter, .enter, .enter] { _ = screen.handle(key) }
        #expect(screen.capture.filling.record.count == 1)
        let effects = screen.handle(.function(5))
        #expect(effects == [.keepAnswers] && screen.capture.filling.record.isEmpty)
    }

    @Test("Esc keeps what is typed; what is no answer is left only by a second Esc")
    func leave() throws {
        var screen = try Self.screen(Self.all)
        type("Amina", into: &screen)
        let left = screen.handle(.escape)
        #expect(left == [.keepAnswers, .back])
        for key in [KeyPress.tab, .character("x")] { _ = screen.handle(key) }
        let warned = screen.handle(.escape)
        #expect(warned == [] && lines(screen).contains("Esc again leaves"))
        let gone = screen.handle(.escape)
        #expect(gone == [.keepAnswers, .back] && screen.typing?.text == "x")
    }

    @Test("where a person is, is kept by each way of moving on, also without an answer")
    func place() throws {
        var screen = try Self.screen([ScreenForm.item(.text, "a"), ScreenForm.item(.text, "b")])
        for key in [KeyPress.tab, .backTab, .down, .function(9)] {
            let effects = screen.handle(key)
            #expect(effects == [.keepAnswers], "\(key)")
        }
    }

    @Test("an instance goes with a second press only, and comes back by undo")
    func remove() throws {
        var screen = try Self.screen([
            ScreenForm.item(.repeated, "visit") {
                $0.items = [ScreenForm.item(.text, "who")]
            }
        ])
        _ = screen.handle(.character("a"))
        type("Ben", into: &screen)
        for key in [KeyPress.enter, .character("d")] { _ = screen.handle(key) }
        #expect(lines(screen).contains("d again does it") && lines(screen).contains("Ben"))
        _ = screen.handle(.character("d"))
        #expect(!lines(screen).contains("Ben"))
        _ = screen.handle(.function(5))
        #expect(lines(screen).contains("Ben"))
    }

    @Test("any keys at any size leave a picture of that size")
    func anyKeys() throws {
        var random = Seed()
        let keys: [KeyPress] = [
            .enter, .enter, .tab, .backTab, .up, .down, .character("a"), .character("d"),
            .character("1"), .character(" "), .character("日"), .function(2), .function(4),
            .function(5), .function(6), .function(9), .backspace, .escape, .paste("x\ny"), .end,
        ]
        var screen = try Self.screen(Self.all)
        for _ in 0..<400 {
            _ = screen.handle(keys.randomElement(using: &random) ?? .enter)
            let size = Size(
                rows: .random(in: 1...30, using: &random),
                columns: .random(in: 1...90, using: &random)
            )
            let canvas = Navigator(screen).draw(size)
            #expect(canvas.lines.allSatisfy { $0.columns <= size.columns })
        }
    }
}
