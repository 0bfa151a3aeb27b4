// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@Suite("Another organisation's records", .timeLimit(.minutes(15)))
struct ForeignRecordTests {
    private static let nobodys = "01980000-0000-7abc-8def-0123456789ab"

    private func stranger(_ town: Installation) async throws -> Device {
        try await town.join("ben", "coordinator", at: ["--organisation", Installation.circle])
    }

    /// Sends changes under the device's next counters, and gives the outcome of each.
    private func push(
        _ changes: [Document],
        from device: Device,
        _ town: Installation
    ) async throws -> [Document] {
        let identity = try await device.identity()
        let numbered = changes.enumerated().map { index, change -> Document in
            guard case .object(var members) = change else { return change }
            members["id"] = .text(UUID().uuidString.lowercased().replacingVersion)
            members["device"] = identity["device"]
            members["author"] = identity["person"]
            members["counter"] = .number(Double(index + 1))
            return .object(members)
        }
        let (wire, token) = (Wire(port: town.server.port), try await device.authorization())
        let body = try Document.object(["changes": .list(numbered)]).encoded()
        let answer = try await wire.ask("POST", "/v1/push", authorization: token, body: body)
        #expect(answer.status == 200, "\(answer.body)")
        return try answer.json()["outcomes"].list.map { $0["result"] }
    }

    private func with(_ members: [String: Document], _ change: Document) -> Document {
        guard case .object(let own) = change else { return change }
        return .object(own.merging(members) { $1 })
    }

    /// The answers, with both records' identifiers made one.
    private func text(_ answer: Document, _ record: String) throws -> String {
        String(decoding: try answer.encoded(), as: UTF8.self).replacing(record, with: "RECORD")
    }

    @Test("changes to them are answered as if they did not exist", arguments: [true, false])
    func changes(_ namesForeignScope: Bool) async throws {
        let town = try await Installation()
        let amina = try await town.join("amina", "worker")
        let ben = try await stranger(town)
        let record = try await amina.contact("P-1", "minutes=30")
        try await amina.run("edit", record, "--set", "minutes=31")
        try await amina.run("delete", record, "--reason", "Entered twice")
        try await amina.run("sync")
        let own = try await ben.contact("B-1")
        #expect(own != record)
        let author = namesForeignScope ? amina : ben
        let scope = try await author.changes()[0]["scope"]
        let kinds = try await amina.changes()
        #expect(kinds.map { $0["kind"] } == ["create", "edit", "delete"])
        // What Amina did, done by Ben: to her record, and to one that is nobody's.
        let tried = namesForeignScope ? kinds : Array(kinds.dropFirst())
        let changes = tried.flatMap { change in
            [record, Self.nobodys].map { with(["record": .text($0), "scope": scope], change) }
        }
        let results = try await push(changes, from: ben, town)
        try #require(results.count == changes.count)
        for index in stride(from: 0, to: results.count, by: 2) {
            let kind = changes[index]["kind"].text ?? ""
            let hers = try text(results[index], record)
            let nobodys = try text(results[index + 1], Self.nobodys)
            #expect(results[index].keys == ["refused"], "\(kind)")
            #expect(hers == nobodys, "\(kind)")
        }
        #expect(try await town.server.verify()["changes"] == 3)
    }

    @Test("a conflict of theirs is answered as if it did not exist")
    func conflicts() async throws {
        let town = try await Installation()
        let amina = try await town.join("amina", "worker")
        let carol = try await town.join("carol", "coordinator")
        let ben = try await stranger(town)
        let record = try await amina.contact("P-1", "minutes=30")
        try await amina.sync()
        try await carol.sync()
        try await amina.run("edit", record, "--set", "minutes=40")
        try await carol.run("edit", record, "--set", "minutes=50")
        try await amina.sync()
        try await carol.sync()
        let id = try #require(try await carol.json("conflict", "list")[0]["id"].text)
        let wire = Wire(port: town.server.port)
        let token = try await ben.authorization()
        let other = id.replacing(record, with: Self.nobodys)
        for query in ["", "&reveal=true&reason=curious"] {
            let target = { (id: String) in "/v1/conflicts?all=true&id=\(id)\(query)" }
            let hers = try await wire.ask("GET", target(id), authorization: token)
            let nobodys = try await wire.ask("GET", target(other), authorization: token)
            #expect(hers.status == nobodys.status)
            #expect(
                hers.body.replacing(id, with: "") == nobodys.body.replacing(other, with: "")
            )
        }
        try await ben.run("sync")
        #expect(try await ben.json("conflict", "list", "--all") == [])
        #expect(try await ben.json("list") == [])
        #expect(try await ben.query("SELECT count(*) FROM record") == ["0"])
    }
}

extension String {
    /// A random identifier, marked as one of the seventh version.
    fileprivate var replacingVersion: String {
        let start = index(startIndex, offsetBy: 14)
        return String(self[..<start]) + "7" + String(self[index(after: start)...])
    }
}
