// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@Suite("Deliberate bugs stay out of the products")
struct MutantTests {
    @Test("every mention of a mutant stands between #if MUTANTS and its end")
    func fenced() throws {
        var mentions = 0
        for file in try House.files(House.products, ending: ".swift") {
            var isInside = false
            for (number, line) in file.code.enumerated() {
                let text = line.trimmingCharacters(in: .whitespaces)
                if text == "#if MUTANTS" { isInside = true }
                if text == "#endif" || text == "#else" { isInside = false }
                guard line.contains("Mutant") else { continue }
                mentions += 1
                #expect(isInside, "\(file.path):\(number + 1) names a mutant outside the fence")
            }
        }
        #expect(mentions > 30)
    }

    @Test("only the environment switches them on")
    func switched() throws {
        let text = try String(
            contentsOf: House.root.appending(path: "Package.swift"),
            encoding: .utf8
        )
        #expect(text.components(separatedBy: "MUTANTS").count == 3)
        #expect(text.contains(#"environment["KEEPLOCAL_MUTANTS"] == "1""#))
    }

    #if !MUTANTS
    @Test("the built programs know none of them")
    func absent() throws {
        let folder = House.root.appending(path: ".build/debug")
        for program in ["keeplocal", "keeplocald"] {
            let file = try Data(
                contentsOf: folder.appending(path: program),
                options: .mappedIfSafe
            )
            #expect(file.range(of: Data("acknowledgedUnwritten".utf8)) == nil)
        }
    }
    #endif
}
