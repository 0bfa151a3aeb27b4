// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FieldStore
import Figures
import Foundation
import LocalSpend
import Places
import Testing

@testable import keeplocal

@Suite("What roles are told of what they have no part in", .timeLimit(.minutes(5)))
struct RoleWordsTests {
    private func said(_ desk: Desk, _ command: String...) throws -> String {
        let done = try desk.run(command)
        #expect(done.exit == 0, "\(done.errors)")
        return done.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    @Test(
        "whoever receives no spending is not told that there is none, nor sent to make any",
        arguments: [
            (Role.cabinetChampion, "Your role receives no council's spending"),
            (.coordinator, "Your role receives no council's spending"),
            (.network, "Your role receives no council's spending"),
            (.reviewer, "Finance officers of the council keep it"),
            (.finance, "keeplocal spend definition add"),
        ]
    )
    func spending(_ role: Role, _ words: String) throws {
        let desk = try Desk(role)
        for command in [["spend", "show"], ["report", "spend"]] {
            let text = try said(desk, command[0], command[1])
            #expect(text.contains(words), "\(text)")
            #expect(text.contains("definition add") == (role == .finance), "\(text)")
        }
        let ledgers = try said(desk, "spend", "ledgers")
        #expect(ledgers.contains("spend import") == (role == .finance), "\(ledgers)")
    }

    @Test(
        "nor is anybody sent to an assessment that they may not make",
        arguments: [
            (Role.finance, "Reviewers and champions of the council make it"),
            (.network, "Your role receives no assessments"),
            (.worker, "Your organisation has not rated the council yet"),
            (.reviewer, "Begin with: keeplocal principle assess"),
        ]
    )
    func principles(_ role: Role, _ words: String) throws {
        let desk = try Desk(role)
        for command in ["principle show", "report principles"] {
            let parts = command.split(separator: " ").map(String.init)
            let text = try said(desk, parts[0], parts[1])
            #expect(text.contains(words), "\(text)")
            let mayBegin = [.worker, .reviewer].contains(role)
            #expect(text.contains("principle assess") == mayBegin, "\(text)")
        }
    }

    @Test("a champion in cabinet reads what the council told the network of its spending")
    func told() throws {
        let desk = try Desk(.cabinetChampion)
        let figure = NetworkFigure.spend(
            definition: "third-party",
            year: "2017/18",
            .init(
                local: Money(pence: 4_700),
                counted: Money(pence: 10_000),
                title: "Third-party spending",
                rule: "spending in circle 1 (BD, LS29 7).",
                source: "Executive"
            )
        )
        try desk.take(records: [try ToldFigure(figure, in: "bradford").pulled()])
        let text = try said(desk, "report", "spend")
        #expect(text.contains("Third-party spending [third-party]") && text.contains("47.0%"))
        #expect(text.contains("(BD, LS29 7)"))
    }

    @Test("a supplier that no ledger names is remarked on, and a number without its list refused")
    func supplier() throws {
        let desk = try Desk(.finance)
        let set = ["spend", "supplier", "set"]
        #expect(try desk.run(set + ["Mill"]).errors.contains("No ledger") == false)
        let file = desk.home + "/q1.csv"
        try Data("Date,Supplier,Amount\r\n2025-04-03,Mill Ltd,60.00\r\n".utf8)
            .write(to: URL(filePath: file))
        #expect(try desk.run(["spend", "import", file]).exit == 0)
        let known = try desk.run(set + ["MILL LIMITED", "--class", "vcse"])
        #expect(known.exit == 0 && !known.errors.contains("No ledger"))
        let unknown = try desk.run(set + ["Nobody Known Ltd", "--class", "vcse"])
        #expect(unknown.exit == 0 && unknown.errors.contains("No ledger on this device names"))
        #expect(try desk.run(set + ["Mill Ltd", "--number", "123"]).exit == 5)
        #expect(try desk.run(set + ["Mill Ltd", "--number", "GB-COH-01234567"]).exit == 0)
    }

    @Test("LSOAs that the council does not have are named when a neighbourhood is saved")
    func neighbourhood() throws {
        let desk = try Desk(.reviewer)
        let add = ["place", "neighbourhood", "add", "Bit", "--from", "2026-06-01", "--lsoa"]
        #expect(try desk.run(add + ["E01010568"]).errors.contains("lookup") == false)
        let lookup = WardLookup(
            title: "Wards",
            boundaries: try #require(PlainDate("2026-05-07")),
            edition: 2026,
            wardOf: ["E01010568": "E05001341", "E01010569": "E05001341"],
            names: ["E05001341": "Heaton"],
            source: "s"
        )
        try desk.store.write { session in
            _ = try session.create(try formID("ward_lookup"), fields: lookup.fields)
        }
        let strange = try desk.run(add + ["E01010569,E01014485"])
        #expect(strange.exit == 0)
        #expect(strange.errors.contains("1 LSOA (E01014485) is not in the lookup of 2026-05-07"))
    }
}
