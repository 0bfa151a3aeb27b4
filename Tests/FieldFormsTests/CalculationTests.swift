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
}
