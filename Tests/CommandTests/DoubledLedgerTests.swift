// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FieldStore
import Foundation
import LocalSpend
import Testing

@testable import keeplocal

@Suite("Two ledgers with the same payments, imported apart", .timeLimit(.minutes(5)))
struct DoubledLedgerTests {
    private let office: Desk

    init() throws {
        office = try Desk(.finance)
        try run("spend", "definition", "add", "rule", "--title", "Rule", "--area1", "BD")
    }

    @discardableResult
    private func run(_ arguments: String...) throws -> String {
        let done = try office.run(arguments)
        #expect(done.exit == 0, "\(done.errors)")
        return (done.output + done.errors).split(whereSeparator: \.isWhitespace)
            .joined(separator: " ")
    }

    private func write(_ rows: [String], _ name: String) throws -> String {
        let path = office.home + "/" + name
        let heading = "Date,Supplier,Amount,Postcode,Transaction Number"
        let text = ([heading] + rows).joined(separator: "\r\n") + "\r\n"
        try Data(text.utf8).write(to: URL(filePath: path))
        return path
    }

    private func counted() throws -> Money {
        let source = try SpendSource(office.store, council: nil)
        let tally = try #require(try source.reports(only: "rule").first?.figures.years.values.first)
        return tally.counted
    }

    /// Another device's ledger: its record comes with a sync, its file is fetched.
    private func apart(_ rows: [String], _ name: String, of first: RecordID) throws -> RecordID {
        let path = try write(rows, name)
        let blob = try Attachments.copy(path, office.store)
        let reading = try #require(try ledgers().first { $0.record == first }).reading
        return try office.store.write { session in
            let file = Ledger(
                record: RecordID(high: .max, low: 1),
                title: name,
                file: blob,
                period: .init(from: PlainDate("2025-10-13"), to: PlainDate("2025-10-20")),
                replaces: nil,
                mapping: "",
                reading: reading,
                count: LedgerCount(rows: rows.count, total: Money(pence: 400_700))
            )
            return try session.create(try formID("spend_ledger"), fields: file.fields()).record
        }
    }

    private func ledgers() throws -> [Ledger] {
        try office.store.read { try SpendBook($0, council: nil).ledgers.ledgers }
    }

    @Test("count once, and both are named until one is deleted", arguments: ["A", ""])
    func once(_ number: String) throws {
        let numbers = (1...3).map { number.isEmpty ? "" : "\(number)\($0)" }
        let rows = [
            "2025-10-13,Mill,1500.00,BD1 1HX,\(numbers[0])",
            "2025-10-14,Mill,2500.00,BD1 1HX,\(numbers[1])",
        ]
        try run("spend", "import", try write(rows, "q3.csv"))
        let first = try #require(try ledgers().first).record
        let second = try apart(
            rows + ["2025-10-20,Mill,7.00,BD1 1HX,\(numbers[2])"],
            "q3b.csv",
            of: first
        )
        let (early, late) = (min(first, second), max(first, second))
        #expect(try counted().pence == (early == first ? 400_000 : 400_700))
        for command in [["spend", "show"], ["spend", "ledgers"], ["report", "spend"]] {
            let text = try run(command[0], command[1])
            #expect(text.contains("2 payments of it"), "\(text)")
            #expect(text.contains("delete \(late)") && text.contains("delete \(early)"))
        }
        try run("delete", early.description)
        #expect(try counted().pence == (early == first ? 400_700 : 400_000))
        #expect(try !run("spend", "show").contains("payments of it"))
    }

    @Test("a few that are alike and have no number are told of, and taken")
    func alike() throws {
        let row = { (day: Int, amount: Int) in "2025-10-\(day),Mill,\(amount).00,BD1 1HX," }
        try run("spend", "import", try write((10...19).map { row($0, $0) }, "first.csv"))
        let second = [row(18, 18), row(19, 19)] + (20...29).map { row($0, $0) }
        let said = try run("spend", "import", try write(second, "second.csv"))
        #expect(
            said.contains("Look: 2 payments, the first in line 2, are like others in 'first.csv'"),
            "\(said)"
        )
        let third = try run("spend", "import", try write([row(30, 30)], "third.csv"))
        #expect(!third.contains("Look:"), "\(third)")
    }
}
