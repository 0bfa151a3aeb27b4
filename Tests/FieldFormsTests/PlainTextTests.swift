// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Testing

@testable import FieldForms

@Suite("Marks in the texts of forms")
struct PlainTextTests {
    @Test(
        "marks of Markdown are left out; stars and signs that are none stay",
        arguments: [
            ("**Bold** and *stressed*", "Bold and stressed"),
            ("# Head\nand text", "Head\nand text"),
            ("### A **b**", "A b"),
            ("See [the guide](https://x.org/a)", "See the guide (https://x.org/a)"),
            ("5 * 3 * 2", "5 * 3 * 2"), ("5*3*2", "5*3*2"), ("#1 of [3]", "#1 of [3]"),
            ("* needed", "* needed"), ("**open", "**open"), ("plain", "plain"), ("", ""),
        ]
    )
    func words(_ text: String, _ plain: String) { #expect(PlainText.words(of: text) == plain) }

    @Test(
        "a form shows the words, and answers in them as they were given; its definition keeps all"
    )
    func shown() throws {
        let form = try FillingForm.form(
            [
                FillingForm.item(.text, "a") { $0.label = "**Name**" },
                FillingForm.item(.choice, "b") {
                    ($0.label, $0.hint, $0.choices) = ("*Is* it ${a}?", "# Look", "l")
                },
            ]
        ) { $0.choiceLists = ["l": [.init(name: "x", label: "**X**")]] }
        let filling = try FillingForm.filling(form, ["a": .text("*A*")])
        let place = try FillingForm.path("b")
        #expect(filling.label(at: place) == "Is it *A*?" && filling.hint(at: place) == "Look")
        #expect(filling.choices(at: place).map(\.label) == ["X"])
        #expect(form.fields.map(\.label)[0] == "Name")
        #expect(form.definition.items[0].label == "**Name**")
    }
}
