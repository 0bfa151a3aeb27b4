// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FieldStore
import Foundation
import Screens
import Testing

@testable import keeplocal

extension Desk {
    /// Syncs with a server that has counted: of each place all, those that synced, those not seen.
    fileprivate func sync(
        telling places: [(OrganisationID?, Int, Int, Int)],
        unseenDevices: [Freshness.Unseen]? = nil
    ) throws {
        let told = places.map { organisation, devices, synced, unseen in
            Freshness.Place(
                council: bradford,
                organisation: organisation,
                devices: devices,
                synced: synced,
                unseen: unseen,
                oldest: Self.now.adding(seconds: -20 * 24 * 60 * 60),
                unseenDevices: organisation == nil ? nil : unseenDevices
            )
        }
        let identity = try store.read { try $0.identity() }
        let page = PullAnswer(
            records: [],
            forms: [],
            directory: [
                .council(.init(id: bradford, name: "Bradford", gss: nil, region: nil)),
                .person(
                    .init(
                        id: Self.person,
                        name: "Amina",
                        devices: [.init(id: Self.away, name: "old tablet")]
                    )
                ),
            ],
            feeds: identity.actor.feeds(councils: [bradford]).sorted().map {
                FeedStatus(feed: $0, digest: .empty, upTo: 9)
            },
            grants: identity.grants,
            answered: 0,
            cursor: "c",
            more: false,
            freshness: places.isEmpty ? nil : Freshness(at: Self.now, places: told)
        )
        try store.write { session in
            try session.stage(page)
            _ = try session.show(page, replacing: false)
        }
    }

    fileprivate static let away = DeviceID(high: 3, low: 0xABCD)

    fileprivate var unseen: [Freshness.Unseen] {
        [
            .init(
                device: Self.away,
                person: Self.person,
                seen: Self.now.adding(seconds: -20 * 24 * 60 * 60)
            )
        ]
    }

    /// What a command prints for people, its lines joined again.
    fileprivate func words(_ arguments: String...) throws -> String {
        let outcome = try run(arguments)
        #expect(outcome.exit == 0, "\(outcome.errors)")
        return outcome.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    fileprivate func file(_ report: String, _ option: String) throws -> String {
        let path = home + "/\(UUID().uuidString)"
        _ = try words("report", report, option, path)
        return String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
    }
}

@Suite("How far figures are fresh, wherever they are told", .timeLimit(.minutes(5)))
struct FreshnessTests {
    private static let share =
        "96% of 52 devices synced in the last 7 days; 2 not seen for 14 days, so figures may be low"
    private static let notKnown = "what share of devices had synced is not known."

    @Test("a report says it on the screen, on the page, in its lines and in JSON")
    func outputs() throws {
        let desk = try Desk(.coordinator)
        try desk.sync(telling: [(Desk.hub, 52, 50, 2)], unseenDevices: desk.unseen)
        _ = try desk.store.write { session in
            try session.create(
                try #require(FormID("contact")),
                fields: [
                    try #require(FieldPath("participant")): .text("P-1"),
                    try #require(FieldPath("kind")): .choice("visit"),
                    try #require(FieldPath("date")): .date(Desk.today),
                ]
            )
        }
        let sentence = "As of last sync \(Desk.now.words), \(Self.share)."
        let page = try desk.file("reach", "--html")
        let lines = try desk.file("reach", "--csv")
        let json = try desk.run(["report", "reach", "--json"])
        let shown = try desk.words("report", "reach")
        #expect(shown.contains(sentence) && shown.contains("counted and not stored at the server"))
        #expect(page.contains(sentence) && lines.contains(sentence))
        let document = try json.json()
        #expect((document["freshness"] as? String)?.hasPrefix(sentence) == true)
        let devices = try #require(document["devices"] as? [String: Any])
        #expect(devices["countedAt"] as? String == Desk.now.description)
        let place = try #require((devices["places"] as? [[String: Any]])?.first)
        #expect(place["devices"] as? Int == 52 && place["synced"] as? Int == 50)
        #expect(place["unseen"] as? Int == 2 && place["unseenDevices"] == nil)
        #expect(place["organisation"] as? String == Desk.hub.description)
        // Whose device was not seen leaves with no report.
        for text in [page, lines, json.output] {
            #expect(!text.contains(Desk.away.description) && !text.contains("old tablet"))
        }
    }

    @Test("the share is that of the report's own council or organisation")
    func scopes() throws {
        let council = try Desk(.reviewer)
        try council.sync(telling: [(nil, 52, 50, 2), (Desk.hub, 5, 4, 1), (Desk.circle, 3, 3, 0)])
        #expect(try council.words("report", "returns").contains(Self.share))
        #expect(try council.words("report", "principles").contains(Self.share))
        #expect(
            try council.words("report", "board", "--organisation", "Homecare Circle").contains(
                "100% of 3 devices synced in the last 7 days."
            )
        )
        let both = try Desk(.coordinator, organisations: [Desk.hub, Desk.circle])
        try both.sync(telling: [(Desk.hub, 5, 4, 1), (Desk.circle, 3, 3, 0)])
        #expect(
            try both.words("report", "returns").contains(
                ", devices that synced in the last 7 days: Advice Hub 80% of 5 (1 not seen for 14"
                    + " days), Homecare Circle 100% of 3; figures may be low."
            )
        )
        let reach = try both.words("report", "reach", "--organisation", "Homecare Circle")
        #expect(reach.contains("100% of 3 devices"))
        let quality = try both.words("report", "quality", "--organisation", "Advice Hub")
        #expect(quality.contains("1 device not seen for 14 days: figures may be low."))
    }

    @Test("not known is said to who would be told; to a worker nothing is")
    func notKnown() throws {
        let carol = try Desk(.coordinator)
        #expect(try carol.words("report", "reach").contains(Self.notKnown))
        #expect(try carol.run(["report", "reach", "--json"]).output.contains(#""devices":null"#))
        try carol.sync(telling: [(Desk.hub, 52, 50, 2)])
        #expect(try !carol.words("report", "reach").contains(Self.notKnown))
        // The server was put back to a version that does not tell it.
        try carol.sync(telling: [])
        #expect(try carol.words("report", "reach").contains(Self.notKnown))
        let devices = try carol.words("devices")
        #expect(devices.contains("not known on this device yet"))
        #expect(try carol.run(["devices", "--json"]).json()["countedAt"] is NSNull)
        let amina = try Desk(.worker)
        let told = try amina.words("report", "reach")
        #expect(told.contains("As of last sync \(Desk.now.words).") && !told.contains("share of"))
        let refused = try amina.run(["devices", "--json"])
        #expect(refused.exit == 6)
        #expect(try refused.problem()["code"] as? String == "permission.denied")
    }

    @Test("status tells it to officers and coordinators")
    func status() throws {
        let rosa = try Desk(.reviewer)
        try rosa.sync(telling: [(nil, 52, 50, 2), (Desk.hub, 5, 4, 1)])
        #expect(try rosa.words("status").contains("\(Self.share): keeplocal devices"))
        let json = try rosa.run(["status", "--json"]).json()
        let places = try #require(
            (json["devices"] as? [String: Any])?["places"] as? [[String: Any]]
        )
        #expect(places.count == 1 && places[0]["organisation"] is NSNull)
        #expect(try rosa.store.read { try $0.homeSummary() }.devices == "\(Self.share)")
        let amina = try Desk(.worker)
        #expect(try amina.store.read { try $0.homeSummary() }.devices.isEmpty)
        #expect(try !amina.words("status").contains("keeplocal devices"))
        #expect(try amina.run(["status", "--json"]).json()["devices"] is NSNull)
    }

    @Test("devices: officers read how many of each organisation, a coordinator whose")
    func devices() throws {
        let rosa = try Desk(.reviewer)
        try rosa.sync(telling: [(nil, 52, 50, 2), (Desk.hub, 5, 4, 1), (Desk.circle, 3, 3, 0)])
        let all = try rosa.words("devices")
        #expect(all.contains("Bradford, all 52 50 (96%) 2"))
        #expect(all.contains("Advice Hub 5 4 (80%) 1") && all.contains("Circle 3 3 (100%) 0"))
        #expect(!all.contains("PERSON"))
        let some = try rosa.words("devices", "--unseen")
        #expect(some.contains("Advice Hub") && !some.contains("Homecare Circle"))
        let carol = try Desk(.coordinator)
        try carol.sync(telling: [(Desk.hub, 5, 4, 1)], unseenDevices: carol.unseen)
        let own = try carol.words("devices")
        #expect(own.contains("Not seen for 14 days, Advice Hub"))
        #expect(own.contains("\(Desk.away.short) old tablet Amina"))
        let json = try carol.run(["devices", "--json"]).json()
        let place = try #require((json["places"] as? [[String: Any]])?.first)
        #expect(place["name"] as? String == "Advice Hub")
        let unseen = try #require((place["unseenDevices"] as? [[String: Any]])?.first)
        #expect(unseen["device"] as? String == Desk.away.description)
        #expect(unseen["name"] as? String == "old tablet")
        #expect(unseen["personName"] as? String == "Amina")
        try carol.sync(telling: [(Desk.hub, 5, 5, 0)], unseenDevices: [])
        #expect(try carol.words("devices", "--unseen").contains("every device was seen"))
    }

    @Test("a return says it where its figures are counted, and where the council reads them")
    func returns() throws {
        let carol = try Desk(.coordinator)
        try carol.sync(telling: [(Desk.hub, 52, 50, 2)])
        let sentence = "As of last sync \(Desk.now.words), \(Self.share)."
        let opened = try carol.words("return", "open", "2026-Q2", "--anyway")
        #expect(opened.contains(sentence))
        #expect(try carol.words("return", "board", "--all").contains(sentence))
        let board = try carol.run(["return", "board", "--all", "--json"]).output
        let rows = try JSONSerialization.jsonObject(with: Data(board.utf8)) as? [[String: Any]]
        let told = try #require(rows?.first?["devices"] as? [String: Any])
        let place = try #require((told["places"] as? [[String: Any]])?.first)
        #expect(place["devices"] as? Int == 52 && place["unseen"] as? Int == 2)
        let rosa = try Desk(.reviewer)
        let waiting = try AcceptedReturn(
            in: "bradford",
            ["period": .text("2026-Q2"), "contacts": .integer(150)],
            upTo: .review
        )
        let decided = try AcceptedReturn(
            in: "bradford",
            ["period": .text("2026-Q1"), "contacts": .integer(120)],
            then: [.approve]
        )
        try rosa.take([waiting, decided])
        try rosa.sync(telling: [(nil, 60, 60, 0), (Desk.hub, 52, 50, 2)])
        #expect(try rosa.words("return", "show", waiting.record.description).contains(sentence))
        let json = try rosa.run(["return", "show", waiting.record.description, "--json"]).json()
        #expect(json["devices"] is [String: Any])
        #expect(try !rosa.words("return", "show", decided.record.description).contains("devices"))
    }
}
