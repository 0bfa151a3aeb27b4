// SPDX-License-Identifier: Apache-2.0

import FieldForms
import Seeds
import Testing
import Workbooks

@testable import XLSForms

@Suite("Sheets that nobody wrote")
struct HostileFormTests {
    @Test("cells that were swapped, doubled and lost give a form that compiles, or the reasons")
    func damage() throws {
        var random = Seed()
        let options = try FormFiles.options()
        for name in FormFiles.names {
            let sheets = try FormFiles.sheets(name)
            for _ in 0..<20 {
                let broken = sheets.map { damaged($0, &random) }
                do {
                    let form = try FormImport(broken, options).definition
                    #expect(throws: Never.self) { try CompiledForm(form) }
                } catch {
                    #expect(!error.problems.isEmpty)
                }
            }
        }
    }

    private func damaged(_ sheet: Sheet, _ random: inout Seed) -> Sheet {
        var cells = sheet.rows.map(\.cells)
        for _ in 0..<3 {
            let row = Int.random(in: 0..<cells.count, using: &random)
            guard !cells[row].isEmpty else { continue }
            let column = Int.random(in: 0..<cells[row].count, using: &random)
            let other = cells[Int.random(in: 0..<cells.count, using: &random)]
            switch Int.random(in: 0..<5, using: &random) {
            case 0: cells[row][column] = other.randomElement(using: &random) ?? ""
            case 1: cells[row][column] = ""
            case 2: cells[row].remove(at: column)
            case 3: cells.insert(other, at: row)
            default:
                let odd = ["${", "}", "((((", "'", "::", "end group", "\u{0}", "\u{202E}", "💧"]
                cells[row][column] += odd.randomElement(using: &random) ?? ""
            }
        }
        return Sheet(sheet.name, cells: cells)
    }

    @Test("of thousands of names that are not there, the first are told with what may be meant")
    func unknownNames() throws {
        let long = String(repeating: "x", count: 56)
        let rows = (0..<1_500).map { number in
            ["text", "\(long)\(number)", "A", "${\(long)y\(number)} > 1"]
        }
        let header = ["type", "name", "label", "relevant"]
        let sheets = [Sheet("survey", cells: [header] + rows)]
        let error = #expect(throws: ImportError.self) { try FormImport(sheets, .init()) }
        #expect(error?.problems.count == 200 && error?.isCut == true)
        let first = try #require(error?.problems.first?.description)
        #expect(first.contains("there is no field ${\(long)y0}"), "\(first)")
        #expect(first.contains("Did you mean ${\(long)0}?"), "\(first)")
    }

    @Test("long cells that would make a pattern go back and forth are read in one pass")
    func longCells() {
        let opened = String(repeating: "${", count: 50_000)
        #expect(Spelling.references(in: opened).isEmpty)
        #expect(Spelling.references(in: "${a} and ${ b }") == ["a", "b"])
        #expect(!Spelling.isExpression(String(repeating: "a", count: 100_000)))
        #expect(!Spelling.isExpression("Bradford (near the bridge)"))
        #expect(Spelling.isExpression("today() + 1"))
        let spaces = String(repeating: " ", count: 100_000)
        #expect(Parameters("start=1" + spaces).values == ["start": "1"])
        let row = ["text", "a", "A", opened]
        let header = ["type", "name", "label", "trigger"]
        _ = try? FormImport([Sheet("survey", cells: [header, row])], .init())
    }
}
