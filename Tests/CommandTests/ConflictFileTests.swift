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
        var random = SystemRandomNumberGenerator()
        let record = RecordID.make(at: Desk.now, using: &random)
        let phones = ["01274 1", "01274 2"].map { FieldValue.text($0 + "00000") }
        let patches: [[FieldPath: FieldModel.Edit]] = [
            [try #require(FieldPath("name")): .init(to: .text(name))],
            [try #require(FieldPath("phone")): .init(to: phones[0])],
            [try #require(FieldPath("phone")): .init(to: phones[1])],
        ]
        let scope = Scope(
            council: try #require(CouncilID("bradford")),
            organisation: Desk.hub,
            audience: .organisation
        )
        let form = try #require(FormID("participant"))
        var states: [RecordState] = []
        for (number, patch) in patches.enumerated() {
            let change = Change(
                id: .make(at: Desk.now, using: &random),
                device: DeviceID(high: 8, low: UInt64(number)),
                counter: 1,
                record: record,
                form: form,
                formVersion: 1,
                scope: scope,
                kind: number == 0 ? .create : .edit,
                base: number == 0 ? 0 : 1,
                patch: patch,
                author: PersonID(high: 8, low: UInt64(number)),
                party: .organisation,
                at: HybridTime(instant: Desk.now.adding(seconds: Int64(number) - 100))
            )
            states.append(RecordState(change, version: Int64(number + 1)))
        }
        let state = merge(merge(states[0], states[1]), states[2])
        let bytes = try Canonical.encode(state)
        return PulledRecord(state: state, bytes: bytes, hash: Hash(of: bytes))
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
