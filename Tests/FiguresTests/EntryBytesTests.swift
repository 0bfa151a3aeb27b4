// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Figures
import Seeds
import Testing

@Suite("Entries of figures as bytes")
struct EntryBytesTests {
    /// One of each form with every answer that figures read, and some without.
    private func records() throws -> [Record] {
        var cases = try CaseRecords()
        let day = try CaseRecords.date("2026-05-03")
        let person = try cases.add(
            "participant",
            [
                "born": try CaseRecords.date("1948-02-29"), "lsoa": .text("E01010568"),
                "need": .choice("universal"), "needs": .choices(of: ["money", "food"]),
                "consent": .boolean(true), "consent_date": day, "own_reference": .text("KL-7"),
            ]
        )
        try cases.add("participant", ["merged_into": .text(person), "consent": .boolean(false)])
        try cases.add("participant", ["location_withheld": .boolean(true), "consent_date": day])
        try cases.add(
            "enrolment",
            [
                "participant": .text(person), "service": .text("Zoë’s café"), "started": day,
                "ended": day, "referred": day, "referred_by": .text(person),
            ]
        )
        try cases.add(
            "contact",
            [
                "participant": .text(""), "date": day, "referred_on": .boolean(true),
                "referred_to": .text("GP"), "needs": .choices(of: ["food"]),
            ]
        )
        try cases.outcome(
            person,
            "ons4_happiness",
            (3, "2026-04-01"),
            (7, "2026-06-30"),
            (-2, "2026-06-30")
        )
        try cases.addDisputed(
            "outcome",
            ["participant": .text("p-1"), "baseline/date": day],
            "measure",
            (.choice("ucla3"), .choice("scale_5"))
        )
        try cases.add("outcome", [:])
        return cases.records
    }

    private func read(_ entry: CaseEntry, _ record: Record, _ bytes: [UInt8]) throws -> CaseEntry? {
        let kind = try #require(CaseEntry.Kind(record.form))
        return bytes.withUnsafeBytes { CaseEntry(kind, record.id, $0, EntryTexts()) }
    }

    @Test("what was written is read; what lacks a byte, or has one more, is no entry")
    func same() throws {
        for record in try records() {
            let entry = try #require(CaseEntry(record))
            let bytes = entry.bytes
            #expect(try read(entry, record, bytes) == entry)
            #expect(try read(entry, record, bytes + [0]) == nil)
            for count in bytes.indices {
                #expect(try read(entry, record, Array(bytes.prefix(count))) == nil)
            }
        }
    }

    @Test("bytes that went wrong are read as something or nothing, and end no program")
    func damaged() throws {
        var random = Seed()
        for record in try records() {
            let entry = try #require(CaseEntry(record))
            for _ in 0..<2_000 {
                var bytes = entry.bytes
                for _ in 0...Int.random(in: 0...3, using: &random) {
                    guard let index = bytes.indices.randomElement(using: &random) else { break }
                    bytes[index] = .random(in: 0...255, using: &random)
                }
                _ = try read(entry, record, bytes)
            }
        }
    }

    /// Devices keep these bytes.
    ///
    /// Whoever reads other answers, or writes them otherwise, must count `CaseEntry.make` up, else
    /// old ones would be taken for new.
    @Test("the bytes of a make never change")
    func pinned() throws {
        let bytes = try records().flatMap { try #require(CaseEntry($0)).bytes }
        #expect(CaseEntry.make == 1)
        #expect(Hash(of: bytes).short == "6cc298b8664f")
    }
}
