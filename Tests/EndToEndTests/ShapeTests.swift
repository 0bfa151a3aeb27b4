// SPDX-License-Identifier: Apache-2.0

import Testing

/// The keys that the manual promises, and what JSON calls their values.
private func expect(
    _ document: Document,
    has members: [String: Set<String>],
    at location: SourceLocation = #_sourceLocation
) {
    for (key, kinds) in members {
        let kind = document.keys.contains(key) ? document[key].kind : "missing"
        #expect(
            kinds.contains(kind),
            "\(key) is \(kind), not \(kinds.sorted().joined(separator: " or "))",
            sourceLocation: location
        )
    }
}

@Suite("The JSON that scripts rely on", .timeLimit(.minutes(15)))
struct ShapeTests {
    private static let saved: [String: Set<String>] = ["record": ["string"], "change": ["string"]]
    private static let record: [String: Set<String>] = [
        "record": ["string"], "form": ["string"], "version": ["number"], "deleted": ["boolean"],
        "fields": ["object"],
    ]

    @Test("an administrator is given identifiers and codes")
    func administration() async throws {
        let town = try await Installation()
        #expect(try await town.server.stop()?.exit == 0)
        let made = try await town.server.run("init", "--json").json()
        expect(made, has: ["code": ["string"]])
        try await town.server.start()
        let admin = town.admin
        let gardeners = ["--organisation", "Keighley Gardeners"]
        let add = { (words: [String]) in try await admin.run(["admin"] + words + ["--json"]).json()
        }
        let organisation = try await add(
            ["organisation", "add", "Keighley Gardeners", "--council", "bradford"]
        )
        expect(organisation, has: ["id": ["string"]])
        let council = try await add(["council", "add", "otley", "--name", "Otley"])
        expect(council, has: ["id": ["string"]])
        let person = try await add(["person", "add", "Dan", "--role", "worker"] + gardeners)
        expect(person, has: ["id": ["string"], "code": ["string"]])
        expect(try await add(["device", "add", "Dan"]), has: ["code": ["string"]])
        let service = try await add(["service", "add", "Gardening"] + gardeners)
        expect(service, has: ["id": ["string"]])
    }

    @Test("new, edit, delete, show and list say what they did and what there is")
    func records() async throws {
        let town = try await Installation()
        let amina = try await town.join("amina", "worker")
        let new = try await amina.run(["new", "contact", "--json"] + Device.answers("P-1")).json()
        expect(new, has: Self.saved)
        let record = try #require(new["record"].text)
        let edit = try await amina.json("edit", record, "--set", "minutes=20")
        expect(edit, has: Self.saved)
        #expect(edit["record"] == new["record"])
        #expect(edit["change"] != new["change"])
        let shown = try await amina.json("show", record)
        expect(shown, has: Self.record.merging(["conflicts": ["array"]]) { $1 })
        #expect(shown["form"] == "contact")
        #expect(shown["fields"]["minutes"] == 20)
        expect(try await amina.json("list", "contact")[0], has: Self.record)
        expect(try await amina.json("delete", record), has: Self.saved)
        #expect(try await amina.json("show", record)["deleted"] == true)
        #expect(try await amina.json("list") == [])
    }

    @Test("status and sync count, and verify says what it found")
    func counting() async throws {
        let town = try await Installation()
        let amina = try await town.join("amina", "worker")
        _ = try await amina.contact("P-1")
        let before = try await amina.json("status")
        let counts = ["saved", "sent", "stored", "refused", "held", "conflicts"]
        expect(
            before,
            has: Dictionary(uniqueKeysWithValues: counts.map { ($0, ["number"]) }).merging([
                "cursor": ["string"], "digests": ["object"], "lastSync": ["string"],
            ]) { $1 }
        )
        #expect(counts.map { before[$0] } == [1, 0, 0, 0, 0, 0])
        let report = try await amina.json("sync")
        let figures = [
            "pushed", "pulled", "duplicates", "refused", "held", "bytesUp", "bytesDown",
            "conflicts",
        ]
        expect(report, has: Dictionary(uniqueKeysWithValues: figures.map { ($0, ["number"]) }))
        #expect(report["digestsAgree"] == true)
        #expect(report["pushed"] == 1)
        let after = try await amina.json("status")
        #expect(counts.map { after[$0] } == [0, 0, 1, 0, 0, 0])
        #expect(after["digests"].keys.isEmpty == false)
        let verified = try await town.server.verify()
        expect(
            verified,
            has: ["councils": ["number"], "changes": ["number"], "records": ["number"]]
        )
        #expect(verified["changes"] == 1)
        #expect(verified["records"] == 1)
        #expect(verified["chain"] == "ok")
        #expect(verified["projection"] == "ok")
    }

    @Test("a conflict lists its candidates, before it was ever pushed")
    func conflicts() async throws {
        let town = try await Installation()
        let amina = try await town.join("amina", "worker")
        let carol = try await town.join("carol", "coordinator")
        let record = try await amina.contact("P-1", "minutes=30")
        try await amina.sync()
        try await carol.sync()
        try await amina.run("edit", record, "--set", "minutes=40")
        try await carol.run("edit", record, "--set", "minutes=50")
        try await amina.sync()
        try await carol.sync()
        let listed = try await carol.json("conflict", "list")
        let id = try #require(listed[0]["id"].text)
        for found in [listed, try await carol.json("conflict", "show", id)] {
            #expect(found.list.count == 1)
            expect(
                found[0],
                has: [
                    "id": ["string"], "record": ["string"], "field": ["string"],
                    "base": ["number"], "candidates": ["array"], "state": ["string"],
                ]
            )
            #expect(found[0]["state"] == "open")
            for candidate in found[0]["candidates"].list {
                expect(
                    candidate,
                    has: [
                        "id": ["string"], "value": ["number"], "author": ["string"],
                        "device": ["string"], "at": ["string"],
                    ]
                )
            }
        }
        #expect(try await carol.json("show", record)["conflicts"] == [.text(id)])
    }
}
