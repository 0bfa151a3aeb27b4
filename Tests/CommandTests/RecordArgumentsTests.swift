// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import FieldStore
import Testing

@testable import keeplocal

@Suite("A record is chosen by its identifier, or by what it is called")
struct RecordArgumentsTests {
    private static let ann = RecordID(high: 0x7000, low: 0xA1B2_C3D4)
    private static let twins = [RecordID(high: 0x7000, low: 1), RecordID(high: 0x7000, low: 2)]

    private func arguments() throws -> FieldArguments {
        let form = try Desk.form(
            items: """
                [{"type": "choice", "name": "who", "choicesFrom": {"records": "participant"}},
                 {"type": "choices", "name": "all", "choicesFrom": {"records": "participant"}},
                 {"type": "text", "name": "seen", "recordOf": "participant"}]
                """
        )
        let people = [(Self.ann, "Ann Smith")] + Self.twins.map { ($0, "Lee Moor") }
        let rows = people.map { record, name in
            RecordList.Row(
                record: record,
                label: name,
                fields: [:],
                base: 1,
                trunk: nil,
                isDeleted: false
            )
        }
        let participants = try Desk.form("participant")
        var arguments = FieldArguments(form: form, today: Desk.today)
        arguments.records = { _ in RecordList(of: participants, rows: rows) }
        return arguments
    }

    private func value(_ text: String) throws -> FieldValue? {
        var arguments = try arguments()
        return try arguments.parse([text]).values.first ?? nil
    }

    @Test(
        "its name in either case, the end of its identifier, or the whole of it",
        arguments: ["Ann Smith", "ann smith", "a1b2c3d4", RecordArgumentsTests.ann.description]
    )
    func found(_ typed: String) throws {
        #expect(try value("who=\(typed)") == .choice(Self.ann.description))
    }

    @Test("several stand with commas between")
    func several() throws {
        let both = [Self.ann, Self.twins[0]].map(\.description)
        #expect(try value("all=ann smith, \(both[1])") == .choices(of: both))
    }

    @Test("what names none, or more than one, is told of, and with what to write instead")
    func unclear() throws {
        let none = #expect(throws: FieldProblems.self) { try value("who=Zoe") }
        #expect(none?.problems.first?.message.contains("keeplocal list participant") == true)
        let many = #expect(throws: FieldProblems.self) { try value("who=Lee Moor") }
        #expect(many?.problems.first?.message.contains(Self.twins[1].short) == true)
    }

    @Test("one that this device does not have may be elsewhere")
    func elsewhere() throws {
        let id = RecordID(high: 0x7000, low: 77)
        #expect(try value("who=\(id)") == .choice(id.description))
    }

    @Test("a value is shown by what the record is called")
    func shown() throws {
        let field = try #require(try arguments().form.fields.first)
        let words = field.words(.choice(Self.ann.description)) { form, _ in "of \(form)" }
        #expect(words == "of participant (\(Self.ann.short))")
        #expect(field.words(.choice("x")) == "x")
    }

    @Test("a text that may name a record becomes its identifier; two of one name are told of")
    func suggested() throws {
        #expect(try value("seen=ann smith") == .text(Self.ann.description))
        #expect(try value("seen=a1b2c3d4") == .text(Self.ann.description))
        let many = #expect(throws: FieldProblems.self) { try value("seen=Lee Moor") }
        #expect(many?.problems.first?.message.contains(Self.twins[1].short) == true)
    }

    @Test("other words stay, and it is told of, with who may have been meant")
    func words() throws {
        let path = try #require(FieldPath("seen"))
        let arguments = try arguments()
        #expect(try value("seen=P-17") == .text("P-17"))
        #expect(
            try arguments.remarks(on: [path: .text("P-17")]) == [
                "seen: no record of the form participant here is called that, so the words were"
                    + " kept."
            ]
        )
        let near = try arguments.remarks(on: [path: .text("Ann")], toPerson: true).joined()
        #expect(near.contains("Did you mean Ann Smith (\(Self.ann.short))?"), "\(near)")
        #expect(try !arguments.remarks(on: [path: .text("Ann")]).joined().contains("Smith"))
        #expect(try arguments.remarks(on: [path: .text(Self.ann.description)]).isEmpty)
    }
}
