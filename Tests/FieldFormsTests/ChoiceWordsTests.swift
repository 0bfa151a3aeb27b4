// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import Testing

@Suite("Choices that speak of answers")
struct ChoiceWordsTests {
    private func form() throws -> CompiledForm {
        try FillingForm.form(
            [
                FillingForm.item(.text, "a"),
                FillingForm.item(.choice, "who") { $0.choices = "people" },
                FillingForm.item(.note, "told") { $0.label = "So: ${who}" },
            ]
        ) { definition in
            var one = FormDefinition.Choice(name: "one", label: "It is ${a}")
            one.translations = ["Polish (pl)": "To ${a}"]
            let none = FormDefinition.Choice(name: "none", label: "Nobody, or ${nothing}")
            definition.choiceLists = ["people": [one, none]]
            definition.languages = ["English (en)", "Polish (pl)"]
        }
    }

    @Test("the answer stands in the label, in each language, and is found by it")
    func filled() throws {
        let filling = try FillingForm.filling(form(), ["a": .text("Amina")])
        let place = try FillingForm.path("who")
        #expect(filling.choices(at: place).map(\.label) == ["It is Amina", "Nobody, or "])
        var capture = Capture(filling)
        #expect(capture.choices(at: place, matching: "amina").map(\.name) == ["one"])
        capture.speak("pl")
        #expect(capture.choices(at: place, matching: "").map(capture.label)[0] == "To Amina")
    }

    @Test("an answer tells the questions whose choices, or whose texts of choices, speak of it")
    func incremental() throws {
        var filling = try FillingForm.filling(form(), ["who": .choice("one")])
        let changed = filling.answer(try FillingForm.path("a"), with: .text("Bilal"))
        #expect(changed.map(\.text).sorted() == ["a", "told", "who"])
        #expect(filling.label(at: try FillingForm.path("told")) == "So: It is Bilal")
    }

    @Test("choices that speak of each other end")
    func circle() throws {
        let form = try FillingForm.form(
            [
                FillingForm.item(.choice, "p") { $0.choices = "l" },
                FillingForm.item(.choice, "q") { $0.choices = "m" },
            ]
        ) { definition in
            definition.choiceLists = [
                "l": [.init(name: "x", label: "X ${q}")], "m": [.init(name: "y", label: "Y ${p}")],
            ]
        }
        let filling = try FillingForm.filling(form, ["p": .choice("x"), "q": .choice("y")])
        let label = filling.choices(at: try FillingForm.path("p"))[0].label
        #expect(label.hasPrefix("X Y X Y"))
    }
}
