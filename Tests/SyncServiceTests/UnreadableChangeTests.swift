// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import SyncService
import Testing

@Suite("A change that cannot be read")
struct UnreadableChangeTests {
    private let world: World
    private let amina: Pen

    init() async throws {
        world = try await World()
        amina = try await world.join(.worker, of: world.hub)
    }

    private func tree(_ change: Change) throws -> [String: JSON] {
        let bytes = try Canonical.encode(change)
        guard case .object(let tree) = try Canonical.decode(JSON.self, from: bytes) else {
            throw CancellationError()
        }
        return tree
    }

    private func batch(_ changes: [[String: JSON]]) throws -> PushBatch {
        let body: JSON = ["changes": .array(changes.map(JSON.object)), "unsent": 2]
        return try PushBatch(reading: try Canonical.encode(body))
    }

    private func push(_ batch: PushBatch) async throws -> PushAnswer {
        let (forms, device) = (world.forms, amina.device)
        return try await world.storage.write { writer in
            try Push(writer: writer, forms: forms, now: World.start).take(batch, from: device)
        }
    }

    @Test("is refused alone, for good, with the place that is wrong")
    func alone() async throws {
        let changes = try (0..<3).map { _ in try tree(try amina.contact()) }
        var spoilt = changes
        spoilt[1]["patch"] = ["minutes": ["to": ["weight": "7 kg"]]]
        let first = try await push(try batch(spoilt))
        #expect(first.expected == 4)
        guard case .stored = first.outcomes[0].result, case .stored = first.outcomes[2].result,
            case .refused(let problem) = first.outcomes[1].result
        else {
            Issue.record("\(first)")
            return
        }
        #expect(problem.code == .changeMalformed)
        #expect(problem.message.contains("patch.minutes.to"), "\(problem.message)")
        // The first answer stands, also once a newer server could read it.
        for again in [spoilt, changes] {
            let answer = try await push(try batch(again))
            #expect(answer.outcomes.map(\.result) == first.outcomes.map(\.result))
            #expect(answer.outcomes.map(\.duplicate) == [true, true, true])
        }
        #expect(try await world.verify().changes == 2)
    }

    @Test(
        "is answered whatever is wrong in it",
        arguments: [
            ("kind", JSON.string("invent")), ("party", .string("friends")), ("base", .number(1.5)),
            ("scope", .string("bradford")), ("patch", .array([])), ("at", .string("yesterday")),
            ("author", .null),
            ("step", .object(["move": "dance"])), ("record", .integer(7)),
        ]
    )
    func anywhere(_ member: String, _ value: JSON) async throws {
        var change = try tree(try amina.contact())
        change[member] = value
        let answer = try await push(try batch([change, try tree(try amina.contact())]))
        guard case .refused(let problem) = answer.outcomes[0].result,
            case .stored = answer.outcomes[1].result
        else {
            Issue.record("\(answer)")
            return
        }
        #expect(problem.message.contains(member), "\(problem.message)")
    }

    @Test("that has no name makes the push malformed", arguments: ["id", "device", "counter"])
    func nameless(_ member: String) throws {
        for value: JSON? in [nil, "x", .boolean(true)] {
            var change = try tree(try amina.contact())
            change[member] = value
            #expect(throws: JSONFault.self) { try batch([change]) }
        }
    }
}
