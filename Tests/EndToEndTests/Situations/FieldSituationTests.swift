// SPDX-License-Identifier: Apache-2.0

import Testing

/// Rows 1 to 10 of the table in `docs/conflicts.md`, with real devices and a real server.
@Suite("Situations of the field: one record, two people", .timeLimit(.minutes(15)))
struct FieldSituationTests {
    @Test("1: different fields merge, and both people stand in the history")
    func differentFields() async throws {
        let field = try await Meeting()
        let visit = try await field.record("contact", "participant=P-1", "kind=visit")
        try await field.edit(visit, amina: "minutes=50", ben: "referred_on=no")
        let fields = try await field.fields(visit)
        #expect(fields["minutes"] == 50 && fields["referred_on"] == false)
        #expect(try await field.conflicts().isEmpty)
        let history = try await field.carol.run("history", visit).output
        #expect(history.contains("amina") && history.contains("ben"))
    }

    @Test("2: the same answer twice is nothing to decide")
    func sameAnswer() async throws {
        let field = try await Meeting()
        let visit = try await field.record("contact", "participant=P-1", "kind=visit")
        try await field.edit(visit, amina: "minutes=50", ben: "minutes=50")
        #expect(try await field.fields(visit)["minutes"] == 50)
        #expect(try await field.conflicts().isEmpty)
    }

    @Test("3: two guesses are asked, and until then it reads as it was")
    func guesses() async throws {
        let field = try await Meeting()
        let ann = try await field.person("Ann", "phone=01274 555001")
        try await field.edit(ann, amina: "phone=01274 555002", ben: "phone=01274 555003")
        #expect(try await field.fields(ann)["phone"] == "01274 555001")
        let conflicts = try await field.conflicts()
        #expect(conflicts.map { $0["field"] } == ["phone"])
        #expect(conflicts.first?["candidates"].list.count == 2)
    }

    @Test("4: two follow-ups on different days are both kept")
    func twoFollowUps() async throws {
        let field = try await Meeting()
        let outcome = try await outcome(field)
        try await field.edit(
            outcome,
            amina: "followup[+]/date=2025-08-01",
            "followup[+]/score=5",
            ben: "followup[+]/date=2025-08-02",
            "followup[+]/score=6"
        )
        #expect(try await scores(of: outcome, field) == [5, 6])
        #expect(try await field.conflicts().isEmpty)
    }

    @Test("5: two scores of one follow-up are asked, and it is nobody's figure until then")
    func oneFollowUp() async throws {
        let field = try await Meeting()
        let outcome = try await outcome(
            field,
            "followup[+]/date=2025-08-01",
            "followup[+]/score=5"
        )
        try await field.edit(outcome, amina: "followup[1]/score=6", ben: "followup[1]/score=7")
        #expect(try await scores(of: outcome, field) == [5])
        #expect(try await field.conflicts().count == 1)
    }

    @Test("6: of two baselines the earlier is suggested")
    func baselines() async throws {
        let field = try await Meeting()
        let outcome = try await outcome(field)
        try await field.edit(
            outcome,
            amina: "baseline/date=2025-07-03",
            "baseline/value=2",
            ben: "baseline/date=2025-07-02",
            "baseline/value=4"
        )
        let conflicts = try await field.conflicts()
        #expect(!conflicts.isEmpty)
        #expect(conflicts.allSatisfy { $0["suggestion"]["rule"] == "earlier_baseline" })
    }

    @Test("7: notes merge by lines, and lines that both changed are asked")
    func notes() async throws {
        let field = try await Meeting()
        let visit = try await field.record(
            "contact",
            "participant=P-1",
            "kind=visit",
            "note=one\ntwo\nthree"
        )
        try await field.edit(visit, amina: "note=ONE\ntwo\nthree", ben: "note=one\ntwo\nTHREE")
        #expect(try await field.fields(visit)["note"] == "ONE\ntwo\nTHREE")
        #expect(try await field.conflicts().isEmpty)
        try await field.edit(visit, amina: "note=ONE\n2\nTHREE", ben: "note=ONE\nII\nTHREE")
        #expect(try await field.conflicts().map { $0["field"] } == ["note"])
    }

    @Test("9: a set has what anybody added, and loses what somebody took away who had seen it")
    func sets() async throws {
        let field = try await Meeting()
        let ann = try await field.person("Ann", "needs=food")
        try await field.edit(ann, amina: "needs=food,money", ben: "needs=housing")
        let needs = try await field.fields(ann)["needs"].list.compactMap(\.text)
        #expect(Set(needs) == ["money", "housing"])
        #expect(try await field.conflicts().isEmpty)
    }

    @Test("30: one code by two hands is two people, and nothing is to decide")
    func oneCode() async throws {
        let field = try await Meeting()
        let answers = ["name=P-7", "consent=yes", "consent_date=2025-04-01"]
        let first = try await field.amina.saved("participant", answers)
        let second = try await field.ben.saved("participant", answers)
        try await field.meet()
        #expect(first != second)
        for record in [first, second] { #expect(try await field.fields(record)["name"] == "P-7") }
        #expect(try await field.conflicts().isEmpty)
    }

    private func outcome(_ field: Meeting, _ answers: String...) async throws -> String {
        let start = [
            "participant=P-1", "measure=scale_10", "baseline/value=3", "baseline/date=2025-07-01",
        ]
        let record = try await field.amina.saved("outcome", start + answers)
        try await field.meet()
        return record
    }

    private func scores(of outcome: String, _ field: Meeting) async throws -> [Int] {
        guard case .object(let fields) = try await field.fields(outcome) else { return [] }
        return fields.filter { $0.key.hasSuffix("/score") }.compactMap(\.value.integer).sorted()
    }
}
