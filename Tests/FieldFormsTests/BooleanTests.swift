// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import Schema
import Testing

@Suite("Yes and no in a form")
struct BooleanTests {
    private let today = ExpressionTests.today
    private let now = Instant(milliseconds: 0)
    private var surroundings: Surroundings { Surroundings(today: today, now: now) }

    private func form(_ id: String) throws -> CompiledForm {
        let pack = try Pack(files: try #require(Schema.packFiles("keep-it-local")))
        return try CompiledForm(try #require(pack.forms.first { $0.id.text == id }))
    }

    private static let contact: [String: FieldValue] = [
        "participant": .text("p"), "date": .date(ExpressionTests.today), "kind": .choice("visit"),
    ]

    /// What a whole record of the pack lacks when one of its flags has this value.
    @Test(
        "what depends on a flag is asked for after yes, and not after no",
        arguments: [
            ("contact", "referred_on", true, ["referred_to"]),
            ("contact", "referred_on", false, []),
            ("contact", "safeguarding", true, []), ("contact", "safeguarding", false, []),
            ("participant", "consent", true, ["consent_date"]),
            ("participant", "consent", false, ["consent_date"]),
        ]
    )
    func wholeRecords(_ id: String, _ flag: String, _ value: Bool, _ lacking: [String]) throws {
        let others = id == "contact" ? Self.contact : ["name": .text("A. H.")]
        let record = try answers(others.merging([flag: .boolean(value)]) { $1 })
        let form = try form(id)
        let problems = form.check(record: record, in: surroundings)
        #expect(problems.map(\.path) == lacking)
        #expect(problems.allSatisfy { $0.code == .fieldRequired })
        for path in try lacking.map({ try #require(FieldPath($0)) }) {
            #expect(form.isRelevant(path, in: record, today: today, now: now))
        }
    }

    @Test("a flag that nobody has answered is neither yes nor no")
    func unanswered() throws {
        let contact = try form("contact")
        let record = try answers(Self.contact)
        #expect(contact.check(record: record, in: surroundings).isEmpty)
        let path = try #require(FieldPath("referred_to"))
        #expect(!contact.isRelevant(path, in: record, today: today, now: now))
    }

    @Test(
        "what an expression says of a flag",
        arguments: [
            ("${yes}", true), ("${no}", false), ("not(${no})", true), ("not(${yes})", false),
            ("${yes} = true()", true), ("${no} = true()", false), ("${no} = false()", true),
            ("${no} != true()", true), ("${yes} = 'yes'", true), ("${yes} = 'true'", true),
            ("${yes} = '1'", true), ("${yes} = 'no'", false), ("${no} = 'no'", true),
            ("${no} = 'false'", true), ("'0' = ${no}", true), ("${no} = 'yes'", false),
            ("${no} = 'perhaps'", false), ("${yes} = 'perhaps'", false), ("${yes} = 1", true),
            ("${no} = 0", true), ("${missing} = true()", false), ("${missing} = false()", false),
            ("${missing} = ''", true), ("selected(${yes}, 'yes')", true),
            ("selected(${no}, 'yes')", false), ("selected(${no}, 'no')", true),
            ("if(${no}, true(), false())", false), ("${yes} and not(${no})", true),
            ("coalesce(${no}, true())", false), ("count(${no}) = 1", true),
        ]
    )
    func expressions(_ text: String, _ expected: Bool) throws {
        let flags: [String: FieldValue] = ["yes": .boolean(true), "no": .boolean(false)]
        let value = try Expression(parsing: text).value(
            in: ExpressionContext(
                today: today,
                now: now,
                current: .text(""),
                lookup: { ExpressionValue(flags[$0]) }
            )
        )
        #expect(value.isTrue == expected, "\(text)")
    }
}
