// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import HTTPTypes
import SyncService
import Testing

@Suite("A file is sent by tus")
struct UploadTests {
    private let file = Data((0..<100_000).map { UInt8(truncatingIfNeeded: $0 &* 31) })

    private func amina(_ wire: RouteWire) async throws -> (Pen, Uploader, RecordID) {
        let pen = try await wire.world.join(.worker, of: wire.world.hub)
        let contact = try pen.contact(photo: file)
        try await pen.store(contact)
        return (pen, Uploader(wire: wire, token: pen.token), contact.record)
    }

    @Test("the server says what it can do, as the specification has it")
    func abilities() async throws {
        let wire = try await RouteWire()
        let answer = try await Uploader(wire: wire, token: nil)
            .ask(.options, "v1/blobs", version: nil)
        #expect(answer.status == 204)
        #expect(answer.headers[try Uploader.field("Tus-Version")] == "1.0.0")
        #expect(answer.headers[try Uploader.field("Tus-Extension")]?.contains("creation") == true)
        #expect(
            answer.headers[try Uploader.field("Tus-Max-Size")] == "\(Limits.blobBytesMax)"
        )
    }

    @Test("in parts, it is awaited until the last byte, and then is what was sent")
    func parts() async throws {
        let wire = try await RouteWire()
        let (_, uploader, record) = try await amina(wire)
        let path = try await uploader.location(file, record: record)
        #expect(try await uploader.offset(path) == "0")
        var offset = 0
        for size in [1, 7, 40_000, 59_992] {
            #expect(try await uploader.get(file).verdict == "404 blob.awaited")
            #expect(try await !uploader.present(file, record))
            let part = file[offset..<offset + size]
            let answer = try await uploader.patch(path, "\(offset)", Data(part))
            offset += size
            #expect(answer.status == 204)
            #expect(answer.headers[try Uploader.field("Upload-Offset")] == "\(offset)")
            #expect(answer.headers[try Uploader.field("Tus-Resumable")] == "1.0.0")
            #expect(try await uploader.offset(path) == "\(offset)")
        }
        #expect(try await uploader.get(file).body == file)
        #expect(try await uploader.present(file, record))
        #expect(wire.world.blobPaths().count == 1)
    }

    @Test("any part of it is fetched by its range")
    func ranges() async throws {
        let wire = try await RouteWire()
        let (_, uploader, record) = try await amina(wire)
        #expect(try await uploader.send(file, record: record) == "204")
        for (range, expected) in [
            ("bytes=0-", 0..<100_000), ("bytes=99999-", 99_999..<100_000), ("bytes=5-9", 5..<10),
            ("bytes=10-999999999999999999", 10..<100_000),
        ] {
            let answer = try await uploader.get(file, range: range)
            #expect(answer.status == 206, "\(range)")
            #expect(answer.body == Data(file[expected]), "\(range)")
            #expect(
                answer.headers[.contentRange]
                    == "bytes \(expected.lowerBound)-\(expected.upperBound - 1)/100000"
            )
        }
        for range in ["bytes=100000-", "bytes=9-5"] {
            #expect(try await uploader.get(file, range: range).verdict == "416 request.range")
        }
        for range in ["bytes=-5", "bytes=1-2,4-5", "lines=1-", "bytes=99999999999999999999-"] {
            #expect(try await uploader.get(file, range: range).status == 200, "\(range)")
        }
    }

    @Test("a part at another byte than the server has is refused, and nothing of it kept")
    func wrongOffset() async throws {
        let wire = try await RouteWire()
        let (_, uploader, record) = try await amina(wire)
        let path = try await uploader.location(file, record: record)
        #expect(try await uploader.patch(path, "0", Data(file[..<10])).status == 204)
        for offset in ["0", "9", "11", "100000", "999999999999999999"] {
            let answer = try await uploader.patch(path, offset, Data([1]))
            #expect(
                ["409 blob.offset", "413 blob.too_large"].contains(answer.verdict),
                "\(offset)"
            )
        }
        for offset in ["", "-1", "1.5", "x", "18446744073709551616", "0x0"] {
            let answer = try await uploader.patch(path, offset, Data([1]))
            #expect(answer.verdict == "400 request.malformed", "\(offset)")
        }
        #expect(try await uploader.offset(path) == "10")
    }

    @Test("more than was announced is refused, and what was announced still arrives")
    func tooMuch() async throws {
        let wire = try await RouteWire()
        let (_, uploader, record) = try await amina(wire)
        let path = try await uploader.location(file, record: record)
        let answer = try await uploader.patch(path, "0", file + [1])
        #expect(answer.verdict == "413 blob.too_large")
        let offset = try #require(Int(try await uploader.offset(path)))
        #expect(try await uploader.patch(path, "\(offset)", Data(file[offset...])).status == 204)
        #expect(try await uploader.get(file).body == file)
    }

    @Test("other bytes than the hash names are thrown away, and the true ones taken after")
    func mismatch() async throws {
        let wire = try await RouteWire()
        let (_, uploader, record) = try await amina(wire)
        let path = try await uploader.location(file, record: record)
        var wrong = file
        wrong[50_000] ^= 1
        #expect(try await uploader.patch(path, "0", wrong).verdict == "460 blob.mismatch")
        #expect(try await uploader.offset(path) == "404 no problem document: ")
        #expect(wire.world.blobPaths().isEmpty)
        #expect(try await uploader.send(file, record: record) == "204")
        #expect(try await uploader.get(file).body == file)
    }

    @Test("an upload begun twice is one, and a file that is there is finished at once")
    func again() async throws {
        let wire = try await RouteWire()
        let (pen, uploader, record) = try await amina(wire)
        let path = try await uploader.location(file, record: record)
        _ = try await uploader.patch(path, "0", Data(file[..<700]))
        #expect(try await uploader.location(file, record: record) == path)
        #expect(try await uploader.offset(path) == "700")
        #expect(try await uploader.patch(path, "700", Data(file[700...])).status == 204)
        #expect(try await uploader.offset(path) == "100000")
        #expect(try await uploader.location(file, record: record) == path)
        let second = try pen.contact(photo: file)
        try await pen.store(second)
        let other = try await uploader.location(file, record: second.record)
        #expect(other != path)
        #expect(try await uploader.offset(other) == "100000")
        #expect(wire.world.blobPaths().count == 1)
    }

    @Test("a file of no bytes is one")
    func empty() async throws {
        let wire = try await RouteWire()
        let pen = try await wire.world.join(.worker, of: wire.world.hub)
        let contact = try pen.contact(photo: Data())
        try await pen.store(contact)
        let uploader = Uploader(wire: wire, token: pen.token)
        _ = try await uploader.location(Data(), record: contact.record)
        #expect(try await uploader.present(Data(), contact.record))
        let answer = try await uploader.get(Data())
        #expect(answer.status == 200)
        #expect(answer.body.isEmpty)
    }

    @Test("an upload that was given up is gone")
    func givenUp() async throws {
        let wire = try await RouteWire()
        let (_, uploader, record) = try await amina(wire)
        let path = try await uploader.location(file, record: record)
        _ = try await uploader.patch(path, "0", Data(file[..<700]))
        #expect(try await uploader.ask(.delete, path).status == 204)
        #expect(try await uploader.ask(.delete, path).verdict == "404 request.not_found")
        #expect(try await uploader.patch(path, "700", Data([1])).verdict == "404 request.not_found")
        #expect(wire.world.blobPaths().isEmpty)
    }

    @Test("what nobody went on with for a week is swept, and what somebody did is not")
    func expiry() async throws {
        let wire = try await RouteWire()
        let (pen, uploader, record) = try await amina(wire)
        let path = try await uploader.location(file, record: record)
        wire.time.pass(seconds: 6 * 24 * 60 * 60)
        _ = try await uploader.patch(path, "0", Data(file[..<700]))
        wire.time.pass(seconds: 6 * 24 * 60 * 60)
        #expect(try await uploader.offset(path) == "700")
        wire.time.pass(seconds: 8 * 24 * 60 * 60)
        #expect(try await uploader.offset(path) == "404 no problem document: ")
        let second = try pen.contact(photo: Data("x".utf8))
        try await pen.store(second)
        #expect(try await uploader.send(Data("x".utf8), record: second.record) == "204")
        #expect(wire.world.blobPaths().count == 1)
    }
}
