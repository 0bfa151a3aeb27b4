// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import Testing

/// A few people whom a service knows, as records of the form `client`.
enum Clients {
    static let ann = RecordID(high: 0x7000, low: 1)
    static let bob = RecordID(high: 0x7000, low: 2)
    static let gone = RecordID(high: 0x7000, low: 3)

    static func form() throws -> CompiledForm {
        var definition = FormDefinition(
            id: try #require(FormID("client")),
            version: 1,
            title: "Client",
            audience: .organisation,
            category: .caseData
        )
        definition.summary = "full_name"
        definition.items = [
            FillingForm.item(.text, "full_name") { $0.required = "true()" },
            FillingForm.item(.text, "phone"),
            FillingForm.item(.group, "home") {
                $0.items = [FillingForm.item(.text, "address"), FillingForm.item(.text, "area")]
            },
            FillingForm.item(.date, "born"),
        ]
        return try CompiledForm(definition)
    }

    static func row(
        _ record: RecordID,
        _ name: String,
        _ fields: [String: String] = [:],
        isDeleted: Bool = false
    ) throws -> RecordList.Row {
        var values: [FieldPath: FieldValue] = [try FillingForm.path("full_name"): .text(name)]
        for (path, text) in fields { values[try FillingForm.path(path)] = .text(text) }
        return RecordList.Row(
            record: record,
            label: name,
            fields: values,
            base: 7,
            trunk: nil,
            isDeleted: isDeleted
        )
    }

    static func list() throws -> RecordList {
        RecordList(
            of: try form(),
            rows: [
                try row(
                    ann,
                    "Ann",
                    ["phone": "01", "home/address": "1 Mill Lane", "home/area": "n"]
                ),
                try row(bob, "Bob", ["phone": "02", "home/area": "s"]),
                try row(gone, "Carl", ["home/area": "n"], isDeleted: true),
            ]
        )
    }

    static func surroundings() throws -> Surroundings {
        let list = try list()
        return Surroundings(
            today: ExpressionTests.today,
            now: FillingForm.surroundings.now,
            device: "d1",
            person: "Amina",
            records: { $0.text == "client" ? list : .empty }
        )
    }
}

@Suite("Records as choices and look-ups see them")
struct RecordListTests {
    private static let who = FillingForm.item(.choice, "who") {
        $0.choicesFrom = FormID("client").map { FormItem.ChoiceSource(records: $0) }
    }

    private func filling(
        _ items: [FormItem],
        _ answers: [String: FieldValue] = [:]
    ) throws -> Filling {
        var filling = Filling(try FillingForm.form(items), surroundings: try Clients.surroundings())
        for (text, value) in answers.sorted(by: { $0.key < $1.key }) {
            filling.answer(try FillingForm.path(text), with: value)
        }
        return filling
    }

    @Test("a column is a field's path, or its name alone; a deleted record has no row")
    func columns() throws {
        let list = try Clients.list()
        #expect(list.table.columns.prefix(3) == ["name", "label", "full_name"])
        #expect(list.table.columns.contains("home/address"))
        #expect(list.table.columns.contains("address"))
        #expect(list.table.rows.map { $0[1] } == ["Ann", "Bob"])
        #expect(list.label(of: Clients.gone.description) == "Carl (deleted)")
    }

    @Test("expressions look records up by any column")
    func lookups() throws {
        let items = [
            Self.who,
            FillingForm.calculation(
                "phone",
                "instance('client')/root/item[name = ${who}]/phone"
            ),
            FillingForm.calculation("address", "pulldata('client', 'address', 'name', ${who})"),
            FillingForm.calculation("northern", "count(instance('client')/root/item[area = 'n'])"),
        ]
        let filling = try filling(items, ["who": .choice(Clients.ann.description)])
        #expect(filling.value(at: try FillingForm.path("phone")) == .text("01"))
        #expect(filling.value(at: try FillingForm.path("address")) == .text("1 Mill Lane"))
        #expect(filling.value(at: try FillingForm.path("northern")) == .integer(1))
        #expect(filling.form.lists.lookedUp.map(\.text) == ["client"])
    }

    @Test("those that a filter leaves are offered, by their labels")
    func filtered() throws {
        var who = Self.who
        who.choiceFilter = "area = 's'"
        let offered = try filling([who]).choices(at: FillingForm.path("who"))
        #expect(offered.map(\.label) == ["Bob"])
        #expect(offered.map(\.name) == [Clients.bob.description])
    }

    @Test("one that the filter leaves out is no answer, unless the record had it before")
    func leftOut() throws {
        var who = Self.who
        who.choiceFilter = "area = 's'"
        let path = try FillingForm.path("who")
        let ann = FieldValue.choice(Clients.ann.description)
        var filling = try filling([who], ["who": ann])
        #expect(filling.problems.map(\.path) == ["who"])
        #expect(filling.problems.first?.message.contains("'Ann' is not offered") == true)
        filling.former = [path: ann]
        #expect(filling.problems.isEmpty)
        let bob = FieldValue.choice(Clients.bob.description)
        #expect(try self.filling([who], ["who": bob]).problems.isEmpty)
        let elsewhere = FieldValue.choice(RecordID(high: 0x7000, low: 99).description)
        #expect(try self.filling([who], ["who": elsewhere]).problems.isEmpty)
    }

    @Test("one that was chosen and is deleted by now stays the answer, as what it was")
    func gone() throws {
        let path = try FillingForm.path("who")
        let filling = try filling([Self.who], ["who": .choice(Clients.gone.description)])
        #expect(filling.choices(at: path).map(\.label) == ["Ann", "Bob", "Carl (deleted)"])
        #expect(filling.problems.isEmpty)
        #expect(try self.filling([Self.who]).choices(at: path).map(\.label) == ["Ann", "Bob"])
    }

    @Test("letters narrow thousands of them")
    func thousands() throws {
        let rows = try (0..<5_000).map { number in
            try Clients.row(RecordID(high: 0x7000, low: UInt64(number)), "Person \(number)")
        }
        let list = RecordList(of: try Clients.form(), rows: rows)
        let surroundings = Surroundings(
            today: ExpressionTests.today,
            now: FillingForm.surroundings.now,
            records: { _ in list }
        )
        let filling = Filling(try FillingForm.form([Self.who]), surroundings: surroundings)
        let found = Capture(filling).choices(at: try FillingForm.path("who"), matching: "4711")
        #expect(found.map(\.label) == ["Person 4711"])
    }

    @Test("a list takes up what was saved since")
    func renewed() throws {
        var list = try Clients.list()
        list.put(try Clients.row(Clients.ann, "Anna", ["phone": "09"]))
        list.put(try Clients.row(Clients.bob, "Bob", isDeleted: true))
        list.put(try Clients.row(RecordID(high: 0x7000, low: 9), "Dora"))
        #expect(list.choices.map(\.label) == ["Anna", "Dora"])
        #expect(list.table.rows.map { $0[1] } == ["Anna", "Dora"])
        #expect(list.choices[0].attributes?["phone"] == "09")
    }

    @Test("a look-up counts in a check of the whole record")
    func checked() throws {
        let note = FillingForm.item(.text, "note") {
            $0.constraint = "count(instance('client')/root/item[label = ${note}]) = 0"
            $0.constraintMessage = "somebody is called that"
        }
        let form = try FillingForm.form([note])
        let path = try FillingForm.path("note")
        let surroundings = try Clients.surroundings()
        #expect(form.check(record: [path: .text("Ann")], in: surroundings).count == 1)
        #expect(form.check(record: [path: .text("Zoe")], in: surroundings).isEmpty)
    }

    @Test("one is meant by its name in any case, or the end of its identifier; both of two alike")
    func called() throws {
        let twin = RecordID(high: 0x7000, low: 0xAB12_CD34)
        var list = try Clients.list()
        #expect(list.called(" ANN ") == [Clients.ann])
        #expect(list.called("Carl").isEmpty, "deleted")
        list.put(try Clients.row(twin, "ann"))
        #expect(list.called("Ann") == [Clients.ann, twin])
        #expect(list.called("b12cd34") == [twin] && list.called("d34").isEmpty)
        // As lists show it: the eight letters of the end begin so.
        let short = String(twin.description.suffix(8))
        #expect(list.called(String(short.prefix(5))) == [twin])
        #expect(list.choices.last?.label == "ann (ab12cd34)")
        list.put(try Clients.row(Clients.ann, "Anna"))
        #expect(list.called("Ann") == [twin] && list.called("Anna") == [Clients.ann])
        let elsewhere = RecordID(high: 0x7000, low: 77)
        #expect(list.called(elsewhere.description) == [elsewhere])
    }

    @Test("of people of one name a day or a word of their own tells, and a note never")
    func toldApart() throws {
        var definition = try Clients.form().definition
        definition.items.append(FillingForm.item(.text, "notes") { $0.merge = .text })
        let born = { (day: String) in PlainDate(day).map { FieldValue.date($0) } }
        let row = { (id: RecordID, more: [String: FieldValue?]) in
            var fields: [FieldPath: FieldValue] = [:]
            for (name, value) in more {
                if let path = FieldPath(name), let value { fields[path] = value }
            }
            return RecordList.Row(
                record: id,
                label: "Ann",
                fields: fields,
                base: 1,
                trunk: nil,
                isDeleted: false
            )
        }
        let ids = (1...3).map { RecordID(high: 0x7000, low: UInt64($0)) }
        let list = RecordList(
            of: try CompiledForm(definition),
            rows: [
                row(ids[0], ["born": born("1950-02-01"), "phone": .text("0123")]),
                row(ids[1], ["born": born("1987-06-05"), "phone": .text("0123")]),
                row(ids[2], ["born": born("1987-06-05"), "notes": .text("a fall")]),
            ]
        )
        #expect(
            list.choices.map(\.label) == [
                "Ann (born 1950-02-01, 00000001)", "Ann (00000002)", "Ann (00000003)",
            ]
        )
        #expect(list.shown(ids[0]) == "Ann (born 1950-02-01, 00000001)")
    }

    @Test("of two alike where one says that it is the other, that other is meant")
    func joined() throws {
        var definition = try Clients.form().definition
        definition.items.append(
            FillingForm.item(.text, "same_as") { $0.recordOf = FormID("client") }
        )
        let rows = [
            try Clients.row(Clients.ann, "Ann", ["same_as": Clients.bob.description]),
            try Clients.row(Clients.bob, "Ann"),
        ]
        let list = RecordList(of: try CompiledForm(definition), rows: rows)
        #expect(list.called("Ann") == [Clients.bob])
    }

    @Test("a text that may name one offers them, and takes other words")
    func suggested() throws {
        let who = FillingForm.item(.text, "who") { $0.recordOf = FormID("client") }
        let filling = try filling([who], ["who": .text("P-17")])
        #expect(filling.form.lists.offered.map(\.text) == ["client"])
        #expect(filling.form.lists.lookedUp.isEmpty)
        let path = try FillingForm.path("who")
        #expect(filling.choices(at: path).map(\.label) == ["Ann", "Bob"])
        #expect(filling.problems.isEmpty)
    }
}
