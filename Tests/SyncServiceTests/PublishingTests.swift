// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import Foundation
import SyncService
import Testing

@Suite("A new version of a form, published while people are offline")
struct PublishingTests {
    private let world: World
    private let admin: Pen
    private let amina: Pen
    private let carol: Pen

    init() async throws {
        world = try await World()
        admin = try await world.join(.administrator)
        amina = try await world.join(.worker, of: world.hub)
        carol = try await world.join(.coordinator, of: world.hub)
    }

    static func visit(_ version: Int) -> JSON {
        let text =
            version == 1
            ? """
            {"id":"visit","version":1,"title":"Visit","audience":"organisation",
             "category":"case","items":[
              {"type":"text","name":"who","required":"true()"},
              {"type":"text","name":"needs"},
              {"type":"integer","name":"score","constraint":". <= 5"}]}
            """
            : """
            {"id":"visit","version":2,"title":"Visit","audience":"organisation",
             "category":"case","items":[
              {"type":"text","name":"who","required":"true()"},
              {"type":"text","name":"support","mapsFrom":"needs"},
              {"type":"integer","name":"score","constraint":". <= 10","scale":"ten"},
              {"type":"boolean","name":"consent","required":"true()"}]}
            """
        return (try? Canonical.decode(JSON.self, from: Data(text.utf8))) ?? .null
    }

    @discardableResult
    private func publish(_ definition: JSON, rehearsal: Bool = false) async throws -> FormReport {
        let (person, forms) = (admin.person, world.forms)
        let request = AdminRequest.Form(definition: definition, isRehearsal: rehearsal)
        return try await world.storage.write { writer in
            try Administering(writer: writer, by: person, now: World.start)
                .add(request, forms: forms)
        }
    }

    private func visit(
        _ pen: Pen,
        _ kind: Change.Kind,
        _ record: RecordID,
        version: Int,
        base: Sequence64 = 0,
        _ patch: [String: Edit]
    ) throws -> Change {
        let change = try pen.change(
            kind,
            record,
            form: "visit",
            base: base,
            patch: patch,
            reason: kind == .resolve ? "asked" : nil
        )
        return change.with(formVersion: version)
    }

    private func conflicts(_ pen: Pen) async throws -> [Conflict] {
        let (forms, person) = (world.forms, pen.person)
        return try await world.storage.read {
            try Inspecting(reader: $0, forms: forms, person: person)
                .conflicts(Inspecting.Query(all: true)).map(\.conflict)
        }
    }

    @Test("a version is told before it is added, kept once, and never changed")
    func adding() async throws {
        try await publish(Self.visit(1))
        let record = amina.newRecord()
        try await amina.store(
            visit(amina, .create, record, version: 1, ["who": Edit(to: .text("p"))])
        )
        let told = try await publish(Self.visit(2), rehearsal: true)
        #expect(!told.isAdded && told.records == 1 && told.missing == 1)
        #expect(told.renamed == [FormReport.Renaming(from: "needs", to: "support")])
        let late = try visit(
            amina,
            .edit,
            record,
            version: 2,
            base: 1,
            ["support": Edit(to: .text("x"))]
        )
        #expect(try await amina.refusal(of: late) == "form.unknown")
        let added = try await publish(Self.visit(2))
        #expect(added.isAdded && added.missing == 1)
        // The first answer may have been lost: the second says the same.
        var again = try await publish(Self.visit(2))
        #expect(!again.isAdded)
        again.isAdded = true
        #expect(again == added)
        guard case .object(var other) = Self.visit(2) else { return }
        other["title"] = "Another"
        let error = await #expect(throws: Problem.self) { try await publish(.object(other)) }
        #expect(error?.code == .alreadyExists)
        #expect(try await world.verify().isSound)
    }

    @Test("everything that is wrong with a version is named, and nothing of it is kept")
    func invalid() async throws {
        try await publish(Self.visit(1))
        guard case .object(var wrong) = Self.visit(2) else { return }
        wrong["version"] = 4
        wrong["audience"] = "council"
        let error = await #expect(throws: Problem.self) { try await publish(.object(wrong)) }
        #expect(error?.code == .formInvalid)
        guard case .array(let problems)? = error?.details?["problems"] else {
            Issue.record("the problems are not listed")
            return
        }
        #expect(problems.count == 2)
    }

    @Test("late changes of version 1 keep its rules, and meet those of version 2 as one field")
    func meeting() async throws {
        try await publish(Self.visit(1))
        let record = amina.newRecord()
        let base = try await amina.store(
            visit(amina, .create, record, version: 1, ["who": Edit(to: .text("p"))])
        )
        try await publish(Self.visit(2))
        try await carol.store(
            visit(
                carol,
                .edit,
                record,
                version: 2,
                base: base,
                ["support": Edit(to: .text("new")), "score": Edit(to: .integer(9))]
            )
        )
        // Nine is beyond the scale of version 1, and four is on another one than nine.
        let nine = try visit(
            amina,
            .edit,
            record,
            version: 1,
            base: base,
            ["score": Edit(to: .integer(9))]
        )
        #expect(try await amina.refusal(of: nine) == "field.constraint")
        try await amina.store(
            visit(
                amina,
                .edit,
                record,
                version: 1,
                base: base,
                ["needs": Edit(to: .text("old")), "score": Edit(to: .integer(4))]
            )
        )
        let open = try await conflicts(carol)
        #expect(open.map(\.field.text) == ["score", "support"])
        let score = try #require(open.first)
        #expect(
            Set(score.candidates.map(\.value))
                == [.integer(9), .scaled(.integer(4), formVersion: 1)]
        )
        let stored = try await world.record(record)
        #expect(stored.disputes == .open && stored.state.registers.keys.count == 4)
        // The decision is for the value on the former scale, and settles the former path as well.
        let four = try #require(score.candidates.first { $0.value?.isScaled == true })
        try await carol.store(
            visit(
                carol,
                .resolve,
                record,
                version: 2,
                base: stored.state.version,
                ["score": Edit(to: nil, take: four.id), "support": Edit(to: .text("both"))]
            )
        )
        let settled = try await conflicts(carol)
        #expect(settled.map(\.state) == [.resolved, .resolved])
        #expect(settled.map(\.id) == open.map(\.id))
        #expect(settled.first?.resolution?.value == .scaled(.integer(4), formVersion: 1))
        #expect(try await world.verify().isSound)
    }

    @Test("a decision made under version 1 is kept in its words, and read in those of version 2")
    func decidedOffline() async throws {
        try await publish(Self.visit(1))
        let record = amina.newRecord()
        let base = try await amina.store(
            visit(amina, .create, record, version: 1, ["who": Edit(to: .text("p"))])
        )
        var last = base
        for (pen, value) in [(amina, 3), (carol, 4)] as [(Pen, Int64)] {
            last = try await pen.store(
                visit(
                    pen,
                    .edit,
                    record,
                    version: 1,
                    base: base,
                    ["score": Edit(to: .integer(value))]
                )
            )
        }
        let four = try #require(try await conflicts(carol).first?.candidates.last)
        try await publish(Self.visit(2))
        let decision = try visit(
            carol,
            .resolve,
            record,
            version: 1,
            base: last,
            ["score": Edit(to: nil, take: four.id)]
        )
        try await carol.store(decision)
        let path = try #require(FieldPath("score"))
        let edit = try await world.record(record).state.registers[path]?.writes.last?.edit
        #expect(edit?.to == .integer(4))
        #expect(edit?.settled?.map(\.value) == [.integer(3), .integer(4)])
        let settled = try #require(try await conflicts(carol).first)
        #expect(settled.resolution?.value == .scaled(.integer(4), formVersion: 1))
        #expect(try await world.verify().isSound)
    }

    @Test("a value on a former scale is no answer, unless it is what somebody decides for")
    func smuggled() async throws {
        try await publish(Self.visit(1))
        try await publish(Self.visit(2))
        let scaled = FieldValue.scaled(.integer(4), formVersion: 1)
        let create = try visit(
            amina,
            .create,
            amina.newRecord(),
            version: 2,
            ["who": Edit(to: .text("p")), "score": Edit(to: scaled)]
        )
        #expect(try await amina.refusal(of: create) == "field.type")
    }
}
