// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import FieldStore
import Testing

@Suite("Answers that a form does not allow are not saved")
struct AnswerCheckTests {
    private let amina: Device
    private static let good: [String: FieldValue] = [
        "participant": .text("p-1"), "kind": .choice("visit"),
    ]

    init() throws { amina = try Device(on: CouncilLog()) }

    /// The codes and places of what is wrong; nothing may be written then.
    private func problems(
        _ place: SourceLocation = #_sourceLocation,
        _ attempt: () throws -> Void
    ) throws -> [String] {
        let before = try amina.journal()
        let found = #expect(throws: FieldProblems.self, sourceLocation: place) { try attempt() }
        #expect(try amina.journal() == before, sourceLocation: place)
        return (found?.problems ?? []).map { "\($0.path) \($0.code.text)" }.sorted()
    }

    @Test(
        "each wrong answer is named with its place and its code",
        arguments: [
            ("minutes", FieldValue.integer(0), "minutes field.constraint"),
            ("minutes", .integer(721), "minutes field.constraint"),
            ("minutes", .text("30"), "minutes field.type"),
            ("date", .date(PlainDate(daysSince1970: 30_000)), "date field.constraint"),
            ("kind", .choice("telepathy"), "kind field.choice"),
            ("kind", .text("visit"), "kind field.type"),
            ("needs", .choices(["gold", "money"]), "needs field.choice"),
            ("needs", .choices(["money", "food"]), "needs field.type"),
            ("colour", .text("red"), "colour field.unknown"),
            ("minutes/more", .integer(1), "minutes/more field.unknown"),
            ("@exists", .boolean(false), "@exists field.unknown"),
            (
                "note", .text(String(repeating: "x", count: Limits.textLengthMax + 1)),
                "note field.too_long"
            ),
        ]
    )
    func wrong(_ path: String, _ value: FieldValue, _ expected: String) throws {
        let new = try problems {
            _ = try amina.create("contact", Self.good.merging([path: value]) { $1 })
        }
        #expect(new == [expected])
        let record = try amina.create("contact", Self.good)
        #expect(try problems { try amina.edit(record, [path: value]) } == [expected])
    }

    @Test("every wrong answer is told at once, in words, and as one problem for scripts")
    func all() throws {
        let error = #expect(throws: FieldProblems.self) {
            try amina.create("contact", ["minutes": .integer(0), "kind": .choice("x")])
        }
        let found = try #require(error)
        #expect(Set(found.problems.map(\.path)) == ["participant", "minutes", "kind"])
        #expect(found.description.contains("minutes: 0 is not allowed: 1 to 720 minutes"))
        #expect(found.description.contains("participant: Participant is needed."))
        guard case .array(let listed)? = found.problem.details?["fields"] else {
            Issue.record("no list of fields: \(found.problem)")
            return
        }
        #expect(listed.count == 3)
        #expect(found.problem.code == found.problems.first?.code)
    }

    @Test("what is required cannot be cleared, and is not asked where it is not relevant")
    func required() throws {
        let record = try amina.create("contact", Self.good)
        #expect(
            try problems { try amina.edit(record, ["participant": nil]) } == [
                "participant field.required"
            ]
        )
        #expect(
            try problems { try amina.edit(record, ["referred_on": .boolean(true)]) } == [
                "referred_to field.required"
            ]
        )
        try amina.edit(record, ["referred_on": .boolean(false)])
        try amina.edit(record, ["referred_on": .boolean(true), "referred_to": .text("the GP")])
        #expect(try amina.value("referred_to", of: record) == .text("the GP"))
    }

    @Test("a rule that speaks of another answer holds as well")
    func crossField() throws {
        let answers: [String: FieldValue] = [
            "participant": .text("p"), "measure": .choice("ucla3"), "baseline/value": .integer(2),
        ]
        #expect(
            try problems { _ = try amina.create("outcome", answers) } == [
                "baseline/value field.constraint"
            ]
        )
        let record = try amina.create(
            "outcome",
            answers.merging(["baseline/value": .integer(9)]) { $1 }
        )
        let instance: InstanceID = Device.newID()
        let score = "followup[\(instance)]/score"
        #expect(
            try problems { try amina.edit(record, [score: .integer(10)]) } == [
                "followup[\(instance)]/date field.required", "\(score) field.constraint",
            ]
        )
        #expect(
            try problems { try amina.edit(record, ["followup/score": .integer(4)]) }.contains(
                "followup/score field.unknown"
            )
        )
    }

    @Test("an answer that was wrong before does not stand in the way of another one")
    func wrongBefore() throws {
        let record = try amina.create(
            "outcome",
            [
                "participant": .text("p"), "measure": .choice("scale_10"),
                "baseline/value": .integer(10),
            ]
        )
        // With the measure, the scale changes under the baseline: told, as this edit did it.
        #expect(
            try problems { try amina.edit(record, ["measure": .choice("scale_5")]) } == [
                "baseline/value field.constraint"
            ]
        )
        try amina.edit(record, ["measure": .choice("scale_5"), "baseline/value": .integer(5)])
        #expect(try amina.value("baseline/value", of: record) == .integer(5))
    }

    @Test("a form that is not there, and one that the role may not write, are refused")
    func forms() throws {
        let problem = #expect(throws: Problem.self) { try amina.create("census", [:]) }
        #expect(problem?.code == .formUnknown)
        #expect(problem?.message.contains("contact") == true)
        let denied = amina.code {
            _ = try amina.create("service", ["name": .text("Befriending")])
        }
        #expect(denied == "permission.denied")
        #expect(try amina.journal().isEmpty)
    }
}
