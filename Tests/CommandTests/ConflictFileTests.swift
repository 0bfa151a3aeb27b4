// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FieldStore
import Foundation
import Testing

@testable import keeplocal

@Suite("What a file about conflicts tells others", .timeLimit(.minutes(5)))
struct ConflictFileTests {
    /// A person of whom two devices wrote down different numbers.
    private func disputed(_ name: String) throws -> PulledRecord {
        try .disputed(
            "participant",
            .organisation,
            ["name": .text(name)],
            ["phone": .text("01274 100000")],
            ["phone": .text("01274 200000")]
        )
    }

    @Test("one person's conflict is on the screen, and in no file", arguments: ["csv", "html"])
    func one(_ kind: String) throws {
        let desk = try Desk(.coordinator)
        try desk.take(records: [try disputed("Joan")])
        #expect(try desk.run(["report", "conflicts"]).output.contains("1 open."))
        let path = desk.home + "/conflicts.\(kind)"
        let done = try desk.run(["report", "conflicts", "--\(kind)", path])
        #expect(done.exit == 0 && !done.output.contains("Every number could be told."))
        let text = String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
        #expect(text.contains("[c]") && !text.contains("1 open."))
        #expect(!text.contains(",conflicts,1"))
        let json = try desk.run(["report", "conflicts", "--json"])
        #expect(json.exit == 0 && !json.output.contains("1 open."))
    }
}
