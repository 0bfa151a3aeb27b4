// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import Testing

@Suite("A choice that the filter leaves out once another answer has changed")
struct LeftOutTests {
    /// Which of two lists is filtered by the area: records of a form, or choices of the form.
    enum Source: CaseIterable { case records, list }

    private static let ann = FieldValue.choice(Clients.ann.description)
    private static let bob = FieldValue.choice(Clients.bob.description)
    private static let elsewhere = FieldValue.choice(RecordID(high: 0x7000, low: 99).description)

    private func form(_ source: Source, _ filter: String = "area = ${area}") throws -> CompiledForm
    {
        let who = FillingForm.item(.choice, "who") {
            $0.choiceFilter = filter
            switch source {
            case .records:
                $0.choicesFrom = FormID("client").map { FormItem.ChoiceSource(records: $0) }
            case .list: $0.choices = "people"
            }
        }
        let items = [
            FillingForm.item(.text, "area"), who, FillingForm.item(.text, "note"),
            FillingForm.calculation("side", "if(${area} = 'n', 'n', 's')"),
        ]
        return try FillingForm.form(items) { definition in
            let people = [(Clients.ann, "Ann", "n"), (Clients.bob, "Bob", "s")]
            definition.choiceLists = [
                "people": people.map { record, name, area in
                    var choice = FormDefinition.Choice(name: record.description, label: name)
                    choice.attributes = ["area": area]
                    return choice
                }
            ]
        }
    }

    private func edit(
        _ form: CompiledForm,
        of former: [String: FieldValue],
        _ answers: [String: FieldValue]
    ) throws -> Filling {
        var record: [FieldPath: FieldValue] = [:]
        for (name, value) in former { record[try FillingForm.path(name)] = value }
        var filling = Filling(form, answers: record, surroundings: try Clients.surroundings())
        filling.former = record
        for (name, value) in answers { filling.answer(try FillingForm.path(name), with: value) }
        return filling
    }

    @Test("is told of, whether or not the record had it before", arguments: Source.allCases)
    func told(_ source: Source) throws {
        let former = ["area": FieldValue.text("n"), "who": Self.ann]
        let form = try form(source)
        let filling = try edit(form, of: former, ["area": .text("s")])
        #expect(filling.problems.map(\.path) == ["who"])
        #expect(filling.problems.first?.code == .fieldChoice)
        #expect(filling.problems.first?.message.hasPrefix("'Ann' is not offered beside") == true)
        let path = try FillingForm.path("who")
        #expect(filling.choices(at: path).map(\.label) == ["Bob"], "nor is it offered")
        var capture = Capture(filling)
        #expect(capture.goToProblem()?.path == "who")
        #expect(capture.answer(path, with: Self.ann)?.code == .fieldChoice)
        #expect(capture.answer(path, with: Self.bob) == nil)
        #expect(capture.filling.problems.isEmpty)
        #expect(try edit(form, of: former, ["area": .text("s"), "who": Self.bob]).problems.isEmpty)
    }

    @Test("an edit of what the filter does not look at leaves it be", arguments: Source.allCases)
    func unrelated(_ source: Source) throws {
        let former = ["area": FieldValue.text("s"), "who": Self.ann]
        let form = try form(source)
        #expect(try edit(form, of: former, ["note": .text("x")]).problems.isEmpty)
        let elsewhere = try edit(form, of: former, ["note": .text("x"), "area": .text("e")])
        #expect(elsewhere.problems.map(\.path) == ["who"], "left out before, and another area now")
        let back = try edit(form, of: former, ["area": .text("s")])
        #expect(back.problems.isEmpty)
    }

    @Test("what a filter looks at through a calculation counts as well", arguments: Source.allCases)
    func calculated(_ source: Source) throws {
        let former = ["area": FieldValue.text("n"), "who": Self.ann]
        let form = try form(source, "area = ${side}")
        #expect(try edit(form, of: former, ["area": .text("x")]).problems.map(\.path) == ["who"])
        let alike = ["area": FieldValue.text("x"), "who": Self.ann]
        #expect(try edit(form, of: alike, ["area": .text("y")]).problems.isEmpty, "'s' both times")
    }

    @Test("a record that this device does not know stays, whatever is edited")
    func unknown() throws {
        let former = ["area": FieldValue.text("n"), "who": Self.elsewhere]
        let form = try form(.records)
        #expect(try edit(form, of: former, ["area": .text("s")]).problems.isEmpty)
    }

    @Test("in an instance of a repeat, only what is around it counts")
    func repeated() throws {
        var who = FillingForm.item(.choice, "who") { $0.choiceFilter = "area = ${area}" }
        who.choicesFrom = FormID("client").map { FormItem.ChoiceSource(records: $0) }
        let visit = FillingForm.list("visit", [FillingForm.item(.text, "area"), who])
        let (first, second) = (FillingForm.id(1), FillingForm.id(2))
        let former: [String: FieldValue] = [
            "visit[\(first)]/area": .text("n"), "visit[\(first)]/who": Self.ann,
            "visit[\(second)]/area": .text("s"), "visit[\(second)]/who": Self.ann,
        ]
        let filling = try edit(
            FillingForm.form([visit]),
            of: former,
            ["visit[\(first)]/area": .text("s")]
        )
        #expect(filling.problems.map(\.path) == ["visit[\(first)]/who"])
    }

    @Test("one that is offered to nobody any more stays only where it belongs")
    func dropped() throws {
        var definition = try form(.list).definition
        definition.choiceLists?["people"]?[0].dropped = true
        let form = try CompiledForm(definition)
        let former = ["area": FieldValue.text("n"), "who": Self.ann]
        #expect(try edit(form, of: former, ["note": .text("x")]).problems.isEmpty)
        #expect(try edit(form, of: former, ["area": .text("s")]).problems.map(\.path) == ["who"])
    }
}
