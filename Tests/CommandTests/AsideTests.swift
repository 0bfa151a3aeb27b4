// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import keeplocal

@Suite("Files that exports and imports write")
struct AsideTests {
    private let desk: Desk

    init() throws { desk = try Desk() }

    private func path(_ name: String) -> String { desk.home + "/" + name }

    private func text(_ name: String) throws -> String {
        try String(contentsOfFile: path(name), encoding: .utf8)
    }

    private func write(_ text: String, _ name: String) throws -> String {
        try Data(text.utf8).write(to: URL(filePath: path(name)))
        return path(name)
    }

    @Test(
        "refused rows go to a file of their own; mended there, they come in, and none is doubled",
        arguments: [
            (
                "csv", "participant,kind,minutes\r\nP-1,visit,10\r\nP-2,pigeon,20\r\n",
                "participant,kind,minutes\r\nP-2,pigeon,20\r\n"
            ),
            (
                "ndjson",
                #"{"participant":"P-1","kind":"visit"}"# + "\n"
                    + #"{"participant": "P-2", "kind": "pigeon"}"# + "\n",
                #"{"participant": "P-2", "kind": "pigeon"}"# + "\n"
            ),
        ]
    )
    func refused(_ kind: String, _ rows: String, _ rest: String) throws {
        let file = try write(rows, "rows.\(kind)")
        let plain = try desk.run(["import", "contact", file])
        #expect(plain.exit == ExitStatus.refused)
        #expect(plain.errors.contains("--aside refused.\(kind)"))
        let aside = "rest.\(kind)"
        let told = try desk.run(["import", "contact", file, "--aside", path(aside)])
        #expect(told.exit == ExitStatus.refused && told.errors.contains("Mend in \(path(aside))"))
        #expect(try text(aside) == rest)
        let mended = try write(text(aside).replacing("pigeon", with: "phone"), aside)
        let second = try desk.run(["import", "contact", mended])
        #expect(second.exit == 0, "\(second)")
        #expect(try desk.saved() == 2)
    }

    @Test("what was exported is mended in its own file, as each row has its key")
    func keys() throws {
        let row = "01980000-0000-7000-8000-000000000001,P-2,pigeon\n"
        let file = try write("KEY,participant,kind\n\(row)", "rows.csv")
        let told = try desk.run(["import", "contact", file])
        #expect(told.exit == ExitStatus.refused && told.errors.contains("Mend them in the file"))
        _ = try write(text("rows.csv").replacing("pigeon", with: "phone"), "rows.csv")
        for _ in 1...2 { #expect(try desk.run(["import", "contact", file]).exit == 0) }
        #expect(try desk.saved() == 1)
    }

    @Test("a file that is there, or of another kind, is never written to; none is made for nothing")
    func asideKept() throws {
        let file = try write("participant,kind\nP-1,visit\n", "rows.csv")
        for name in [file, try write("mine", "mine.csv"), path("rest.ndjson")] {
            let outcome = try desk.run(["import", "contact", file, "--aside", name])
            #expect(outcome.exit == ExitStatus.usage, "\(outcome)")
        }
        #expect(try text("mine.csv") == "mine" && (try desk.saved()) == 0)
        #expect(try desk.run(["import", "contact", file, "--aside", path("rest.csv")]).exit == 0)
        #expect(!FileManager.default.fileExists(atPath: path("rest.csv")))
    }

    @Test(
        "an export writes over nothing, unless it is told to",
        arguments: ["csv", "xlsx", "ndjson", "geojson"]
    )
    func overwrite(_ format: String) throws {
        let answers = ["--set", "participant=P-1", "--set", "kind=visit"]
        #expect(try desk.run(["new", "contact"] + answers).exit == 0)
        let file = try write("mine", "out.\(format)")
        let command = ["export", "contact", "--\(format)", "--to", file]
        let refused = try desk.run(command)
        #expect(refused.exit == ExitStatus.usage && refused.errors.contains("--overwrite"))
        #expect(try text("out.\(format)") == "mine")
        #expect(try desk.run(command + ["--overwrite"]).exit == 0)
        #expect(try Data(contentsOf: URL(filePath: file)) != Data("mine".utf8))
        #expect(!FileManager.default.fileExists(atPath: file + ".part"))
    }
}
