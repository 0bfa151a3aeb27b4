// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import Testing

@Suite("A record while it is filled in")
struct FillingTests {
    private typealias Form = FillingForm

    private func visits(_ more: [FormItem]) throws -> Filling {
        let form = try Form.form(
            [
                Form.list(
                    "visit",
                    [
                        Form.item(.integer, "minutes"), Form.item(.text, "kind"),
                        Form.calculation("number", "position(..)"),
                    ]
                )
            ] + more
        )
        var filling = Filling(form, surroundings: Form.surroundings)
        for (number, (minutes, kind)) in [(30, "home"), (45, "phone"), (60, "home")].enumerated() {
            let visit = "visit[\(Form.id(number))]"
            filling.answer(try Form.path("\(visit)/minutes"), with: .integer(Int64(minutes)))
            filling.answer(try Form.path("\(visit)/kind"), with: .text(kind))
        }
        return filling
    }

    @Test(
        "expressions look over repeats",
        arguments: [
            ("sum(${minutes})", "135"), ("count(${visit})", "3"), ("max(${minutes})", "60"),
            ("sum(${visit}[kind = 'home']/minutes)", "90"),
            ("count(${visit}[${minutes} > 40])", "2"),
            ("indexed-repeat(${minutes}, ${visit}, 2)", "45"), ("${visit}[2]/minutes", "45"),
            ("indexed-repeat(${minutes}, ${visit}, 9)", ""),
            ("join(' ', ${kind})", "home phone home"),
            ("${visit}[position() = last()]/kind", "home"), ("/data/visit/minutes = 45", "true"),
            ("count(/data/visit[minutes > 30][kind = 'home'])", "1"), ("${kind} = 'phone'", "true"),
            ("count-non-empty(${kind})", "3"), ("sum(${number})", "6"),
            ("${minutes} > 60", "false"),
            ("count(${minutes} | ${kind})", "6"),
            ("count(${visit}[kind = current()/../want])", "2"),
        ]
    )
    func overRepeats(_ text: String, _ expected: String) throws {
        let filling = try visits([Form.item(.text, "want") { $0.defaultValue = "home" }])
        let place = try Form.path("want")
        let found = filling.value(of: try Expression(parsing: text), at: place)
        #expect(found.string == expected, "\(text)")
    }

    @Test("an instance that goes takes its share with it, and those behind it move up")
    func removal() throws {
        var filling = try visits([Form.calculation("total", "sum(${minutes})")])
        let changed = filling.removeInstance(Form.id(0), from: try Form.path("visit"))
        #expect(filling.value(at: try Form.path("total")) == .integer(105))
        let second = try Form.path("visit[\(Form.id(1))]/number")
        #expect(filling.value(at: second) == .integer(1))
        #expect(changed.isSuperset(of: [second, try Form.path("total")]))
    }

    @Test("an answer repaints what depends on it, and nothing else")
    func changes() throws {
        let form = try Form.form([
            Form.item(.integer, "a"), Form.item(.integer, "b") { $0.relevant = "${a} > 1" },
            Form.item(.integer, "c") { $0.constraint = ". > ${a}" },
            Form.item(.note, "d") { $0.label = "You said ${a}" }, Form.item(.integer, "e"),
            Form.calculation("f", "${b} + 1"),
        ])
        var filling = try Form.filling(form)
        let changed = filling.answer(try Form.path("a"), with: .integer(5))
        #expect(changed == Set(try ["a", "b", "c", "d"].map(Form.path)))
        #expect(filling.label(at: try Form.path("d")) == "You said 5")
        #expect(
            filling.answer(try Form.path("b"), with: .integer(1))
                == Set(try ["b", "f"].map(Form.path))
        )
        filling.answer(try Form.path("a"), with: .integer(0))
        #expect(filling.value(at: try Form.path("b")) == .integer(1))
        #expect(filling.value(at: try Form.path("f")) == nil)
        #expect(filling.record.keys.sorted() == [try Form.path("a")])
    }

    @Test("a record begins with what the form and the device give, and goes on without")
    func beginnings() throws {
        let form = try Form.form([
            Form.item(.metadata, "start") { $0.metadata = .start },
            Form.item(.metadata, "who") { $0.metadata = .person },
            Form.item(.text, "place") { $0.defaultValue = "hall" },
            Form.item(.date, "on") { $0.initial = "today() - 1" },
            Form.calculation("made", "once(concat(${place}, '!'))"),
            Form.list("child", [Form.item(.integer, "age") { $0.initial = "position(..) + 1" }]),
        ])
        var filling = Filling(form, surroundings: Form.surroundings)
        #expect(filling.value(at: try Form.path("who")) == .text("Amina"))
        #expect(
            filling.value(at: try Form.path("on")) == .date(ExpressionTests.today.adding(days: -1))
        )
        #expect(filling.value(at: try Form.path("made")) == .text("hall!"))
        filling.addInstance(Form.id(1), to: try Form.path("child"))
        #expect(filling.value(at: try Form.path("child[\(Form.id(1))]/age")) == .integer(2))
        filling.answer(try Form.path("place"), with: nil)
        #expect(filling.value(at: try Form.path("made")) == .text("hall!"))
        let again = Filling(
            form,
            answers: filling.answers,
            instances: filling.instances,
            surroundings: Form.surroundings
        )
        #expect(again.answers == filling.answers)
    }

    @Test("a trigger sets a calculation going, and nothing else does")
    func triggers() throws {
        let form = try Form.form([
            Form.item(.integer, "a"), Form.item(.integer, "b"),
            Form.item(.calculate, "c") {
                $0.calculation = "${a} + ${b}"
                $0.trigger = ["a"]
            },
            Form.item(.integer, "d") { $0.calculation = "${a} * 2" },
        ])
        var filling = try Form.filling(form, ["b": .integer(1)])
        #expect(filling.value(at: try Form.path("c")) == nil)
        filling.answer(try Form.path("a"), with: .integer(2))
        #expect(filling.answers[try Form.path("c")] == .integer(3))
        filling.answer(try Form.path("b"), with: .integer(9))
        #expect(filling.answers[try Form.path("c")] == .integer(3))
        #expect(filling.answers[try Form.path("d")] == .integer(4))
        filling.answer(try Form.path("d"), with: .integer(7))
        #expect(filling.answers[try Form.path("d")] == .integer(7))
    }

    @Test("choices are filtered by other answers, and shuffled alike for the same seed")
    func choices() throws {
        let form = try Form.form([
            Form.item(.text, "district"),
            Form.item(.choice, "ward") {
                $0.choices = "wards"
                $0.choiceFilter = "district = ${district} or name = 'other'"
            },
            Form.item(.choice, "any") {
                $0.choices = "wards"
                $0.randomize = true
                $0.seed = "7"
            },
            Form.calculation("said", "jr:choice-name(${ward}, '${ward}')"),
            Form.calculation("found", "instance('wards')/root/item[name = ${ward}]/district"),
            Form.calculation("second", "instance('wards')/root/item[2]/label"),
            Form.calculation("last", "instance('wards')/root/item[position() = last()]/label"),
            Form.calculation("south", "instance('wards')/root/item[district = 'south'][2]/name"),
            Form.calculation("first", "count(instance('wards')/root/item[position() < 4])"),
        ]) { definition in
            definition.choiceLists = [
                "wards": (0..<9).map { number in
                    var choice = FormDefinition.Choice(name: "w\(number)", label: "Ward \(number)")
                    choice.attributes = ["district": number < 4 ? "north" : "south"]
                    return choice
                } + [FormDefinition.Choice(name: "other", label: "Another")]
            ]
        }
        var filling = try Form.filling(form, ["district": .text("north"), "ward": .choice("w2")])
        let ward = try Form.path("ward")
        #expect(filling.choices(at: ward).map(\.name) == ["w0", "w1", "w2", "w3", "other"])
        #expect(filling.value(at: try Form.path("said")) == .text("Ward 2"))
        #expect(filling.value(at: try Form.path("found")) == .text("north"))
        for (name, value) in [("second", "Ward 1"), ("last", "Another"), ("south", "w5")] {
            #expect(filling.value(at: try Form.path(name)) == .text(value), "\(name)")
        }
        #expect(filling.value(at: try Form.path("first")) == .integer(3))
        #expect(filling.problem(at: ward) == nil)
        #expect(filling.answer(try Form.path("district"), with: .text("south")).contains(ward))
        #expect(filling.problem(at: ward)?.code == .fieldChoice)
        let any = try Form.path("any")
        #expect(filling.choices(at: any) == (try Form.filling(form)).choices(at: any))
        #expect(filling.choices(at: any).map(\.name) != form.field(any)?.choices.map(\.name))
    }

    @Test(
        "what a form cannot mean is named with its place and a remedy",
        arguments: [
            ("${agee} > 1", "at character 1: there is no field ${agee}; did you mean ${age}?"),
            ("1 + age", "at character 5: 'age' is no value: a field is ${age}, a text is 'age'"),
            ("${born} > 'x'", "at character 11: 'x' is no date"),
            ("${age} = 'old'", "at character 10: 'old' is no number"),
            ("${age} + 'b'", "at character 10: 'b' is a text"),
            ("cuont(${age})", "did you mean 'count'?"), ("date('3/4/26')", "no date"),
            ("../other/x", "there is no 'other'"),
        ]
    )
    func problems(_ text: String, _ expected: String) {
        let error = #expect(throws: FormError.self) {
            try Form.form([
                Form.item(.integer, "age"), Form.item(.date, "born"),
                Form.item(.text, "why") { $0.relevant = text },
            ])
        }
        #expect(
            error?.problems.contains { $0.contains("why: relevant") && $0.contains(expected) }
                == true,
            "\(error?.description ?? "")"
        )
    }

    @Test("the name of a record and of an entity may speak of fields that are there alone")
    func names() {
        let error = #expect(throws: FormError.self) {
            try Form.form([Form.item(.text, "who")]) { definition in
                definition.naming = "concat('x', ${whom})"
                var entity = FormEntity(form: definition.id)
                entity.label = "${were}"
                definition.entities = [entity]
            }
        }
        #expect(error?.problems.count == 2)
        #expect(error?.description.contains("did you mean ${who}?") == true)
    }

    @Test("a circle is refused, whatever it leads through")
    func circles() {
        #expect(throws: FormError.self) {
            try Form.form([
                Form.item(.integer, "a") { $0.relevant = "${c} > 1" },
                Form.calculation("c", "${a} + 1"),
            ])
        }
        #expect(throws: FormError.self) { try Form.form([Form.calculation("c", "${c} + 1")]) }
        #expect(throws: FormError.self) {
            try Form.form([
                Form.list("r", [Form.item(.integer, "x")]) { $0.repeatCount = "sum(${x})" }
            ])
        }
    }

    @Test("texts of texts of texts do not fill the device")
    func growth() throws {
        let items = (1...40).map {
            Form.calculation("t\($0)", "concat(${t\($0 - 1)}, ${t\($0 - 1)})")
        }
        let form = try Form.form([Form.item(.text, "t0")] + items)
        let filling = try Form.filling(form, ["t0": .text("grow")])
        guard case .text(let text)? = filling.value(at: try Form.path("t40")) else {
            Issue.record("no text")
            return
        }
        #expect(text.utf8.count <= 65_536)
    }

    @Test(
        "an acknowledgement is what other programs of the field call it",
        arguments: ["${ack} = 'OK'", "selected(${ack}, 'OK')", "${ack} = 'yes'", "${ack} != ''"]
    )
    func acknowledged(_ rule: String) throws {
        let form = try Form.form([
            Form.item(.acknowledge, "ack"), Form.item(.text, "q") { $0.relevant = rule },
        ])
        let question = try Form.path("q")
        #expect(try !Form.filling(form).isRelevant(question))
        #expect(try Form.filling(form, ["ack": .boolean(true)]).isRelevant(question))
    }
}
