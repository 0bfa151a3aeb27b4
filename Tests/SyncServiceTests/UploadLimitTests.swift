// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import HTTPTypes
import SyncService
import Testing

@Suite("Bounds and enemies of uploads")
struct UploadLimitTests {
    private func uploader(
        _ wire: RouteWire,
        _ files: Data...,
        size: Int? = nil
    ) async throws -> Uploader {
        let pen = try await wire.world.join(.worker, of: wire.world.hub)
        for file in files { try await pen.store(pen.contact(photo: file, size: size)) }
        return Uploader(wire: wire, token: pen.token)
    }

    @Test("a file over the limit is refused before a byte of it comes")
    func fileLimit() async throws {
        var bounds = Uploading.Bounds()
        bounds.fileBytesMax = 10
        let wire = try await RouteWire(bounds: bounds)
        let (fits, over) = (Data(count: 10), Data(count: 11))
        let uploader = try await uploader(wire, fits, over)
        #expect(try await uploader.send(fits) == "204")
        let refused = try await uploader.begin("\(Hash(of: over))", length: "11")
        #expect(refused.verdict == "413 blob.too_large")
    }

    @Test("an organisation's files have a limit, with those on their way")
    func placeLimit() async throws {
        var bounds = Uploading.Bounds()
        bounds.placeBytesMax = 25
        let wire = try await RouteWire(bounds: bounds)
        let files = (1...3).map { Data(repeating: UInt8($0), count: 10) }
        let uploader = try await uploader(wire, files[0], files[1], files[2])
        #expect(try await uploader.send(files[0]) == "204")
        let path = try await uploader.location(files[1])
        let third = "\(Hash(of: files[2]))"
        #expect(try await uploader.begin(third, length: "10").verdict == "507 blob.no_room")
        #expect(try await uploader.ask(.delete, path).status == 204)
        #expect(try await uploader.begin(third, length: "10").verdict == "201")
    }

    @Test("a device has so many uploads under way, and no more")
    func countLimit() async throws {
        var bounds = Uploading.Bounds()
        bounds.uploadsMax = 1
        let wire = try await RouteWire(bounds: bounds)
        let files = (1...2).map { Data(repeating: UInt8($0), count: 10) }
        let uploader = try await uploader(wire, files[0], files[1])
        let path = try await uploader.location(files[0])
        let second = "\(Hash(of: files[1]))"
        #expect(try await uploader.begin(second, length: "10").verdict == "503 server.overloaded")
        #expect(try await uploader.patch(path, "0", files[0]).status == 204)
        #expect(try await uploader.begin(second, length: "10").verdict == "201")
    }

    @Test("files leave room for the records, which go on being stored")
    func room() async throws {
        let wire = try await RouteWire(freeBytesMin: .max)
        let uploader = try await uploader(wire, Data("x".utf8))
        let begun = try await uploader.begin("\(Hash(of: Data("x".utf8)))", length: "1")
        #expect(begun.verdict == "507 server.storage_full")
        let pen = try await wire.world.join(.worker, of: wire.world.hub)
        try await pen.store(pen.contact())
    }

    @Test(
        "a length that is none, or beyond all bounds, is refused",
        arguments: [
            ("", "400 request.malformed"), ("-1", "400 request.malformed"),
            ("1e3", "400 request.malformed"), ("9999999999999999999", "400 request.malformed"),
            ("5000000000", "413 blob.too_large"), ("2", "460 blob.mismatch"),
        ]
    )
    func lengths(_ length: String, _ verdict: String) async throws {
        let wire = try await RouteWire()
        let uploader = try await uploader(wire, Data("x".utf8))
        let answer = try await uploader.begin("\(Hash(of: Data("x".utf8)))", length: length)
        #expect(answer.verdict == verdict)
    }

    @Test("a change that names a file over the limit is refused, or of a type that is none")
    func references() async throws {
        let wire = try await RouteWire()
        let pen = try await wire.world.join(.worker, of: wire.world.hub)
        for (size, type, code) in [
            (Int64(5_000_000_000), "image/jpeg", "field.too_long"),
            (-1, "image/jpeg", "field.type"),
            (1, "", "field.type"), (1, "image", "field.type"), (1, "a/b\r\nX: y", "field.type"),
            (1, "a/\u{1B}[2J", "field.type"),
            (1, String(repeating: "a", count: 99) + "/b", "field.type"),
        ] {
            let file = BlobReference(
                sha256: Hash(of: Data("x".utf8)),
                sizeBytes: size,
                mediaType: type
            )
            let change = try pen.change(
                .create,
                pen.newRecord(),
                patch: [
                    "participant": Edit(to: .text("p")), "kind": Edit(to: .choice("visit")),
                    "photo": Edit(to: .blob(file)),
                ]
            )
            #expect(try await pen.refusal(of: change) == code, "\(size) \(type)")
        }
    }

    @Test(
        "no name that somebody writes is ever a path",
        arguments: [
            "../../../etc/passwd", "..%2f..%2f..%2fetc%2fpasswd", "%00", "a%00b", "", ".",
            String(repeating: "0", count: 63), String(repeating: "0", count: 63) + "%2f",
            String(repeating: "g", count: 64), String(repeating: "0", count: 5_000), "%1b%5b2J",
        ]
    )
    func names(_ name: String) async throws {
        let wire = try await RouteWire()
        let uploader = try await uploader(wire, Data("x".utf8))
        let before = wire.world.blobPaths()
        let plain = name.removingPercentEncoding ?? name
        #expect(
            try await uploader.begin(plain, length: "1").verdict == "400 request.malformed"
        )
        let fetched = try await uploader.ask(.get, "v1/blobs/\(name)")
        #expect(["400 request.malformed", "404 request.not_found"].contains(fetched.verdict))
        for method in [HTTPRequest.Method.patch, .delete] {
            let answer = try await uploader.ask(method, "v1/uploads/\(name)")
            #expect(
                ["404 request.not_found", "415 request.encoding"].contains(answer.verdict),
                "\(method)"
            )
        }
        #expect(wire.world.blobPaths() == before)
    }

    @Test("another version of tus, none, and another type of body are told so")
    func versions() async throws {
        let wire = try await RouteWire()
        let uploader = try await uploader(wire, Data("x".utf8))
        let path = try await uploader.location(Data("x".utf8))
        for version in ["0.2.2", "1.0", "", nil] as [String?] {
            for (method, path) in [
                (HTTPRequest.Method.post, "v1/blobs"), (.patch, path), (.delete, path),
            ] {
                let answer = try await uploader.ask(method, path, version: version)
                #expect(answer.verdict == "412 upload.version")
                #expect(answer.headers[try Uploader.field("Tus-Version")] == "1.0.0")
            }
        }
        let headers = ["Upload-Offset": "0", "Content-Type": "application/json"]
        let answer = try await uploader.ask(.patch, path, headers, Data("x".utf8))
        #expect(answer.verdict == "415 request.encoding")
        #expect(try await uploader.offset(path) == "0")
    }
}
