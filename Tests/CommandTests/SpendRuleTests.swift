// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FieldStore
import LocalSpend
import Testing

@testable import keeplocal

@Suite("Definitions of local spend, and what rests on them", .timeLimit(.minutes(5)))
struct SpendRuleTests {
    private let office: Desk

    init() throws { office = try Desk(.finance) }

    private func define(_ name: String, _ area: String = "BD") throws -> RecordID {
        let done = try office.run([
            "spend", "definition", "add", name, "--title", name, "--area1", area, "--json",
        ])
        #expect(done.exit == 0, "\(done.output)")
        return try newest()
    }

    private func newest() throws -> RecordID {
        let all = try office.store.read { session in
            try session.records(form: try formID("spend_definition")).map(\.id)
        }
        return try #require(all.max())
    }

    private func figure(_ year: String, of: String) throws -> (exit: Int32, output: String) {
        let done = try office.run([
            "spend", "figure", "--definition", "rule", "--year", year, "--local", "40m", "--of",
            of, "--source", "minutes",
        ])
        return (Int32(done.exit), done.output)
    }

    @Test("a definition is never changed; another one is made beside it")
    func once() throws {
        let record = try define("rule")
        let problem = #expect(throws: Problem.self) {
            try office.store.write {
                try $0.edit(record, fields: [try #require(FieldPath("area1")): .text("LS")])
            }
        }
        #expect(problem?.code == .forbidden)
        #expect(problem?.message.contains("Make a new one") == true)
    }

    @Test("a name whose figures still stand is not taken by another definition")
    func deleted() throws {
        let record = try define("rule")
        #expect(try figure("2024/25", of: "100m").exit == 0)
        let gone = try office.run(["delete", record.description])
        #expect(gone.exit == 0)
        let again = try office.run([
            "spend", "definition", "add", "rule", "--title", "Other", "--area1", "LS",
        ])
        #expect(again.exit != 0)
        _ = try define("rule-2")
    }

    @Test("two of one name are both named, and each is found by its identifier")
    func rivals() throws {
        let first = try define("rule")
        let fields = try office.store.read { try $0.record(first)?.fields ?? [:] }
        let second = try office.store.write { session in
            var other = fields
            other[try #require(FieldPath("area1"))] = .text("LS")
            return try session.create(try formID("spend_definition"), fields: other).record
        }
        let book = try office.store.read { try SpendBook($0, council: nil) }
        let note = try #require(book.notes.first { $0.contains("'rule'") })
        #expect(note.contains(first.description) && note.contains(second.description))
        let meant = try book.definition(second.description)
        #expect(meant.areas[.council]?.text == "LS")
        #expect(throws: (any Error).self) { try book.definition("rule") }
    }

    @Test("a total that jumps by more than a third is asked about")
    func jump() throws {
        _ = try define("rule")
        #expect(try figure("2023/24", of: "100m").exit == 0)
        let book = try office.store.read { try SpendBook($0, council: nil) }
        func jump(_ pounds: Int64) -> String? {
            let whole = Money(pence: pounds * 100)
            return book.jump(
                to: SpendPoint(
                    year: FinancialYear(start: 2024),
                    share: Share(Money(pence: 100), of: whole),
                    definition: "rule",
                    source: "minutes"
                )
            )
        }
        #expect(jump(134_000_000)?.contains("more than a third") == true)
        #expect(jump(66_000_000) != nil && jump(130_000_000) == nil)
        #expect(try figure("2024/25", of: "140m").output.contains("2024/25"))
    }
}
