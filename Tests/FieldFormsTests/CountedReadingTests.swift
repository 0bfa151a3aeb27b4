// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import Testing

@Suite("A counted repeat reads as it was filled in")
struct CountedReadingTests {
    private typealias Form = FillingForm

    private func form(
        _ question: FormItem = Form.item(.text, "name"),
        count: String = "${n}"
    ) throws -> CompiledForm {
        try Form.form([
            Form.item(.integer, "n"),
            Form.list("kid", [question, Form.calculation("pos", "position(..)")]) {
                ($0.repeatCount, $0.label) = (count, "Kid")
            },
            Form.calculation("kids", "count(${kid})"), Form.calculation("all", "sum(${pos})"),
            Form.calculation("second", "indexed-repeat(${name}, ${kid}, 2)"),
        ])
    }

    private func kid(_ number: Int) throws -> FieldPath {
        let list = try Form.path("kid")
        return list.instance(CountedInstance.id(number, of: list))
    }

    private func record(_ count: Int64, _ names: [Int: String]) throws -> [FieldPath: FieldValue] {
        var record: [FieldPath: FieldValue] = [try Form.path("n"): .integer(count)]
        for (number, name) in names { record[try kid(number).child("name")] = .text(name) }
        return record
    }

    @Test("instances without an answer are there for calculations, and on the page")
    func empty() throws {
        let (form, record) = (try form(), try record(3, [1: "Ann"]))
        let derived = form.derived(from: record, in: Form.surroundings)
        #expect(derived.values[try Form.path("kids")] == .integer(3))
        #expect(derived.values[try Form.path("all")] == .integer(6))
        #expect(try derived.instances == [kid(1), kid(2), kid(3)])
        let plain = try Form.form([
            Form.item(.integer, "n"),
            Form.list("kid", [Form.item(.text, "name")]) { $0.repeatCount = "${n}" },
        ])
        let rows = RecordReading(record, under: plain, in: Form.surroundings).rows
        #expect(
            try rows == [
                .answer(Form.path("n"), .integer(3)),
                .instance(kid(1), number: 1, count: 3),
                .answer(kid(1).child("name"), .text("Ann")),
                .instance(kid(2), number: 2, count: 3), .instance(kid(3), number: 3, count: 3),
            ]
        )
    }

    @Test(
        "one that alone was answered keeps its place, when it is read and when it is gone on with"
    )
    func place() throws {
        let (form, record) = (try form(), try record(3, [2: "Bob"]))
        let derived = form.derived(from: record, in: Form.surroundings)
        #expect(derived.values[try kid(2).child("pos")] == .integer(2))
        #expect(derived.values[try Form.path("second")] == .text("Bob"))
        var filling = Filling(form, answers: record, surroundings: Form.surroundings)
        #expect(filling.value(at: try kid(2).child("pos")) == .integer(2))
        #expect(try filling.countedInstances == [kid(1), kid(2), kid(3)])
        filling.answer(try Form.path("n"), with: .integer(4))
        #expect(filling.value(at: try Form.path("all")) == .integer(10))
    }

    @Test("one beyond a count that was lowered elsewhere stays hidden")
    func hidden() throws {
        let (form, record) = (try form(), try record(2, [3: "Cat"]))
        let derived = form.derived(from: record, in: Form.surroundings)
        #expect(try derived.instances == [kid(1), kid(2)])
        let found = form.check(
            record.keys,
            beyondCountsOf: record,
            in: Form.surroundings
        )
        #expect(try found.map(\.path) == [kid(3).child("name").text])
        #expect(found.first?.message.contains("ask for 2 of 'Kid', and this is number 3") == true)
    }

    @Test("needed answers lack in each of them, and what the form gives is given in none")
    func needed() throws {
        let question = Form.item(.text, "name") {
            ($0.required, $0.initial) = ("true()", "concat('a', 'b')")
        }
        let form = try form(question)
        let found = form.check(record: try record(2, [:]), in: Form.surroundings)
        #expect(try found.map(\.path) == [1, 2].map { try kid($0).child("name").text })
        #expect(Set(found.map(\.code)) == [.fieldRequired])
        let given = Filling(
            giving: try record(2, [2: "Bob"]),
            to: form,
            surroundings: Form.surroundings
        )
        #expect(given.record[try kid(1).child("name")] == .text("ab"))
        #expect(given.problems.isEmpty)
    }

    @Test("one that somebody added before the form counted them is one of them, after the others")
    func added() throws {
        let form = try form()
        let path = try Form.path("kid[01980000-0000-7000-8000-000000000001]/name")
        var record = try record(2, [:])
        record[path] = .text("Dan")
        let derived = form.derived(from: record, in: Form.surroundings)
        #expect(derived.instances.count == 2)
        #expect(derived.values[try Form.path("second")] == .text("Dan"))
    }

    @Test("counts within counts do not fill the device, and are told at their question")
    func bound() throws {
        let inner = Form.list("bed", [Form.item(.text, "use")]) { $0.repeatCount = "${n}" }
        let form = try Form.form([
            Form.item(.integer, "n"), Form.list("room", [inner]) { $0.repeatCount = "${n}" },
        ])
        let record = try record(1_000, [:])
        let derived = form.derived(from: record, in: Form.surroundings)
        #expect(derived.instances.count <= 20_000)
        let found = form.check(record: record, in: Form.surroundings)
        #expect(found.map(\.path) == ["n"])
        #expect(found.first?.message.contains("1000000 of 'bed'") == true)
    }

    @Test("an answer whose question is not asked any more is told from those that count")
    func notAsked() throws {
        let form = try Form.form([
            Form.item(.text, "a"), Form.item(.text, "b") { $0.relevant = "${a} = 'y'" },
            Form.list("kid", [Form.item(.text, "name")]) { $0.repeatCount = "1" },
        ])
        let second = try kid(2).child("name")
        let reading = RecordReading(
            [
                try Form.path("a"): .text("n"), try Form.path("b"): .text("x"),
                try kid(1).child("name"): .text("Ann"), second: .text("Bo"),
            ],
            under: form,
            in: Form.surroundings
        )
        #expect(try reading.isAsked(Form.path("a")) && reading.isAsked(kid(1).child("name")))
        #expect(try !reading.isAsked(Form.path("b")) && !reading.isAsked(second))
    }
}
