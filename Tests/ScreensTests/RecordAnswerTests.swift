// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import Screens
import Testing

@Suite("A question on the full screen that takes the name of a record, or other words")
struct RecordAnswerTests {
    private static let people = ["Ann Smith", "Joan Smith", "Lee Moor"]

    private static func record(_ index: Int) -> RecordID {
        RecordID(high: 0x7000, low: UInt64(index) + 1)
    }

    private static func screen(isRequired: Bool = true) throws -> FormScreen {
        let id = try #require(FormID("visit"))
        let person = try #require(FormID("person"))
        var form = FormDefinition(
            id: id,
            version: 1,
            title: "Visit",
            audience: .organisation,
            category: .caseData
        )
        var (who, note) = (FormItem(.text, name: "who"), FormItem(.text, name: "note"))
        (who.label, note.label) = ("Who", "Note")
        who.recordOf = person
        who.required = isRequired ? "true()" : nil
        form.items = [who, note]
        let rows = people.enumerated().map { index, name in
            RecordList.Row(
                record: record(index),
                label: name,
                fields: [:],
                base: 1,
                trunk: nil,
                isDeleted: false
            )
        }
        let list = RecordList(of: nil, rows: rows)
        let surroundings = Surroundings(
            today: PlainDate(daysSince1970: 20_000),
            now: Instant(milliseconds: 0),
            records: { $0 == person ? list : .empty }
        )
        return FormScreen(Capture(Filling(try CompiledForm(form), surroundings: surroundings)))
    }

    private func press(_ text: String, _ keys: [KeyPress], _ screen: inout FormScreen) {
        for character in text { _ = screen.handle(.character(character)) }
        for key in keys { _ = screen.handle(key) }
    }

    private func answer(_ screen: FormScreen) throws -> FieldValue? {
        screen.capture.filling.answers[try #require(FieldPath("who"))]
    }

    private func lines(_ screen: FormScreen) -> String {
        Navigator(screen).draw(Size(rows: 24, columns: 80)).lines.joined(separator: "\n")
    }

    @Test("letters narrow the records, and Enter takes the one that is lit")
    func narrowed() throws {
        var screen = try Self.screen()
        #expect(lines(screen).contains("Joan Smith") && lines(screen).contains("Lee Moor"))
        press("smi", [], &screen)
        #expect(!lines(screen).contains("Lee Moor"))
        #expect(lines(screen).contains("smi (as it is written)"))
        press("", [.down, .enter], &screen)
        #expect(try answer(screen) == .text(Self.record(1).description))
    }

    @Test("words that are no record's are the answer, by Enter or by moving on")
    func words() throws {
        for key in [KeyPress.enter, .tab] {
            var screen = try Self.screen()
            press("P-17", [key], &screen)
            #expect(try answer(screen) == .text("P-17"))
            press("", [.backTab], &screen)
            #expect(lines(screen).contains("P-17 (as it is written)"))
        }
    }

    @Test("the last row keeps the words, though a record is called alike")
    func kept() throws {
        var screen = try Self.screen()
        press("Smith", [.end, .enter], &screen)
        #expect(try answer(screen) == .text("Smith"))
    }

    @Test("who moves on has a whole name taken, and is asked about part of one")
    func movedOn() throws {
        var screen = try Self.screen()
        press("lee moor", [.tab], &screen)
        #expect(try answer(screen) == .text(Self.record(2).description))
        screen = try Self.screen()
        press("smi", [.tab], &screen)
        #expect(try answer(screen) == nil)
        #expect(lines(screen).contains("'smi' may mean a record"), "\(lines(screen))")
    }

    @Test("a mere Enter answers nothing, whether or not an answer is needed")
    func passed() throws {
        for isRequired in [true, false] {
            var screen = try Self.screen(isRequired: isRequired)
            press("", [.enter], &screen)
            #expect(try answer(screen) == nil)
            #expect(lines(screen).contains("! ") == isRequired)
        }
    }
}
