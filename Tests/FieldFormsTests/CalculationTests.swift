// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import Foundation
import Schema
import Testing

@Suite("Calculations")
struct CalculationTests {
    private static let one = "019a0000-0000-7000-8000-000000000001"
    private static let two = "019a0000-0000-7000-8000-000000000002"

    private func calculated(
        _ definition: FormDefinition,
        _ record: [String: FieldValue]
    ) throws -> [FieldPath: FieldValue] {
        try CompiledForm(definition).calculated(
            record: answers(record),
            in: Surroundings(today: ExpressionTests.today, now: Instant(milliseconds: 0))
        )
    }

    @Test("follow their answers, over a repeat as well")
    func repeats() throws {
        let text = """
            {"id": "walks", "version": 1, "title": "Walks", "audience": "organisation",
             "category": "case", "items": [
                {"type": "repeat", "name": "walk", "items": [
                    {"type": "integer", "name": "metres"}]},
                {"type": "calculate", "name": "total", "calculation": "sum(${metres})"},
                {"type": "calculate", "name": "longest", "calculation": "max(${metres})"}]}
            """
        let definition = try JSONDecoder().decode(FormDefinition.self, from: Data(text.utf8))
        let found = try calculated(
            definition,
            ["walk[\(Self.one)]/metres": .integer(400), "walk[\(Self.two)]/metres": .integer(800)]
        )
        #expect(found[try #require(FieldPath("total"))] == .integer(1200))
        #expect(found[try #require(FieldPath("longest"))] == .integer(800))
    }

    /// The dialect cannot name the score beside the latest date, and the highest score is a wrong
    /// answer wherever lower is better; figures of returns are counted elsewhere.
    @Test("an outcome calculates the scale of its measure, and no figure of its follow-ups")
    func outcome() throws {
        let pack = try Pack(files: try #require(Schema.packFiles("keep-it-local")))
        let outcome = try #require(pack.forms.first { $0.id.text == "outcome" })
        let found = try calculated(
            outcome,
            [
                "measure": .choice("ons4_anxiety"), "followup[\(Self.one)]/score": .integer(8),
                "followup[\(Self.two)]/score": .integer(2),
            ]
        )
        #expect(
            try found == answers(["lowest": .integer(0), "highest": .integer(10)])
        )
    }

    @Test("an answer that is given anew makes again what is kept and needs it, and nothing else")
    func following() throws {
        typealias Form = FillingForm
        let form = try Form.form([
            Form.item(.integer, "a"), Form.item(.integer, "b"),
            Form.item(.integer, "double") { $0.calculation = "${a} * 2" },
            Form.item(.calculate, "noted") {
                ($0.calculation, $0.trigger) = ("${a} * 3", ["a"])
            },
            Form.item(.integer, "other") { $0.calculation = "${b} * 2" },
            Form.calculation("pure", "${a} * 4"),
            Form.list(
                "visit",
                [
                    Form.item(.integer, "minutes"),
                    Form.item(.integer, "rate") { $0.initial = "7" },
                    Form.item(.integer, "cost") { $0.calculation = "${minutes} * ${rate}" },
                ]
            ),
        ])
        let record = try answers([
            "a": .integer(1), "double": .integer(2), "noted": .integer(3), "other": .integer(99),
        ])
        let found = form.following(
            [try Form.path("a"): .integer(10)],
            in: record,
            in: Form.surroundings
        )
        #expect(try found.given == answers(["double": .integer(20), "noted": .integer(30)]))
        let overruled: [FieldPath: FieldValue?] = [
            try Form.path("a"): .integer(10), try Form.path("double"): .integer(5),
        ]
        let rest = form.following(overruled, in: record, in: Form.surroundings)
        #expect(try rest.given == answers(["noted": .integer(30)]))
        let minutes = try Form.path("visit[\(Self.one)]/minutes")
        let begun = form.following([minutes: .integer(6)], in: record, in: Form.surroundings)
        #expect(
            try begun.given
                == answers([
                    "visit[\(Self.one)]/rate": .integer(7), "visit[\(Self.one)]/cost": .integer(42),
                ])
        )
    }
}

extension [FieldPath: FieldValue?] {
    fileprivate var given: [FieldPath: FieldValue] { compactMapValues { $0 } }
}
