// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import Gzip
import Sealing
import SyncService
import Testing

@Suite("Files that are carried by hand")
struct BundleFileTests {
    private static let part = BundleFileFormat.partBytes
    private let photo = Data((0..<(3 * part + 1_000)).map { UInt8(truncatingIfNeeded: $0 &* 31) })

    @Test("are there for who may read the record, byte for byte, and counted once")
    func carried() async throws {
        let stick = try await Stick(photo)
        // The carrier is told where to go on, and nothing else.
        let begun = try await stick.carry(parts: 1...1)
        #expect(begun.status == 202)
        #expect(String(decoding: begun.body, as: UTF8.self) == #"{"part":2}"#)
        let asked = try await stick.carry(parts: 4...4)
        #expect(try asked.decoded(BundleFilePlace.self).part == 2)
        for round in 0..<2 {
            let done = try await stick.carry(parts: 2...4)
            #expect(done.status == 200, "round \(round)")
            let file = try #require(try stick.receipts(done).file)
            #expect(file.name == stick.name && file.problem == nil)
        }
        let reader = Uploader(wire: stick.wire, token: stick.amina.token)
        #expect(try await reader.get(photo).body == photo)
        #expect(stick.wire.world.blobPaths().count == 1)
        // Sent over the net afterwards, it is there already.
        #expect(
            try await reader.begin("\(Hash(of: photo))", length: "\(photo.count)").status == 201
        )
        #expect(stick.wire.world.blobPaths().count == 1)
    }

    @Test("what came over the net need not be carried, and what was carried need not be sent")
    func bothWays() async throws {
        let stick = try await Stick(photo)
        let sender = Uploader(wire: stick.wire, token: stick.amina.token)
        let path = try await sender.location(photo, record: stick.name.record)
        let half = Self.part + 77
        #expect(try await sender.patch(path, "0", photo.prefix(half)).status == 204)
        let asked = try await stick.carry(parts: 1...1)
        #expect(try asked.decoded(BundleFilePlace.self).part == 2)
        #expect(try await stick.carry(parts: 2...3).status == 202)
        #expect(try await sender.offset(path) == "\(3 * Self.part)")
        let rest = Data(photo.dropFirst(3 * Self.part))
        #expect(try await sender.patch(path, "\(3 * Self.part)", rest).status == 204)
        #expect(try stick.receipts(await stick.carry(parts: 1...1)).file?.problem == nil)
        #expect(try await sender.get(photo).body == photo)
    }

    @Test("any byte that is changed, any part that is moved or missing, and nothing of it is taken")
    func damaged() async throws {
        let stick = try await Stick(photo)
        let whole = try stick.body(parts: 1...4)
        let places = Array(0..<120) + Array(stride(from: 120, to: whole.count, by: 6_007))
        for place in places + [whole.count - 1] {
            var wrong = whole
            wrong[place] ^= UInt8(1 << (place % 8))
            let verdict = try await stick.carry(wrong, from: 1).verdict
            #expect(["422 bundle.damaged", "422 bundle.foreign"].contains(verdict), "\(place)")
        }
        for count in [0, 3, 40, 57, 100, 1_000, Self.part, whole.count - 1] {
            let verdict = try await stick.carry(whole.prefix(count), from: 1).verdict
            #expect(verdict == "422 bundle.damaged", "\(count) bytes")
        }
        for (parts, number) in [([2, 1], 1), ([2, 3], 1), ([4], 1), ([1, 3], 1), ([4, 4], 4)] {
            let body = try stick.body(parts: parts)
            #expect(try await stick.carry(body, from: number).verdict == "422 bundle.damaged")
        }
        #expect(try await stick.carry(whole + [0], from: 1).verdict == "422 bundle.damaged")
        #expect(try await stick.carry(whole, from: 9).verdict == "422 bundle.damaged")
        #expect(try await stick.carry(whole, from: 0).status == 400)
        #expect(stick.wire.world.blobPaths().isEmpty)
        #expect(try await stick.carry(whole, from: 1).status == 200)
    }

    @Test("a file over a limit, or of no record, is told to its owner alone")
    func refused() async throws {
        var bounds = Uploading.Bounds()
        bounds.fileBytesMax = Int64(photo.count) - 1
        let large = try await Stick(photo, bounds: bounds)
        let refused = try await large.carry(parts: 1...4)
        #expect(refused.status == 200)
        #expect(try large.receipts(refused).file?.problem?.code == .blobTooLarge)
        bounds = Uploading.Bounds()
        bounds.placeBytesMax = Int64(photo.count) - 1
        let full = try await Stick(photo, bounds: bounds)
        #expect(try await full.verdict(of: full.carry(parts: 1...4)) == .blobNoRoom)
        let unknown = try await Stick(photo, isStored: false)
        #expect(try await unknown.verdict(of: unknown.carry(parts: 1...4)) == .blobUnknown)
        let other = try await Stick(photo, sizeBytes: Int64(photo.count) - 1_000)
        #expect(try await other.verdict(of: other.carry(parts: 1...3)) == .blobMismatch)
        for stick in [large, full, unknown, other] {
            #expect(stick.wire.world.blobPaths().isEmpty)
        }
    }

    @Test("who carries needs a token, and who made it must be known still")
    func people() async throws {
        let stick = try await Stick(photo)
        let body = try stick.body(parts: 1...4)
        let nobody = try await stick.wire.post("v1/bundles/files?part=1", body)
        #expect(nobody.verdict == "401 token.invalid")
        let foreign = try await Stick(photo)
        #expect(
            try await stick.carry(foreign.body(parts: 1...4), from: 1).verdict
                == "422 bundle.foreign"
        )
        let large = Data(count: Limits.bundlePartsBytesMax + 1)
        #expect(try await stick.carry(large, from: 1).verdict == "413 request.too_large")
        try await stick.wire.world.revoke(stick.amina)
        #expect(try await stick.carry(body, from: 1).verdict == "422 bundle.device_refused")
        #expect(stick.wire.world.blobPaths().isEmpty)
    }

    @Test("no two files, and no two parts, are sealed alike, and a receipt opens none of them")
    func keys() async throws {
        let stick = try await Stick(Data(count: 3 * Self.part))
        let parts = (1...3).map { stick.sealed[$0] }
        #expect(Set(parts).count == 3)
        var twin = try stick.bundle.file(1, sizeBytes: Int64(Self.part), about: Data("x".utf8))
        #expect(try !parts.contains(twin.part(Data(count: Self.part))))
        #expect(throws: SealFault.damaged) { try twin.part(Data()) }
    }
}

/// A record that is stored, and the file that it names in a bundle of its device.
private struct Stick {
    let wire: RouteWire
    let amina: Pen
    let carrier: Pen
    let name: BlobName
    let bundle: BundleWriter
    /// The head and part 0, then each part of the contents.
    let sealed: [Data]

    init(
        _ file: Data,
        sizeBytes: Int64? = nil,
        bounds: Uploading.Bounds = Uploading.Bounds(),
        isStored: Bool = true
    ) async throws {
        wire = try await RouteWire(bounds: bounds)
        amina = try await wire.world.join(.worker, of: wire.world.hub)
        carrier = try await wire.world.joinElsewhere(.reviewer)
        let key = BundleKey()
        try await wire.world.storage.write { try $0.set("bundleKey", to: key.text) }
        let contact = try amina.contact(photo: file)
        if isStored { try await amina.store(contact) }
        name = BlobName(record: contact.record, sha256: Hash(of: file))
        bundle = try BundleWriter(to: key.publicText)
        let size = sizeBytes ?? Int64(file.count)
        let head = BundleFileHead(
            device: amina.device,
            token: amina.token,
            file: name,
            sizeBytes: size
        )
        var writer = try bundle.file(0, sizeBytes: size, about: Canonical.encode(head))
        var sealed = [try writer.opening()]
        for start in stride(from: 0, to: Int(size), by: BundleFileFormat.partBytes) {
            let end = min(start + BundleFileFormat.partBytes, Int(size))
            sealed.append(try writer.part(Data(file[start..<end])))
        }
        #expect(sealed.reduce(0) { $0 + Int64($1.count) } == writer.sectionBytes)
        self.sealed = sealed
    }

    func body(parts: some Sequence<Int>) throws -> Data {
        parts.reduce(sealed[0]) { $0 + sealed[$1] }
    }

    func carry(_ body: Data, from part: Int) async throws -> RouteWire.Answer {
        try await wire.post("v1/bundles/files?part=\(part)", token: carrier.token, body)
    }

    func carry(parts: ClosedRange<Int>) async throws -> RouteWire.Answer {
        try await carry(body(parts: parts), from: parts.lowerBound)
    }

    func receipts(_ answer: RouteWire.Answer) throws -> BundleReceipts {
        #expect(try SealedReceipts.name(of: answer.body) == bundle.name)
        let packed = try SealedReceipts.open(answer.body, key: bundle.receiptKey())
        return try Canonical.decode(from: Gzip.decompress(packed, limit: 1 << 20))
    }

    func verdict(of answer: RouteWire.Answer) async throws -> Problem.Code? {
        try receipts(answer).file?.problem?.code
    }
}
