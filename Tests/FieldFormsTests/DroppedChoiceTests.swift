// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import Testing

@Suite("A choice that is offered no longer")
struct DroppedChoiceTests {
    private typealias Form = FillingForm

    private func form() throws -> CompiledForm {
        try Form.form([
            Form.item(.choices, "needs") { $0.choices = "c" },
            Form.item(.choice, "first") {
                ($0.choices, $0.choiceFilter) = ("c", "zone = 'x'")
            },
        ]) { form in
            var choices = ["food", "money", "heat"].map {
                FormDefinition.Choice(name: $0, label: "Label of \($0)")
            }
            for index in choices.indices { choices[index].attributes = ["zone": "x"] }
            choices[1].dropped = true
            form.choiceLists = ["c": choices]
        }
    }

    @Test("where it stood it may stay, also beside a new one; nobody chooses it anew")
    func kept() throws {
        let (form, needs) = (try form(), try Form.path("needs"))
        let first = try Form.path("first")
        let before: [FieldPath: FieldValue] = [
            needs: .choices(["heat", "money"]), first: .choice("money"),
        ]
        var after = before
        after[needs] = .choices(["food", "money"])
        let surroundings = Form.surroundings
        #expect(form.check(record: after, in: surroundings, keeping: before).isEmpty)
        #expect(form.check(record: after, in: surroundings).count == 2)
        var filling = Filling(form, answers: before, surroundings: surroundings)
        #expect(!filling.problems.isEmpty)
        filling.former = before
        #expect(filling.problems.isEmpty)
        var capture = Capture(filling)
        #expect(capture.answer(needs, with: after[needs]) == nil)
        filling.former = [needs: .choices(["heat"])]
        capture = Capture(filling)
        #expect(capture.answer(needs, with: after[needs]) != nil)
    }

    @Test("a server takes it where the change says that it stood there")
    func atTheServer() throws {
        let (form, needs) = (try form(), try Form.path("needs"))
        let patch: [FieldPath: FieldValue?] = [needs: .choices(["food", "money"])]
        let check = { (former: [FieldPath: FieldValue]) in
            form.check(
                patch: patch,
                today: Form.surroundings.today,
                now: Form.surroundings.now,
                keeping: former
            )
        }
        #expect(check([needs: .choices(["money"])]).isEmpty)
        #expect(check([:]).map(\.code) == [.fieldChoice])
    }

    @Test("a refused answer is told by the labels of its choices")
    func words() throws {
        let form = try Form.form([
            Form.item(.choices, "needs") {
                ($0.choices, $0.constraint) = ("c", "count-selected(.) < 2")
                $0.constraintMessage = "One, please."
            }
        ]) { form in
            form.choiceLists = [
                "c": [.init(name: "x", label: "Food"), .init(name: "y", label: "Heating")]
            ]
        }
        let filling = try Form.filling(form, ["needs": .choices(["x", "y"])])
        let problem = filling.problem(at: try Form.path("needs"))
        #expect(problem?.message == "'Food', 'Heating' is not allowed: One, please.")
    }

    @Test("a counted repeat is done when each of its instances has an answer")
    func progress() throws {
        let form = try Form.form([
            Form.item(.integer, "n"),
            Form.list("kid", [Form.item(.text, "name")]) { $0.repeatCount = "${n}" },
        ])
        var filling = try Form.filling(form)
        #expect(Capture(filling).progress.total == 1)
        filling.answer(try Form.path("n"), with: .integer(2))
        #expect(Capture(filling).progress.done == 1 && Capture(filling).progress.total == 2)
        let list = try Form.path("kid")
        for number in 1...2 {
            let kid = list.instance(CountedInstance.id(number, of: list))
            filling.answer(kid.child("name"), with: .text("x"))
            let done = Capture(filling).progress.done
            #expect(done == number)
        }
    }
}
