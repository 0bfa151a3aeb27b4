// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FieldStore
import Foundation
import Testing

@testable import keeplocal

@Suite("Mean change in a file after a follow-up was corrected", .timeLimit(.minutes(5)))
struct MeanCorrectionTests {
    /// A device with 20 outcomes, ten of them better; the first one's follow-up has a score.
    private func desk(first score: Int64) throws -> Desk {
        let desk = try Desk(.coordinator)
        let id = try #require(FormID("outcome"))
        for number in 0..<20 {
            let instance = InstanceID(high: 9, low: UInt64(number))
            let better: Int64 = number < 10 ? 6 : 4
            let answers: [(String, FieldValue)] = [
                ("participant", .text("P-\(number)")),
                ("measure", .choice("ons4_satisfaction")),
                ("baseline/value", .integer(4)), ("baseline/date", try date("2026-07-02")),
                ("followup[\(instance)]/date", try date("2026-09-01")),
                ("followup[\(instance)]/score", .integer(number == 0 ? score : better)),
            ]
            var fields: [FieldPath: FieldValue] = [:]
            for (name, value) in answers { fields[try #require(FieldPath(name))] = value }
            _ = try desk.store.write { try $0.create(id, fields: fields) }
        }
        return desk
    }

    private func date(_ text: String) throws -> FieldValue {
        .date(try #require(PlainDate(text)))
    }

    /// The line of mean change, and that of pairs.
    private func told(_ desk: Desk) throws -> (change: String, pairs: String) {
        let path = desk.home + "/\(UUID().uuidString).csv"
        let done = try desk.run([
            "report", "outcomes", "--quarter", "2026-Q2", "--quarters", "1", "--csv", path,
        ])
        #expect(done.exit == 0)
        let lines = String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
            .components(separatedBy: "\r\n")
        let line = { (column: String) in
            lines.first { $0.contains(",2026-Q2,\(column),") } ?? ""
        }
        return (line("change"), line("pairs"))
    }

    @Test("one person's correction is told by neither file beside the other")
    func corrected() throws {
        let first = try desk(first: 6)
        #expect(try told(first).change.contains(",change,,20,20,"))
        // What was told is told again.
        #expect(try told(first).change.contains(",change,,20,20,"))
        let second = try desk(first: 9)
        try FileManager.default.copyItem(
            atPath: first.home + "/published.json",
            toPath: second.home + "/published.json"
        )
        let later = try told(second)
        #expect(later.pairs.contains(",pairs,20,"))
        #expect(later.change.contains("[c]") && !later.change.contains(",23,"))
    }
}
