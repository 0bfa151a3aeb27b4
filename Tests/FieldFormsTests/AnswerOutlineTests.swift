// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import Foundation
import Testing

@Suite("Answers as they are read, repeats by their instances")
struct AnswerOutlineTests {
    private static let form = """
        {"id": "walk", "version": 1, "title": "Walk", "audience": "organisation",
         "category": "case", "items": [
            {"type": "text", "name": "where"},
            {"type": "repeat", "name": "visit", "label": "Visit", "items": [
                {"type": "text", "name": "who"},
                {"type": "repeat", "name": "item", "items": [{"type": "text", "name": "what"}]}]},
            {"type": "text", "name": "note"}]}
        """

    private static func id(_ number: Int) -> String {
        "01980000-0000-7000-8000-00000000000\(number)"
    }

    @Test("each instance has one heading, with its number and how many there are, also nested")
    func nested() throws {
        let form = try CompiledForm(
            JSONDecoder().decode(FormDefinition.self, from: Data(Self.form.utf8))
        )
        let (one, two, a, b) = (Self.id(1), Self.id(2), Self.id(3), Self.id(4))
        let paths = [
            "note", "visit[\(two)]/who", "where", "visit[\(one)]/item[\(b)]/what",
            "visit[\(one)]/who", "visit[\(one)]/item[\(a)]/what",
        ]
        let answers = try paths.map { (try #require(FieldPath($0)), FieldValue.text($0)) }
        let reading = RecordReading(
            Dictionary(answers, uniquingKeysWith: { $1 }),
            under: form,
            in: Surroundings(
                today: try #require(PlainDate("2026-11-03")),
                now: Instant(milliseconds: 0)
            )
        )
        let words = try reading.rows.map { row in
            let words =
                switch row {
                case .instance(let path, let number, let count):
                    "\(try #require(reading.label(at: path))) \(number) of \(count)"
                case .answer(let path, _): path.segments.last?.name ?? ""
                }
            return "\(row.depth) \(words)"
        }
        #expect(
            words == [
                "0 where", "0 Visit 1 of 2", "1 who", "1 item 1 of 2", "2 what", "1 item 2 of 2",
                "2 what", "0 Visit 2 of 2", "1 who", "0 note",
            ]
        )
    }
}
