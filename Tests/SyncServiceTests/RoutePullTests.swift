// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import SyncService
import Testing

@Suite("Cursors and limits over the routes")
struct RoutePullTests {
    private let wire: RouteWire
    private let amina: Pen

    init() async throws {
        wire = try await RouteWire()
        amina = try await wire.world.join(.worker, of: wire.world.hub)
        _ = try await wire.push(amina.token, try (0..<5).map { try amina.contact("\($0)") })
    }

    @Test(
        "any limit is held within its bounds",
        arguments: [
            ("0", 1), ("-1", 1), ("1", 1), ("3", 3), ("1000000000", 5), ("text", 5), ("", 5),
            ("9223372036854775807", 5), ("-9223372036854775808", 1), ("1e3", 5), ("%00", 5),
            ("99999999999999999999", 5),
        ]
    )
    func limits(_ limit: String, _ count: Int) async throws {
        let page = try await wire.pull(amina.token, "?limit=\(limit)").decoded(PullAnswer.self)
        #expect(page.records.count == count)
        #expect(page.more == (count < 5))
    }

    @Test(
        "a cursor that no server made is refused with what to do",
        arguments: [
            "x", "e30", "bnVsbA", "W10", "%00", "%FF%FE", "====", "a.b.c", "%F0%9F%98%80",
            String(repeating: "A", count: 70_000), "eyJlcG9jaCI6MX0",
        ]
    )
    func wrong(_ cursor: String) async throws {
        let answer = try await wire.pull(amina.token, "?cursor=\(cursor)")
        #expect(answer.verdict == "400 request.malformed")
        #expect(try answer.problem().message.contains("Sync without one"))
    }

    @Test("a cursor with numbers at the edge is answered, and shows nothing more")
    func edges() async throws {
        let ben = try await wire.world.join(.worker, of: wire.world.circle)
        for number in [Int64.max, .min, -1, 0] {
            var feeds: [String: JSON] = [:]
            for audience in Audience.allCases {
                feeds["bradford/\(wire.world.hub)/\(audience.rawValue)"] = .integer(number)
                feeds["bradford/\(wire.world.circle)/\(audience.rawValue)"] = .integer(number)
                feeds["bradford/*/\(audience.rawValue)"] = .integer(number)
            }
            feeds["nonsense"] = .integer(number)
            let cursor = try Canonical.encode(
                [
                    "epoch": "one", "feeds": .object(feeds), "directory": .integer(number),
                    "forms": .integer(number), "erasures": .integer(number),
                ] as JSON
            ).base64EncodedString().replacing("=", with: "")
            for (pen, most) in [(amina, 5), (ben, 0)] {
                let page = try await wire.pull(pen.token, "?cursor=\(cursor)")
                    .decoded(PullAnswer.self)
                #expect(page.records.count == (number == .max ? 0 : most), "\(number)")
            }
        }
    }

    @Test("another person's cursor gives a person their own records, and no other's")
    func foreign() async throws {
        let ben = try await wire.world.join(.worker, of: wire.world.circle)
        let own = try ben.contact("of the circle")
        _ = try await wire.push(ben.token, [own])
        let hers = try await wire.pull(amina.token).decoded(PullAnswer.self)
        let his = try await wire.pull(ben.token, "?cursor=\(hers.cursor)").decoded(PullAnswer.self)
        #expect(his.records.map(\.state.record) == [own.record])
        #expect(his.feeds.allSatisfy { $0.feed.organisation != wire.world.hub })
        #expect(hers.records.count == 5)
    }

    @Test("every page is one device's: no cursor, an empty one and an old epoch's start at once")
    func starts() async throws {
        let cursor = try await wire.pull(amina.token).decoded(PullAnswer.self).cursor
        try await wire.world.storage.write { try $0.set("epoch", to: "two") }
        for query in ["", "?cursor=", "?cursor=\(cursor)", "?cursor", "?other=1&&&=", "?limit"] {
            let page = try await wire.pull(amina.token, query).decoded(PullAnswer.self)
            #expect(page.records.count == 5, "\(query)")
        }
    }
}
