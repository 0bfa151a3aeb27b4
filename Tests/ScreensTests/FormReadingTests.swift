// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import Screens
import Testing

@Suite("What a form says at its questions and at its end")
struct FormReadingTests {
    private static func screen(_ items: [FormItem], languages: [String]? = nil) throws -> FormScreen
    {
        var form = FormDefinition(
            id: try #require(FormID("walk")),
            version: 1,
            title: "Walk",
            audience: .organisation,
            category: .caseData
        )
        (form.items, form.languages) = (items, languages)
        form.choiceLists = [
            "c": (1...60).map { FormDefinition.Choice(name: "c\($0)", label: "Agency \($0)") }
        ]
        let surroundings = Surroundings(
            today: PlainDate(daysSince1970: 20_000),
            now: Instant(milliseconds: 0)
        )
        return FormScreen(
            Capture(Filling(try CompiledForm(form), surroundings: surroundings))
        )
    }

    private func lines(_ screen: FormScreen) -> [String] {
        Navigator(screen).draw(Size(rows: 24, columns: 80)).lines
    }

    @Test("an answer that lacks in an instance is told with the instance")
    func instances() throws {
        let kid = ScreenForm.item(.repeated, "kid") {
            $0.repeatCount = "2"
            $0.items = [ScreenForm.item(.text, "name") { $0.required = "yes" }]
        }
        var screen = try Self.screen([kid])
        _ = screen.handle(.function(9))
        let drawn = lines(screen)
        for number in 1...2 {
            let words = "! Label of kid \(number): Label of name"
            #expect(drawn.contains { $0.contains(words) }, "\(drawn)")
        }
        // Each instance has its heading, also without an answer.
        #expect(drawn.contains { $0.contains("Label of kid 2 of 2") })
    }

    @Test(
        "how an answer is typed stands at the question",
        arguments: [
            (FormItem.Kind.date, "3 Nov 2026"), (.dateTime, "3/11 2pm"), (.time, "9:30 or 2pm"),
            (.geopoint, "53.795 -1.759"),
        ]
    )
    func typing(_ type: FormItem.Kind, _ words: String) throws {
        let screen = try Self.screen([ScreenForm.item(type, "q")])
        #expect(lines(screen).contains { $0.contains(words) })
    }

    @Test("a needed question of a page has a star, and a long list says how much more there is")
    func stars() throws {
        let page = ScreenForm.item(.group, "g") {
            $0.appearance = "field-list"
            $0.items = [
                ScreenForm.item(.text, "first") { $0.required = "yes" },
                ScreenForm.item(.text, "second") { $0.required = "yes" },
            ]
        }
        let drawn = lines(try Self.screen([page]))
        #expect(drawn.contains { $0.contains("› Label of first *") })
        #expect(drawn.contains { $0.contains("  Label of second *") })
        let list = lines(try Self.screen([ScreenForm.item(.choice, "c") { $0.choices = "c" }]))
        #expect(list.contains { $0.contains("↓ ") && $0.contains(" more") }, "\(list)")
    }

    @Test("the change of languages is among the keys of a window of 80 columns")
    func languages() throws {
        let items = [ScreenForm.item(.text, "a")]
        let several = lines(try Self.screen(items, languages: ["English", "Cymraeg"]))
        #expect(several[23].contains("F2 language"))
        #expect(!lines(try Self.screen(items))[23].contains("F2"))
    }

    @Test("F5 takes a paste out of a long text before it takes answers back")
    func pasteBack() throws {
        var screen = try Self.screen([ScreenForm.item(.text, "a"), ScreenForm.item(.text, "b")])
        for key in [KeyPress.character("x"), .enter, .paste("one\ntwo"), .function(5)] {
            _ = screen.handle(key)
        }
        #expect(screen.typing == nil && screen.capture.filling.record.count == 1)
        _ = screen.handle(.function(5))
        #expect(screen.capture.filling.record.isEmpty)
    }

    @Test("at the end, Enter saves where that stands, and goes to an answer that it is on")
    func end() throws {
        var screen = try Self.screen([ScreenForm.item(.text, "a"), ScreenForm.item(.text, "b")])
        for key in [KeyPress.character("x"), .enter, .function(9)] { _ = screen.handle(key) }
        #expect(lines(screen).contains { $0.contains("› Save the record") })
        #expect(lines(screen)[23].contains("Enter save the record"))
        _ = screen.handle(.down)
        #expect(lines(screen)[23].contains("Enter to the answer"))
        #expect(screen.handle(.enter) == [.keepAnswers])
        #expect(screen.question?.text == "a")
        _ = screen.handle(.function(9))
        #expect(screen.handle(.enter) == [.saveRecord])
    }
}
