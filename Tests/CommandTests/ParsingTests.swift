// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Testing

@testable import keeplocal

@Suite("Reading the command line")
struct ParsingTests {
    @Test(
        "every command is found by its words",
        arguments: [
            (["new", "contact"], "New"), (["new", "contact", "--set", "minutes=4"], "New"),
            (["edit", "7f3a", "--set", "minutes=50"], "Edit"),
            (["edit", "7f3a", "--again"], "Edit"),
            (["edit", "7f3a", "--let-go"], "Edit"), (["delete", "7f3a"], "Delete"),
            (["list"], "List"), (["list", "contact", "--deleted"], "List"),
            (["show", "7f3a"], "Show"), (["history", "7f3a"], "History"),
            (["import", "contact", "a.csv"], "Import"), (["form", "list"], "FormList"),
            (["form", "import", "a.xlsx", "--as", "visit", "--dry-run"], "FormImportCommand"),
            (["form", "check", "a.md", "--files", "."], "FormCheckCommand"),
            (["form", "export", "visit", "--to", "a.xlsx"], "FormExportCommand"),
            (["form", "show", "contact"], "FormShow"), (["enrol", "http://x", "CODE"], "Enrol"),
            (["sync"], "Sync"), (["sync", "--watch"], "Sync"), (["status"], "StatusCommand"),
            (["messages"], "Messages"),
            (["conflict", "list", "--all"], "ConflictList"),
            (["conflict", "show", "7f3a", "--reveal", "--reason", "x"], "ConflictShow"),
            (["conflict", "take", "7f3a", "91c2", "--reason", "x"], "ConflictTake"),
            (["conflict", "edit", "7f3a", "12", "--reason", "x"], "ConflictEdit"),
            (["conflict", "assign", "7f3a", "nobody"], "ConflictAssign"),
            (["conflict", "undo", "7f3a", "--reason", "x"], "ConflictUndo"),
            (["return", "open", "2026-Q2"], "ReturnOpen"), (["return", "list"], "ReturnList"),
            (["return", "submit", "7f3a"], "ReturnSubmit"),
            (["admin", "council", "add", "leeds", "--name", "Leeds"], "Add"),
            (["admin", "person", "list"], "Listing"),
            (["admin", "device", "revoke", "7f3a", "--reason", "lost"], "Revoke"),
        ] as [([String], String)]
    )
    func commands(_ arguments: [String], _ name: String) throws {
        for extra in [[], ["--json"], ["--home", "/nowhere"]] {
            let command = try KeepLocal.parseAsRoot(arguments + extra)
            #expect("\(type(of: command))" == name)
        }
    }

    @Test("the help of every command fits into 80 columns, as its lines were written")
    func helpLines() {
        func look(_ command: any ParsableCommand.Type) -> Int {
            let words = command.configuration
            let lines = words.discussion.split(separator: "\n")
            // A paragraph that is one line in the source is folded between words.
            for line in lines where lines.count > 1 && (81..<120).contains(line.count) {
                Issue.record("\(command): \(line)")
            }
            return words.subcommands.map(look).reduce(1, +)
        }
        #expect(look(KeepLocal.self) > 80)
    }

    @Test("options reach the command that they are given to")
    func options() throws {
        let command = try KeepLocal.parseAsRoot([
            "new", "contact", "--set", "a=1", "--set", "b=x=y", "--organisation", "Hub",
            "--dry-run", "--json", "--home", "/h",
        ])
        let new = try #require(command as? New)
        #expect(new.form == "contact")
        #expect(new.assignments == ["a=1", "b=x=y"])
        #expect(new.place.organisation == "Hub" && new.place.council == nil)
        #expect(new.rehearsal.dryRun && new.device.json)
        #expect(new.device.path == "/h")
    }

    @Test(
        "what is not understood is an error of usage that names what is missing",
        arguments: [
            (["frobnicate"], "frobnicate"), (["new"], "form"), (["edit"], "record"),
            (["edit", "7f3a", "--again", "--let-go"], "--again"),
            (["edit", "7f3a", "--again", "--set", "a=1"], "--again"), (["show"], "record"),
            (["conflict", "take", "7f3a", "91c2"], "--reason"),
            (["conflict", "undo", "7f3a"], "--reason"), (["import", "contact"], "file"),
            (["status", "--nope"], "--nope"), (["list", "a", "b"], "b"),
            (["new", "contact", "--set"], "--set"), (["enrol", "http://x"], "code"),
            (["admin", "council", "add", "leeds"], "--name"), (["sync", "now"], "now"),
        ] as [([String], String)]
    )
    func usage(_ arguments: [String], _ word: String) {
        do {
            _ = try KeepLocal.parseAsRoot(arguments)
            Issue.record("understood: \(arguments)")
        } catch {
            #expect(KeepLocal.exitCode(for: error) == .validationFailure)
            #expect(KeepLocal.fullMessage(for: error).contains(word))
        }
    }

    @Test("help is not an error, names every command, and fits 80 columns")
    func help() throws {
        let help = KeepLocal.helpMessage(columns: 80)
        for word in ["new", "edit", "sync", "conflict", "status", "return", "admin", "import"] {
            #expect(help.contains("  \(word) "), "\(word)")
        }
        for code in ["0 done", "3 conflicts remain", "4 offline", "6 not permitted"] {
            #expect(help.contains(code), "\(code)")
        }
        #expect(help.split(separator: "\n").allSatisfy { $0.count <= 80 })
        do {
            _ = try KeepLocal.parseAsRoot(["new", "--help"])
        } catch {
            #expect(KeepLocal.exitCode(for: error) == .success)
        }
    }

    @Test(
        "a command that is not there leads to the one that was meant",
        arguments: [
            (["lst"], "keeplocal list"), (["conflict", "tke", "1"], "keeplocal conflict take"),
            (["stat"], "keeplocal status"), (["xyzzy"], nil), (["list", "visit"], nil),
            (["--home", "x", "lst"], nil), ([], nil),
        ]
    )
    func near(_ arguments: [String], _ meant: String?) {
        #expect(NearCommand.of(arguments, in: KeepLocal.self) == meant)
    }
}
