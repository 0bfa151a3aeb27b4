// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import HTTPTypes
import SyncHTTP
import SyncService
import Testing

@Suite("Who may send and fetch files")
struct BlobRightTests {
    private let file = Data("a photograph of a letter".utf8)

    @Test(
        "who may write the record sends, who may read it fetches, nobody else learns of it",
        arguments: Asker.people
    )
    func people(_ asker: Asker) async throws {
        let wire = try await RouteWire()
        let amina = try await wire.world.join(.worker, of: wire.world.hub)
        let contact = try amina.contact(photo: file)
        try await amina.store(contact)
        let pen = try #require(try await asker.pen(in: wire.world))
        let actor = Actor(person: pen.person, grants: [pen.grant])
        let subject = Subject.record(contact.scope, .caseData)
        let uploader = Uploader(wire: wire, token: pen.token)
        let mayRead = may(actor, .read, subject)
        #expect(
            try await uploader.get(file).verdict
                == (mayRead ? "404 blob.awaited" : "404 blob.unknown")
        )
        for record in [contact.record, nil] {
            let begun = try await uploader.begin(
                "\(Hash(of: file))",
                length: "\(file.count)",
                record: record
            )
            #expect(
                begun.verdict == (may(actor, .write, subject) ? "201" : "404 blob.unknown")
            )
        }
        let sender = Uploader(wire: wire, token: amina.token)
        #expect(try await sender.send(file, record: contact.record) == "204")
        #expect(try await uploader.get(file).verdict == (mayRead ? "200" : "404 blob.unknown"))
        #expect(try await uploader.present(file, contact.record) == mayRead)
    }

    @Test("whoever shows no good token learns nothing", arguments: Asker.strangers)
    func strangers(_ asker: Asker) async throws {
        let wire = try await RouteWire()
        let amina = try await wire.world.join(.worker, of: wire.world.hub)
        let contact = try amina.contact(photo: file)
        try await amina.store(contact)
        let sender = Uploader(wire: wire, token: amina.token)
        let path = try await sender.location(file, record: contact.record)
        var (headers, refusal) = (HTTPFields(), "401 token.invalid")
        if case .bearing(let text) = asker { headers[.authorization] = text }
        if let pen = try await asker.pen(in: wire.world) {
            headers[.authorization] = "Bearer " + pen.token
            refusal = "401 device.revoked"
        }
        headers[try Uploader.field("Tus-Resumable")] = "1.0.0"
        for (method, path) in [
            (HTTPRequest.Method.post, "v1/blobs"), (.post, "v1/blobs/present"), (.patch, path),
            (.delete, path), (.get, "v1/blobs/\(Hash(of: file))"),
        ] {
            #expect(try await wire.send(method, path, headers).verdict == refusal, "\(path)")
        }
        #expect(try await wire.send(.head, path, headers).status == 401)
        #expect(try await sender.offset(path) == "0")
    }

    @Test("an upload is its device's, and no colleague's either")
    func colleague() async throws {
        let wire = try await RouteWire()
        let amina = try await wire.world.join(.worker, of: wire.world.hub)
        let contact = try amina.contact(photo: file)
        try await amina.store(contact)
        let path = try await Uploader(wire: wire, token: amina.token)
            .location(file, record: contact.record)
        let dan = try await wire.world.join(.worker, of: wire.world.hub)
        let other = Uploader(wire: wire, token: dan.token)
        #expect(try await other.patch(path, "0", file).verdict == "404 request.not_found")
        #expect(try await other.ask(.delete, path).verdict == "404 request.not_found")
        #expect(try await other.location(file, record: contact.record) != path)
    }

    @Test("naming a hash gives nobody its bytes, nor tells that another organisation has it")
    func guessed() async throws {
        let wire = try await RouteWire()
        let amina = try await wire.world.join(.worker, of: wire.world.hub)
        let contact = try amina.contact(photo: file)
        try await amina.store(contact)
        #expect(
            try await Uploader(wire: wire, token: amina.token)
                .send(file, record: contact.record) == "204"
        )
        let thief = try await wire.world.join(.worker, of: wire.world.circle)
        let named = try thief.contact(photo: file)
        let unknown = try thief.contact(photo: Data("nobody has this one......".utf8))
        try await thief.store(named)
        try await thief.store(unknown)
        let uploader = Uploader(wire: wire, token: thief.token)
        #expect(try await uploader.get(file).verdict == "404 blob.awaited")
        #expect(try await !uploader.present(file, named.record))
        let path = try await uploader.location(file, record: named.record)
        #expect(try await uploader.offset(path) == "0")
        // Who has the bytes has them; then they are there once, for both.
        #expect(try await uploader.patch(path, "0", file).status == 204)
        #expect(try await uploader.get(file).body == file)
        #expect(wire.world.blobPaths().count == 1)
    }

    @Test("a right that was taken away meanwhile is looked at before the file is taken")
    func revoked() async throws {
        let wire = try await RouteWire()
        let amina = try await wire.world.join(.worker, of: wire.world.hub)
        let contact = try amina.contact(photo: file)
        try await amina.store(contact)
        let uploader = Uploader(wire: wire, token: amina.token)
        let path = try await uploader.location(file, record: contact.record)
        let (grant, person) = (amina.grant, amina.person)
        try await wire.world.storage.write {
            try $0.takeAway(grant, from: person)
        }
        #expect(try await uploader.patch(path, "0", file).verdict == "404 blob.unknown")
        #expect(wire.world.blobPaths().isEmpty)
    }

    @Test("a file that no record names any more goes, one that another still names stays")
    func unreferenced() async throws {
        let wire = try await RouteWire()
        let amina = try await wire.world.join(.worker, of: wire.world.hub)
        let (kept, gone) = (try amina.contact(photo: file), Data("another".utf8))
        let second = try amina.contact(photo: gone)
        try await amina.store(kept)
        try await amina.store(second)
        let uploader = Uploader(wire: wire, token: amina.token)
        #expect(try await uploader.send(file, record: kept.record) == "204")
        #expect(try await uploader.send(gone, record: second.record) == "204")
        try Data("left by a crash".utf8)
            .write(to: URL(filePath: wire.world.folder + "/blobs/partial/\(UUID().uuidString)"))
        #expect(wire.world.blobPaths().count == 3)
        try await wire.core.blobs.tidy()
        #expect(wire.world.blobPaths().count == 2)
        // Two edits, each of which had seen the one before: no register holds the file any more.
        for (minutes, was) in [(Int64(1), FieldValue?.none), (2, .integer(1))] {
            let version = try await wire.world.record(second.record).state.version
            var patch = ["minutes": Edit(to: .integer(minutes), was: was)]
            patch["photo"] =
                minutes == 1
                ? Edit(to: nil, was: second.patch[try #require(FieldPath("photo"))]?.to)
                : Edit(to: nil)
            try await amina.store(
                amina.change(.edit, second.record, base: version, patch: patch)
            )
        }
        try await wire.core.blobs.tidy()
        #expect(wire.world.blobPaths().count == 1)
        #expect(try await uploader.get(file).body == file)
        #expect(try await uploader.get(gone).verdict == "404 blob.unknown")
    }
}
