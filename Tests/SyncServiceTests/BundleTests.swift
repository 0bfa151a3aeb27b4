// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import Gzip
import HTTPTypes
import Sealing
import SyncService
import Testing

@Suite("Changes that are carried by hand")
struct BundleTests {
    /// A server with a key, a device without a network, and one that carries for it.
    private struct Valley {
        let wire: RouteWire
        let amina: Pen
        let carrier: Pen
        let key: BundleKey

        init() async throws {
            wire = try await RouteWire()
            amina = try await wire.world.join(.worker, of: wire.world.hub)
            carrier = try await wire.world.joinElsewhere(.reviewer)
            let key = BundleKey()
            self.key = key
            try await wire.world.storage.write { try $0.set("bundleKey", to: key.text) }
        }

        func bundle(
            _ parts: [[Change]],
            token: String? = nil,
            device: DeviceID? = nil,
            key: BundleKey? = nil
        ) throws -> BundleWriter {
            var writer = try BundleWriter(to: (key ?? self.key).publicText)
            let head = BundleHead(
                device: device ?? amina.device,
                token: token ?? amina.token,
                made: World.start
            )
            try writer.add(Canonical.encode(head), isLast: parts.isEmpty)
            for (index, changes) in parts.enumerated() {
                let part = try Canonical.encode(PushRequest(changes: changes))
                try writer.add(Gzip.compress(part), isLast: index == parts.count - 1)
            }
            return writer
        }

        func carry(_ data: Data) async throws -> RouteWire.Answer {
            try await wire.post("v1/bundles", token: carrier.token, data)
        }

        func receipts(_ answer: RouteWire.Answer, _ writer: BundleWriter) throws -> BundleReceipts {
            #expect(try SealedReceipts.name(of: answer.body) == writer.name)
            let packed = try SealedReceipts.open(answer.body, key: writer.receiptKey())
            return try Canonical.decode(from: Gzip.decompress(packed, limit: 1 << 20))
        }
    }

    @Test("are stored as if their device had pushed them, and counted once")
    func carried() async throws {
        let valley = try await Valley()
        let changes = try (0..<3).map { try valley.amina.contact("\($0)") }
        let writer = try valley.bundle([Array(changes[..<2]), [changes[2]]])
        for round in 0..<3 {
            let answer = try await valley.carry(writer.data)
            #expect(answer.verdict == "200")
            let receipts = try valley.receipts(answer, writer)
            #expect(receipts.problem == nil)
            let outcomes = receipts.answers.flatMap(\.outcomes)
            #expect(outcomes.map(\.change) == changes.map(\.id))
            #expect(outcomes.allSatisfy { $0.duplicate == (round > 0) })
        }
        let online = try await valley.amina.push(changes)
        #expect(online.outcomes.allSatisfy { $0.duplicate })
        #expect(try await valley.wire.world.verify().changes == 3)
        #expect(writer.data.range(of: Data(valley.amina.token.utf8)) == nil)
    }

    @Test("any byte that is changed, any that is missing or one too many, and nothing is taken")
    func damaged() async throws {
        let valley = try await Valley()
        let data = try valley.bundle([[valley.amina.contact()], [valley.amina.contact()]]).data
        let before = try await valley.wire.stored()
        var tried = 0
        let sampled = Array(0..<60) + Array(stride(from: 60, to: data.count, by: 7))
        for position in sampled + [data.count - 1] {
            var wrong = data
            wrong[position] ^= UInt8(1 << (position % 8))
            let answer = try await valley.carry(wrong)
            #expect(
                ["422 bundle.damaged", "422 bundle.foreign"].contains(answer.verdict),
                "byte \(position)"
            )
            tried += 1
        }
        for count in Array(0..<60) + Array(stride(from: 60, to: data.count, by: 13)) {
            let answer = try await valley.carry(Data(data.prefix(count)))
            #expect(answer.verdict == "422 bundle.damaged", "\(count) bytes")
        }
        #expect(try await valley.carry(data + [0]).verdict == "422 bundle.damaged")
        #expect(tried > 100)
        #expect(try await valley.wire.stored() == before)
        #expect(try await valley.carry(data).verdict == "200")
    }

    @Test("a bundle for another server, of a stranger, of a revoked device, is refused clearly")
    func refused() async throws {
        let valley = try await Valley()
        let change = try valley.amina.contact()
        let other = try valley.bundle([[change]], key: BundleKey())
        #expect(try await valley.carry(other.data).verdict == "422 bundle.foreign")
        let stranger = try valley.bundle([[change]], token: Secret.token())
        #expect(try await valley.carry(stranger.data).verdict == "422 bundle.device_refused")
        let forged = try valley.bundle([[change]], token: valley.carrier.token)
        #expect(try await valley.carry(forged.data).verdict == "422 bundle.device_refused")
        let posing = try valley.bundle(
            [[change]],
            token: valley.carrier.token,
            device: valley.carrier.device
        )
        #expect(try await valley.carry(posing.data).verdict == "200")
        #expect(try await valley.wire.stored().counters == 0)
        let own = try valley.bundle([[change]])
        try await valley.wire.world.revoke(valley.amina)
        #expect(try await valley.carry(own.data).verdict == "422 bundle.device_refused")
        #expect(try await valley.wire.stored().counters == 0)
    }

    @Test("a gap is told in the receipts, with all before it stored")
    func gap() async throws {
        let valley = try await Valley()
        let first = try valley.amina.contact()
        _ = try valley.amina.contact()
        let third = try valley.amina.contact()
        let writer = try valley.bundle([[first], [third]])
        let receipts = try await valley.receipts(valley.carry(writer.data), writer)
        #expect(receipts.answers.flatMap(\.outcomes).map(\.change) == [first.id])
        #expect(receipts.problem?.code == .changeGap)
    }

    @Test("who carries needs a token of their own, and one too large is refused")
    func carrying() async throws {
        let valley = try await Valley()
        let data = try valley.bundle([[valley.amina.contact()]]).data
        let nobody = try await valley.wire.post("v1/bundles", data)
        #expect(nobody.verdict == "401 token.invalid")
        let large = Data(count: Limits.bundleBytesMax + 1)
        #expect(try await valley.carry(large).verdict == "413 request.too_large")
        #expect(try await valley.carry(Data()).verdict == "422 bundle.damaged")
        #expect(try await valley.carry(Data("{}".utf8)).verdict == "422 bundle.damaged")
        #expect(try await valley.wire.stored().counters == 0)
    }

    @Test("receipts open for the device that made the bundle, and only unchanged")
    func receipts() async throws {
        let valley = try await Valley()
        let writer = try valley.bundle([[valley.amina.contact()]])
        let sealed = try await valley.carry(writer.data).body
        let other = try valley.bundle([])
        let (key, wrongKey) = (try writer.receiptKey(), try other.receiptKey())
        #expect(throws: SealFault.damaged) {
            try SealedReceipts.open(sealed, key: wrongKey)
        }
        for position in stride(from: 4, to: sealed.count, by: 5) {
            var wrong = sealed
            wrong[position] ^= 0x40
            #expect(throws: SealFault.damaged) {
                try SealedReceipts.open(wrong, key: key)
            }
        }
    }
}
