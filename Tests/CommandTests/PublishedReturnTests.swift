// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import Testing

@testable import keeplocal

@Suite("What a published return tells others", .timeLimit(.minutes(5)))
struct PublishedReturnTests {
    private static let few: [String: FieldValue] = [
        "period": .text("2026-Q2"), "people_supported": .integer(40), "people_new": .integer(3),
        "contacts": .integer(120), "outcomes_improved": .integer(9),
        "outcomes_paired": .integer(12),
    ]

    private func told(_ desk: Desk) throws -> String {
        let path = desk.home + "/\(UUID().uuidString).csv"
        #expect(try desk.run(["report", "returns", "--csv", path]).exit == 0)
        return String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
    }

    @Test("few people are told to nobody, approved or published, and who publishes reads which")
    func few() throws {
        let desk = try Desk(.seniorChampion)
        let approved = try AcceptedReturn(in: "bradford", Self.few, then: [.approve])
        let published = try AcceptedReturn(
            in: "bradford",
            Self.few.merging(["period": .text("2026-Q1")]) { $1 },
            then: [.approve, .publish]
        )
        try desk.take([approved, published])
        let lines = try told(desk).split(separator: "\r\n")
        for period in ["2026-Q1", "2026-Q2"] {
            let rows = lines.filter { $0.contains(period) }
            #expect(rows.contains { $0.contains(",people,40,") }, "\(period)")
            #expect(rows.contains { $0.contains(",new,,,,[c]") }, "\(period)")
            // Three did not improve: the share would tell it.
            #expect(rows.contains { $0.contains(",improved,,,,[c]") }, "\(period)")
        }
        let done = try desk.run(["return", "publish", approved.record.description])
        #expect(done.exit == 0)
        #expect(done.output.contains("not to be told: new, improved."))
        #expect(done.output.contains("keeplocal report returns --html FILE"))
    }

    @Test("where all may be told, nothing is warned of")
    func many() throws {
        let desk = try Desk(.seniorChampion)
        let answers = Self.few.merging([
            "people_new": .integer(20), "outcomes_paired": .integer(20),
        ]) { $1 }
        let approved = try AcceptedReturn(in: "bradford", answers, then: [.approve])
        try desk.take([approved])
        let done = try desk.run(["return", "publish", approved.record.description])
        #expect(done.exit == 0 && !done.output.contains("not to be told"))
    }
}
