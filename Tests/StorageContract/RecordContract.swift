// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import SyncService
import Testing

@Suite("What every storage must do with records, answers and devices")
struct RecordContract {
    private let now = Instant(milliseconds: 1_790_000_000_000)

    @Test(
        "records are given one by one, for as long as wanted",
        arguments: StorageUnderTest.allCases
    )
    func each(_ storage: StorageUnderTest) async throws {
        try await storage.run { storage in
            let records = try (1...5).map { try Sample.record(UInt64($0), version: Int64($0)) }
            try await storage.write { writer in
                for record in records.reversed() { try writer.save(record, replacing: nil) }
            }
            let seen = try await storage.read { reader in
                var seen: [StoredRecord] = []
                try reader.forEachRecord(Sample.feed, after: 1) { record in
                    seen.append(record)
                    return seen.count < 3
                }
                return seen
            }
            #expect(seen == Array(records[1...3]))
        }
    }

    @Test("where a record stands is told without reading it", arguments: StorageUnderTest.allCases)
    func marks(_ storage: StorageUnderTest) async throws {
        try await storage.run { storage in
            let record = try Sample.record(1, version: 7)
            try await storage.write { try $0.save(record, replacing: nil) }
            let (mark, none) = try await storage.read {
                (try $0.mark(record.state.record), try $0.mark(RecordID(high: 9, low: 9)))
            }
            #expect(mark == RecordMark(scope: Sample.scope, version: 7, hash: record.hash))
            #expect(none == nil)
            let (digests, logs) = try await storage.read {
                (try $0.digests(Sample.bradford), try $0.logs())
            }
            var digest = SetDigest.empty
            digest.insert(record.hash)
            #expect(digests == [Sample.scope: digest])
            #expect(logs == [Sample.bradford])
            #expect(try await storage.read { try $0.faults() }.isEmpty)
        }
    }

    @Test("what is held waits until it is settled, once", arguments: StorageUnderTest.allCases)
    func held(_ storage: StorageUnderTest) async throws {
        try await storage.run { storage in
            let change = try Sample.change()
            let why = Problem(.forbidden, "held")
            let answer = { (result: PushOutcome.Result, held: Change?) in
                StoredAnswer(
                    device: change.device,
                    outcome: PushOutcome(
                        change: change.id,
                        counter: change.counter,
                        result: result,
                        duplicate: false
                    ),
                    held: held,
                    record: change.record,
                    received: Instant(milliseconds: 5)
                )
            }
            let (waiting, over) = (
                answer(.held(why: why), change), answer(.refused(problem: why), nil)
            )
            try await storage.write { try $0.save(waiting) }
            let found = try await storage.read {
                (
                    try $0.heldCount(change.device), try $0.heldAnswers(after: nil, limit: 10),
                    try $0.heldAnswer(change.id)
                )
            }
            #expect(found.0 == 1 && found.1 == [waiting] && found.2 == waiting)
            try await storage.write { try $0.settle(over) }
            let left = try await storage.read {
                (
                    try $0.heldCount(change.device), try $0.heldAnswer(change.id),
                    try $0.answer(device: change.device, counter: change.counter)
                )
            }
            #expect(left.0 == 0 && left.1 == nil && left.2 == over)
            // A final answer stands.
            try await storage.write { try $0.settle(waiting) }
            #expect(try await storage.read { try $0.heldAnswers(after: nil, limit: 10) }.isEmpty)
        }
    }

    @Test(
        "what waits after a restore is found by device and record, in its former order",
        arguments: StorageUnderTest.allCases
    )
    func awaiting(_ storage: StorageUnderTest) async throws {
        try await storage.run { storage in
            let answers = try [(1, 1, 9), (2, 2, 4), (3, 1, 7)].map { counter, record, former in
                var change = try Sample.change(UInt64(record), counter: Int64(counter))
                change.former = [Sequence64(former)]
                return StoredAnswer(
                    device: change.device,
                    outcome: PushOutcome(
                        change: change.id,
                        counter: change.counter,
                        result: .held(why: Problem(.changeAwaiting, "waits")),
                        duplicate: false
                    ),
                    held: change,
                    received: Instant(milliseconds: 5)
                )
            }
            try await storage.write { writer in
                for answer in answers { try writer.save(answer) }
            }
            let (first, second) = (answers[0].record, answers[1].record)
            let records = Set([first, second].compactMap { $0 })
            try await storage.read { reader in
                let device = answers[0].device
                #expect(try reader.heldCount(device) == 0 && reader.awaitingCount(device) == 3)
                #expect(try reader.heldAnswers(after: nil, limit: 9).isEmpty)
                #expect(try reader.awaitingAnswers(after: nil, limit: 9) == answers)
                #expect(try reader.awaitingAnswers(after: answers[0].key, limit: 1) == [answers[1]])
                #expect(try reader.awaitingRecords(of: device) == records)
                let order = try reader.awaitingPlaces(touching: records).map(\.key)
                // The third would be second by its sequence, but for the first of the same record.
                #expect(order == [answers[1].key, answers[0].key, answers[2].key])
                let one = try reader.awaitingPlaces(touching: Set([second].compactMap { $0 }))
                let place = one.first
                #expect(one.count == 1 && place?.key == answers[1].key)
                #expect(place?.record == second && place?.sequence == 4)
                let last = try #require(answers[2].held)
                #expect(try reader.heldBefore(last) == answers[0].outcome.change)
            }
            let over = answers[0].outcome.change
            try await storage.write { try $0.settle(Self.refused(answers[0])) }
            let left = try await storage.read {
                (try $0.awaitingCount(answers[0].device), try $0.heldAnswer(over))
            }
            #expect(left.0 == 2 && left.1 == nil)
        }
    }

    private static func refused(_ answer: StoredAnswer) -> StoredAnswer {
        StoredAnswer(
            device: answer.device,
            outcome: PushOutcome(
                change: answer.outcome.change,
                counter: answer.outcome.counter,
                result: .refused(problem: Problem(.changeAwaiting, "given up")),
                duplicate: false
            ),
            held: nil,
            record: answer.record,
            received: answer.received
        )
    }

    @Test("a device keeps the one it stems from", arguments: StorageUnderTest.allCases)
    func parents(_ storage: StorageUnderTest) async throws {
        try await storage.run { storage in
            let now = now
            let device = { (low: UInt64, parent: DeviceID?) in
                StoredDevice(
                    id: DeviceID(high: 4, low: low),
                    person: Sample.person,
                    name: "tablet",
                    token: Hash(of: [UInt8(low)]),
                    enrolled: now,
                    parent: parent
                )
            }
            let (parent, child) = (device(1, nil), device(2, DeviceID(high: 4, low: 1)))
            try await storage.write { writer in
                try writer.save(DirectoryEntry.Person(id: Sample.person, name: "Amina"))
                try writer.save(parent)
                try writer.save(child)
            }
            #expect(try await storage.read { try $0.devices() } == [parent, child])
        }
    }
}
