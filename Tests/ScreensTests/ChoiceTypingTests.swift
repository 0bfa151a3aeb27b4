// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import Screens
import Testing

@Suite("The words of choices, typed on the full screen")
struct ChoiceTypingTests {
    private static let wards = [
        ("park", "West Park"), ("bowling", "West Bowling"), ("east", "East Park"),
    ]

    /// A question that takes several of the wards.
    private static func screen() throws -> FormScreen {
        var form = FormDefinition(
            id: try #require(FormID("walk")),
            version: 1,
            title: "Walk",
            audience: .organisation,
            category: .caseData
        )
        form.items = [ScreenForm.item(.choices, "wards") { $0.choices = "w" }]
        form.choiceLists = [
            "w": wards.map { FormDefinition.Choice(name: $0.0, label: $0.1) }
        ]
        let surroundings = Surroundings(
            today: PlainDate(daysSince1970: 20_000),
            now: Instant(milliseconds: 0)
        )
        return FormScreen(Capture(Filling(try CompiledForm(form), surroundings: surroundings)))
    }

    private func press(_ text: String, _ keys: [KeyPress], _ screen: inout FormScreen) {
        for character in text { _ = screen.handle(.character(character)) }
        for key in keys { _ = screen.handle(key) }
    }

    private func answer(_ screen: FormScreen) throws -> FieldValue? {
        screen.capture.filling.answers[try #require(FieldPath("wards"))]
    }

    private func lines(_ screen: FormScreen) -> String {
        Navigator(screen).draw(Size(rows: 24, columns: 80)).lines.joined(separator: "\n")
    }

    @Test("a space goes on with the words of a choice, and chooses none")
    func goesOn() throws {
        var screen = try Self.screen()
        press("West ", [], &screen)
        let drawn = lines(screen)
        #expect(drawn.contains("West Park") && drawn.contains("West Bowling"), "\(drawn)")
        #expect(!drawn.contains("East Park") && !drawn.contains("[x]"), "\(drawn)")
        press("bow", [.enter], &screen)
        #expect(try answer(screen) == .choices(["bowling"]))
    }

    @Test("a space after the last letters of a choice chooses it")
    func chooses() throws {
        var screen = try Self.screen()
        press("bow ", [], &screen)
        #expect(lines(screen).contains("[x]"))
        press("west park ", [.enter], &screen)
        #expect(try answer(screen) == .choices(["bowling", "park"]))
    }

    @Test("a second space chooses the one that is lit")
    func twice() throws {
        var screen = try Self.screen()
        press("west  ", [.enter], &screen)
        #expect(try answer(screen) == .choices(["park"]))
    }
}
