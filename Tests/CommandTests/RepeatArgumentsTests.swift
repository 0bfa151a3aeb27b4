// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import FieldStore
import Foundation
import Testing

@testable import keeplocal

@Suite("Naming one of several follow-ups")
struct RepeatArgumentsTests {
    private let form: CompiledForm
    private let first = InstanceID(high: 1, low: 1)
    private let second = InstanceID(high: 1, low: 2)

    init() throws { form = try Desk.form("outcome") }

    private func arguments() -> FieldArguments {
        FieldArguments(
            form: form,
            today: Desk.today,
            existing: [second, first].map {
                FieldPath([.init(name: "followup", instance: $0), .init(name: "score")])
            }
        )
    }

    private func path(_ instance: InstanceID, _ name: String) -> FieldPath {
        FieldPath([.init(name: "followup", instance: instance), .init(name: name)])
    }

    @Test("[1] and [2] are those of the record, in the order they were made")
    func numbers() throws {
        var arguments = arguments()
        let answers = try arguments.parse(["followup[1]/score=4", "followup[2]/score=5"])
        #expect(answers == [path(first, "score"): .integer(4), path(second, "score"): .integer(5)])
    }

    @Test("[+] is one new instance for a whole command, and another in the next")
    func new() throws {
        var (one, two) = (arguments(), arguments())
        let answers = try one.parse(["followup[+]/score=4", "followup[+]/date=today"])
        let instances = Set(answers.keys.compactMap { $0.segments.first?.instance })
        #expect(instances.count == 1 && answers.count == 2)
        #expect(instances.isDisjoint(with: [first, second]))
        let others = try two.parse(["followup[+]/score=4"])
        #expect(instances.isDisjoint(with: others.keys.compactMap { $0.segments.first?.instance }))
    }

    @Test("what is wrong in an instance is told of as it is written")
    func told() throws {
        var arguments = arguments()
        let new = try arguments.parse(["followup[+]/score=4"])
        let other = InstanceID(high: 9, low: 9)
        let places = try (new.keys.map { $0 } + [path(second, "date"), path(other, "date")]).map {
            place in
            let problems = #expect(throws: FieldProblems.self) {
                try arguments.naming {
                    throw FieldProblems([FieldProblem(place.text, .fieldType, "no")])
                }
            }
            return try #require(problems?.problems.first?.path)
        }
        #expect(places == ["followup[+]/score", "followup[2]/date", "followup[\(other)]/date"])
    }

    @Test("an instance that the form counts is told of by its number, whatever is answered")
    func toldCounted() throws {
        let form = try Desk.form(
            items: """
                [{"type": "repeat", "name": "r", "repeatCount": "3", "items": [
                    {"type": "integer", "name": "a"}]}]
                """
        )
        let list = try #require(FieldPath("r"))
        let place = { (number: Int) in
            FieldPath([
                .init(name: "r", instance: CountedInstance.id(number, of: list)),
                .init(name: "a"),
            ])
        }
        let arguments = FieldArguments(form: form, today: Desk.today, existing: [place(3)])
        for number in [2, 3] {
            let problem = #expect(throws: FieldProblem.self) {
                try arguments.naming {
                    throw FieldProblem(place(number).text, .fieldType, "no")
                }
            }
            #expect(problem?.path == "r[\(number)]/a")
        }
    }

    @Test("an identifier names an instance, new or not")
    func identifiers() throws {
        var arguments = arguments()
        let other = InstanceID(high: 9, low: 9)
        let answers = try arguments.parse([
            "followup[\(first)]/score=4", "followup[\(other)]/score=5",
        ])
        #expect(answers == [path(first, "score"): .integer(4), path(other, "score"): .integer(5)])
    }

    @Test(
        "a selector that names none says how many there are",
        arguments: ["0", "3", "-1", "x", "", "9223372036854775808", "1.0", "++", "[1]"]
    )
    func wrong(_ selector: String) throws {
        var arguments = arguments()
        let place = "followup[\(selector)]/score"
        let error = #expect(throws: FieldProblems.self) { _ = try arguments.parse([place + "=4"]) }
        let problem = try #require(error?.problems.first)
        #expect(problem.code == .fieldUnknown)
        #expect(problem.path == place)
        #expect(problem.message.contains("[1] to [2]") || problem.message.contains("form show"))
    }

    @Test("with none in the record yet, the new one is what is offered")
    func none() throws {
        var arguments = FieldArguments(form: form, today: Desk.today)
        let error = #expect(throws: FieldProblems.self) {
            _ = try arguments.parse(["followup[1]/score=4"])
        }
        #expect(error?.problems.first?.message.contains("there are none of these yet") == true)
        #expect(error?.problems.first?.message.contains("[+]") == true)
    }

    @Test("a repeat without an instance, and an instance where none belongs, are refused")
    func misplaced() throws {
        for place in ["followup/score", "baseline[+]/value", "participant[1]", "followup[+]"] {
            var arguments = arguments()
            do {
                let answers = try arguments.parse([place + "=4"])
                // What the reader lets through, the form refuses by its place.
                let problems = form.check(
                    record: answers.compactMapValues { $0 },
                    in: Surroundings(today: Desk.today, now: Desk.now)
                )
                #expect(problems.contains { $0.code == .fieldUnknown }, "\(place): \(problems)")
            } catch let error as FieldProblems {
                #expect(error.problems.map(\.code) == [.fieldUnknown], "\(place)")
            }
        }
    }

    @Test("what is calculated cannot be given")
    func calculated() throws {
        var arguments = arguments()
        let error = #expect(throws: FieldProblems.self) { _ = try arguments.parse(["lowest=1"]) }
        #expect(error?.problems.first?.message.contains("leave it out") == true)
    }
}
