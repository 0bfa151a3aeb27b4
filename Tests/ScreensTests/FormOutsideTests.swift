// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import Screens
import Testing

@Suite("Texts from an editor and files, in a form on the full screen")
struct FormOutsideTests {
    private static let photo = BlobReference(
        sha256: Hash(of: Array("photo".utf8)),
        sizeBytes: 5,
        mediaType: "image/jpeg"
    )

    private func screen(_ types: FormItem.Kind...) throws -> FormScreen {
        var form = FormDefinition(
            id: try #require(FormID("walk")),
            version: 1,
            title: "Walk",
            audience: .organisation,
            category: .caseData
        )
        form.items = types.enumerated().map { number, type in
            var item = FormItem(type, name: "q\(number)")
            item.label = "Question \(number)"
            return item
        }
        let surroundings = Surroundings(
            today: PlainDate(daysSince1970: 20_000),
            now: Instant(milliseconds: 0)
        )
        return FormScreen(Capture(Filling(try CompiledForm(form), surroundings: surroundings)))
    }

    private func type(_ text: String, into screen: inout FormScreen) {
        for letter in text { _ = screen.handle(.character(letter)) }
    }

    private func picture(_ screen: FormScreen) -> String {
        Navigator(screen).draw(Size(rows: 24, columns: 80)).lines.joined(separator: "\n")
    }

    @Test("what an editor wrote is kept at once, of many lines and of any length")
    func written() throws {
        let long = String(repeating: "many lines\n", count: 3_000) + "the last one"
        for text in ["one\ntwo", long] {
            var screen = try screen(.text, .text)
            type("on", into: &screen)
            #expect(screen.handle(.function(7)) == [.write])
            #expect(screen.textBeingTyped == "on")
            #expect(screen.write(text) == [.keepAnswers])
            #expect(screen.capture.filling.answers.values.first == .text(text))
            #expect(screen.textBeingTyped == text)
        }
    }

    @Test("only a text is written in an editor")
    func noText() throws {
        for kind in [FormItem.Kind.integer, .date, .boolean, .blob] {
            var screen = try screen(kind)
            #expect(screen.handle(.function(7)) != [.write])
            #expect(!picture(screen).contains("own editor"))
        }
    }

    @Test("Tab completes a path as far as it can, then leads on")
    func completed() throws {
        var screen = try screen(.blob, .text)
        #expect(screen.handle(.tab) == [.keepAnswers])
        #expect(picture(screen).contains("Question 1"))
        _ = screen.handle(.backTab)
        type("pic", into: &screen)
        #expect(screen.handle(.tab) == [.completePath("pic")])
        screen.complete("pictures/", offers: ["1.jpg", "2.jpg"])
        #expect(picture(screen).contains("> pictures/") && picture(screen).contains("1.jpg"))
        type("1", into: &screen)
        screen.complete("pictures/1.jpg", offers: ["1.jpg"])
        screen.complete("pictures/1.jpg", offers: ["1.jpg"])
        #expect(screen.handle(.tab) == [.attach(file: "pictures/1.jpg")])
    }

    @Test("a file is the answer once it was copied, and a refusal stays at the question")
    func attached() throws {
        var screen = try screen(.blob, .text)
        type("a.jpg", into: &screen)
        #expect(screen.handle(.enter) == [.attach(file: "a.jpg")])
        #expect(screen.capture.filling.answers.isEmpty)
        screen.refuse("There is no such file.")
        #expect(picture(screen).contains("! There is no such file."))
        #expect(screen.handle(.enter) == [.attach(file: "a.jpg")])
        #expect(screen.attach(Self.photo) == [.keepAnswers])
        #expect(screen.capture.filling.answers.values.first == .blob(Self.photo))
        #expect(picture(screen).contains("Question 1"))
        _ = screen.handle(.backTab)
        #expect(picture(screen).contains("Attached: a file of 5 bytes"))
        #expect(screen.handle(.enter) == [.keepAnswers])
        #expect(screen.capture.filling.answers.values.first == .blob(Self.photo))
    }

    @Test("hostile names of files move nothing")
    func hostile() throws {
        var screen = try screen(.blob)
        type("a", into: &screen)
        screen.complete("a\u{1B}[2J", offers: ["a\u{1B}[2J", "a\u{202E}b"])
        #expect(picture(screen).contains("a\u{FFFD}[2J"))
        #expect(!picture(screen).contains("\u{1B}") && !picture(screen).contains("\u{202E}"))
    }
}
