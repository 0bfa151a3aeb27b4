// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import Testing

@Suite("What a record does to records of other forms")
struct EntityTests {
    private static let who = FillingForm.item(.choice, "who") {
        $0.choicesFrom = FormID("client").map { FormItem.ChoiceSource(records: $0) }
    }
    private static let phone = FillingForm.item(.text, "phone") { $0.saveTo = "phone" }
    private static let street = FillingForm.item(.text, "street") { $0.saveTo = "home/address" }
    private static let saver = RecordID(high: 0x0190_0000_0000_7000, low: 5)

    private func form(
        _ items: [FormItem],
        _ change: (inout FormEntity) -> Void
    ) throws -> CompiledForm {
        var entity = FormEntity(form: try #require(FormID("client")))
        change(&entity)
        return try FillingForm.form(items) { $0.entities = [entity] }
    }

    private func acts(
        _ form: CompiledForm,
        _ answers: [String: FieldValue]
    ) throws -> [EntityAct] {
        var filling = Filling(form, surroundings: try Clients.surroundings())
        for (text, value) in answers.sorted(by: { $0.key < $1.key }) {
            filling.answer(try FillingForm.path(text), with: value)
        }
        return try filling.entityActs()
    }

    @Test("without an identifier one is made, as its condition says, and is always the same one")
    func made() throws {
        let form = try form([Self.phone]) {
            $0.createIf = "${phone} != '0'"
            $0.label = "concat('Tel ', ${phone})"
        }
        #expect(try acts(form, ["phone": .text("0")]).isEmpty)
        let act = try #require(try acts(form, ["phone": .text("1")]).first)
        #expect(act.creates && !act.updates && act.record == nil)
        #expect(act.made(by: Self.saver) == act.made(by: Self.saver))
        #expect(act.made(by: Self.saver) != Self.saver)
        let written = act.written(to: try Clients.form())
        #expect(written.fields[try FillingForm.path("phone")] == .text("1"))
        #expect(written.fields[try FillingForm.path("full_name")] == .text("Tel 1"))
    }

    @Test("a field that another form saves to is missed, with that form and its question")
    func lost() throws {
        let visit = try form([Self.who, Self.phone, Self.street]) { $0.record = "${who}" }
        let client = try Clients.form()
        var next = client.definition
        next.items.removeAll { $0.name == "phone" }
        let found = try CompiledForm(next).losses(after: client, of: [visit, client])
        #expect(found.count == 1)
        #expect(found[0].hasPrefix("the form filled: phone: saveTo the form client has no field"))
        #expect(client.losses(after: client, of: [visit]).isEmpty)
        let without = try form([Self.who, Self.street]) { $0.record = "${who}" }
        #expect(try CompiledForm(next).losses(after: client, of: [without]).isEmpty)
    }

    @Test("with one it is changed; without an answer nothing happens, and no blank is written")
    func changed() throws {
        let form = try form([Self.who, Self.phone, Self.street]) { $0.record = "${who}" }
        #expect(try acts(form, ["phone": .text("1")]).isEmpty)
        let answers: [String: FieldValue] = [
            "who": .choice(Clients.ann.description), "phone": .text("1"),
        ]
        let act = try #require(try acts(form, answers).first)
        #expect(act.updates && !act.creates && act.record == Clients.ann)
        #expect(act.question == (try FillingForm.path("who")))
        let written = act.written(to: try Clients.form())
        #expect(written.fields == [try FillingForm.path("phone"): .text("1")])
    }

    @Test("a name that is no record's is told of at the question that has it")
    func unnamed() throws {
        let code = FillingForm.item(.text, "code")
        let form = try form([code, Self.phone]) { $0.record = "${code}" }
        let problem = #expect(throws: FieldProblem.self) {
            try acts(form, ["code": .text("P-17"), "phone": .text("1")])
        }
        #expect(problem?.path == "code")
    }

    @Test("each instance of a repeat that is asked for makes one of its own")
    func repeated() throws {
        let name = FillingForm.item(.text, "name") { $0.saveTo = "phone" }
        let list = FillingForm.list("child", [name])
        let form = try form([list]) {
            $0.within = "child"
            $0.createIf = "${name} != 'x'"
        }
        let (one, two) = (FillingForm.id(1), FillingForm.id(2))
        let acts = try acts(
            form,
            [
                "child[\(one)]/name": .text("a"), "child[\(two)]/name": .text("x"),
                "child[\(FillingForm.id(3))]/name": .text("c"),
            ]
        )
        #expect(acts.map { $0.answers["phone"]?.value } == [.text("a"), .text("c")])
        #expect(Set(acts.map { $0.made(by: Self.saver) }).count == 2)
    }

    @Test("an answer that could go to no entity, or to several, is an error of the form")
    func unclear() throws {
        let alone = #expect(throws: FormError.self) { try FillingForm.form([Self.phone]) }
        #expect(alone?.problems.first?.hasPrefix("phone: saveTo no entity") == true)
        let client = try #require(FormID("client"))
        let two = #expect(throws: FormError.self) {
            try FillingForm.form([Self.phone]) {
                $0.entities = [FormEntity(form: client), FormEntity(form: client)]
            }
        }
        #expect(two?.problems.first?.contains("client#phone") == true)
    }

    @Test(
        "what could never be written is told of before the form is used",
        arguments: [
            ("fone", nil, "phone: saveTo the form client has no field 'fone'"),
            ("born", nil, "phone: saveTo"),
            ("phone", nil, "entity client: label"),
            ("phone", "'x'", ""),
        ] as [(String, String?, String)]
    )
    func checked(_ field: String, _ label: String?, _ expected: String) throws {
        let kind: FormItem.Kind = field == "born" ? .integer : .text
        let question = FillingForm.item(kind, "phone") { $0.saveTo = field }
        let form = try form([question]) { $0.label = label }
        let target = try Clients.form()
        let problems = form.entityProblems(among: [target.id: target])
        #expect(expected.isEmpty ? problems.isEmpty : problems.first?.hasPrefix(expected) == true)
        #expect(form.entityProblems(among: [:]).first?.contains("no form 'client'") == true)
    }
}

@Suite("A record that was given answers all at once")
struct GivenAnswersTests {
    @Test("has what the form and the device would have given a person")
    func given() throws {
        let items = [
            FillingForm.item(.metadata, "begun") { $0.metadata = .start },
            FillingForm.item(.metadata, "ended") { $0.metadata = .end },
            FillingForm.item(.metadata, "by") { $0.metadata = .person },
            FillingForm.item(.text, "first") { $0.initial = "concat('a', 'b')" },
            FillingForm.item(.text, "second") { $0.defaultValue = "plain" },
            FillingForm.item(.integer, "minutes"),
            FillingForm.item(.calculate, "noted") {
                $0.calculation = "${minutes} * 2"
                $0.trigger = ["minutes"]
            },
            FillingForm.calculation("moment", "once(${minutes})"),
        ]
        let form = try FillingForm.form(items)
        let given: [FieldPath: FieldValue] = [
            try FillingForm.path("minutes"): .integer(20),
            try FillingForm.path("first"): .text("z"),
        ]
        let surroundings = FillingForm.surroundings
        let record = Filling(giving: given, to: form, surroundings: surroundings)
            .record(keeping: given)
        let value = { (name: String) in record[try FillingForm.path(name)] }
        #expect(try value("begun") == .instant(surroundings.now))
        #expect(try value("ended") == .instant(surroundings.now))
        #expect(try value("by") == .text("Amina"))
        #expect(try value("first") == .text("z") && value("second") == .text("plain"))
        #expect(try value("noted") == .integer(40))
        #expect(form.check(record: record, in: surroundings).isEmpty)
    }

    @Test("instances that were given are the ones that a count asks for")
    func counted() throws {
        let list = FillingForm.list("visit", [FillingForm.item(.text, "note")]) {
            $0.repeatCount = "${times}"
        }
        let form = try FillingForm.form([FillingForm.item(.integer, "times"), list])
        let given: [FieldPath: FieldValue] = [
            try FillingForm.path("times"): .integer(1),
            try FillingForm.path("visit[\(FillingForm.id(1))]/note"): .text("x"),
        ]
        let filling = Filling(giving: given, to: form, surroundings: FillingForm.surroundings)
        #expect(filling.instances[try FillingForm.path("visit")] == [FillingForm.id(1)])
    }
}
