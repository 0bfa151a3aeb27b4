// SPDX-License-Identifier: Apache-2.0

import FaultTable
import Testing

@Suite("A device that was away for 401 days, two form versions behind", .timeLimit(.minutes(15)))
struct LongAbsenceTests {
    /// Changes of one who was away, and of another who has a few to compare with.
    private static let (many, few) = Campaign.factor >= 4 ? (20_000, 2_000) : (1_000, 400)

    @Test("comes back with one sync, in constant memory, and loses nothing")
    func back() async throws {
        var absence = try await Absence(amina: Self.many, bilal: Self.few)
        try await absence.pass()
        let (amina, carol, server) = (absence.amina, absence.carol, absence.town.server)

        let small = try await MeasuredSync(of: absence.bilal, server: server)
        #expect(small.report["pushed"].integer == Self.few)
        let large = try await MeasuredSync(of: amina, server: server)
        print("\(Self.few) changes: \(small); \(Self.many): \(large)")
        #expect(large.exit == 3)
        #expect(large.report["pushed"].integer == absence.unsent)
        for nothing in ["refused", "held", "awaiting", "duplicates", "mended"] {
            #expect(large.report[nothing] == 0, "\(nothing)")
        }
        #expect(large.report["digestsAgree"] == true)
        #expect(large.report["conflicts"].integer == Absence.disputed + Absence.lateEdits)
        // Both fill their batches and pages: one that kept what it sends or receives would need
        // a kilobyte more, and rather several, for each change.
        #expect(large.peak - small.peak <= 6 * 1024, "\(small.peak) to \(large.peak) KiB")
        #expect(large.server - small.server <= 16 * 1024, "\(small.server) to \(large.server) KiB")

        let again = try await amina.json("sync", exit: 3)
        #expect(again["pushed"] == 0 && again["pulled"] == 0)
        try await tombstones(absence)
        try await carol.sync()
        let tally = try await compare(absence)
        FaultTable.add(
            fault: "away for 401 days, two form versions behind",
            cases: absence.unsent,
            lost: tally.lost,
            duplicated: tally.duplicated
        )
        #expect(tally == (0, 0))
        try await figures(absence)
        let verified = try await server.verify()
        #expect(verified["chain"] == "ok" && verified["projection"] == "ok")
        #expect(verified["records"].integer == absence.records + 1)
    }

    /// What was deleted is gone from the device that never heard of it, and what it wrote of two of
    /// them waits for a decision.
    private func tombstones(_ absence: Absence) async throws {
        let content = "SELECT count(*) FROM record WHERE instr(CAST(state AS TEXT), 'gone-') > 0"
        #expect(try await absence.amina.query(content) == ["0"])
        for (number, record) in absence.gone.enumerated() {
            let shown = try await absence.amina.json("show", record)
            let isLate = number < Absence.lateEdits
            #expect(shown["deleted"] == .boolean(!isLate))
            #expect(shown["fields"].keys == (isLate ? ["observation"] : []))
        }
        let conflicts = try await absence.amina.json("conflict", "list").list
        let late = conflicts.filter { $0["field"] == "@exists" }
        #expect(Set(late.compactMap { $0["record"].text }) == Set(absence.gone.prefix(2)))
        for conflict in conflicts where conflict["field"] != "@exists" {
            let values = conflict["candidates"].list.compactMap { $0["value"].text }
            #expect(conflict["field"] == "observation")
            #expect(Set(values) == ["Amina was there", "Carol was there"])
        }
    }

    /// Both devices show the same records, each once, and all that Amina wrote as version 3 has it.
    private func compare(_ absence: Absence) async throws -> (lost: Int, duplicated: Int) {
        let mine = try await listed(absence.amina)
        #expect(try await listed(absence.carol) == mine)
        #expect(mine.count == absence.records)
        var found: [String: Int] = [:]
        for record in mine {
            let name = record["fields"]["participant"].text ?? ""
            guard name.hasPrefix("amina-"), let number = Int(name.dropFirst(6)) else { continue }
            if Self.isKept(record, number) { found[name, default: 0] += 1 }
        }
        let edited = mine.filter { $0["fields"]["observation"] == "Amina was there" }
        let edits = Absence.lateEdits + Absence.sharedEdits - Absence.disputed
        #expect(edited.count == edits)
        return (
            (1...Self.many).count { found["amina-\($0)"] == nil } + edits - edited.count,
            found.values.map { $0 - 1 }.reduce(0, +) + mine.count - absence.records
        )
    }

    private static func isKept(_ record: Document, _ number: Int) -> Bool {
        record["formVersion"] == 3 && record["conflicts"] == []
            && record["fields"].keys == ["participant", "date", "kind", "observation"]
            && record["fields"]["observation"].text == "kept \(number)"
            && record["fields"]["date"].text == Absence.day(number)
            && record["former"]["minutes"] == ["value": 25, "formVersion": 1, "asked": true]
            && record["former"]["safeguarding"]["asked"] == .boolean(false)
            && record["missing"] == [["field": "consent", "since": 3]]
    }

    private func listed(_ device: Device) async throws -> [Document] {
        let list = try device.start("list", "contact", "--deleted", "--json")
        return try await list.finish(within: 600).json().list
    }

    private func figures(_ absence: Absence) async throws {
        let opened = try await absence.carol.json("return", "open", "2025-Q2")
        let record = try #require(opened["record"].text)
        try await absence.carol.run("return", "prepare", record)
        let fields = try await absence.carol.json("return", "show", record)["fields"]
        #expect(fields["contacts"].integer == absence.inQuarter)
        #expect(fields["people_supported"].integer == absence.inQuarter)
        try await absence.carol.run("sync", exit: 3)
    }
}
