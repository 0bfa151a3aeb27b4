// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FieldStore
import Foundation
import Testing

@testable import keeplocal

@Suite("Principles, by a champion's commands", .timeLimit(.minutes(5)))
struct PrincipleCommandTests {
    private let desk: Desk

    init() throws {
        desk = try Desk(.seniorChampion)
        for (principle, level) in [("local_spend", "2"), ("simple_commissioning", "3")] {
            try run("principle", "assess", principle, "--level", level, "--period", "2026")
        }
        try run(
            "principle",
            "assess",
            "local_spend",
            "--level",
            "2",
            "--period",
            "2026",
            "--target",
            "3",
            "--evidence",
            "All spend is published",
            "--voice",
            "Three open meetings",
            "--action",
            "Publish by ward;Rosa;2026-01-31",
            "--action",
            "Meet;Cleo;2030-01-31"
        )
    }

    @discardableResult
    private func run(_ arguments: String..., exit: Int32 = 0) throws -> String {
        let done = try desk.run(arguments)
        #expect(done.exit == exit, "\(done.errors)")
        return done.output + done.errors
    }

    @Test("a principle is signed by its name, and the page says which await it, in 80 columns")
    func sign() throws {
        let before = try run("principle", "show")
        #expect(before.contains("keeplocal principle sign local_spend --period 2026"))
        try run("principle", "sign", "local_spend")
        let signed = try run("principle", "show")
        #expect(signed.contains("local_spend: Amina") || signed.contains("Signed by"))
        #expect(!signed.contains("principle sign local_spend"))
        #expect(signed.contains("principle sign simple_commissioning"))
        try run("principle", "assess", "local_spend", "--level", "1", "--period", "2026")
        let changed = try run("principle", "show")
        #expect(changed.contains("(changed since)") && changed.contains("changed since\n"))
        #expect(changed.contains("simple_commissioning"))
        for line in changed.split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
    }

    @Test("what is not there to be signed is said in words")
    func nothing() throws {
        let other = try run("principle", "sign", "whole_system", exit: 2)
        #expect(other.contains("own rating of whole_system is not on this device"))
        let year = try run("principle", "sign", "local_spend", "--period", "2020", exit: 2)
        #expect(year.contains("for 2020"))
    }

    @Test("the report has the evidence, who signed, and actions, overdue ones first")
    func report() throws {
        try run("principle", "sign", "local_spend")
        let path = desk.home + "/principles.csv"
        try run("report", "principles", "--csv", path)
        let text = try String(contentsOfFile: path, encoding: .utf8)
        #expect(text.contains("All spend is published") && text.contains("Three open meetings"))
        let first = try #require(text.range(of: "Publish by ward"))
        let second = try #require(text.range(of: "What is to be done,Meet"))
        #expect(first.lowerBound < second.lowerBound)
        #expect(text.contains("overdue") && text.contains("2030-01-31"))
    }
}
