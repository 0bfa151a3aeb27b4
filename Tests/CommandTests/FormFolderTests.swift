// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import keeplocal

@Suite("A form whose choices lie in a file, written as a folder", .timeLimit(.minutes(5)))
struct FormFolderTests {
    private let desk: Desk
    private let folder: String

    init() throws {
        desk = try Desk()
        folder = desk.home + "/out"
    }

    /// Keeps a draft with the choices of a file of this name.
    private func draft(_ name: String) throws {
        let form = """
            | survey |
            | | type | name | label |
            | | select_one_from_file \(name).csv | ward | Which ward? |
            | settings |
            | | form_title | form_id |
            | | House call | house_call |
            """
        let place = desk.home + "/form"
        try FileManager.default.createDirectory(
            atPath: place,
            withIntermediateDirectories: true
        )
        try Data(form.utf8).write(to: URL(filePath: place + "/house_call.md"))
        try Data("name,label\ne1,Eccleshill\ne2,Bolton\n".utf8)
            .write(to: URL(filePath: place + "/\(name).csv"))
        let kept = try desk.run(["form", "import", place + "/house_call.md", "--draft"])
        #expect(kept.exit == 0, "\(kept.errors)")
    }

    private func export(to path: String) throws -> StartedProgram.Outcome {
        try desk.run(["form", "export", "house_call", "--to", path])
    }

    private func check(_ path: String) throws {
        let checked = try desk.run(["form", "check", path])
        #expect(checked.exit == 0 && checked.output.contains("can be used"), "\(checked)")
    }

    @Test(
        "a file called like a sheet would be read as that sheet: a workbook is the remedy",
        arguments: ["choices", "settings", "external_choices"]
    )
    func refused(_ name: String) throws {
        try draft(name)
        let told = try export(to: folder)
        #expect(told.exit == ExitStatus.usage, "\(told)")
        #expect(told.errors.contains("reads \(name).csv"), "\(told.errors)")
        #expect(told.errors.contains("Nothing was written"), "\(told.errors)")
        #expect(told.errors.contains("--to FILE.xlsx"), "\(told.errors)")
        #expect(!FileManager.default.fileExists(atPath: folder))
        let workbook = folder + "/house_call.xlsx"
        #expect(try export(to: workbook).exit == 0)
        let file = try String(contentsOfFile: folder + "/\(name).csv", encoding: .utf8)
        #expect(file.contains("Eccleshill"))
        try check(workbook)
    }

    @Test("a file of another name lies beside the sheets, and both come back")
    func beside() throws {
        try draft("wards")
        #expect(try export(to: folder).exit == 0)
        let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        #expect(names == ["settings.csv", "survey.csv", "wards.csv"])
        try check(folder)
    }
}
