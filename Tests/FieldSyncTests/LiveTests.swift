// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FieldSync
import Foundation
import Testing

@Suite("News as they come")
struct LiveTests {
    private static let head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n"

    @Test("each line of news is told once, in whatever pieces it arrives")
    func news() throws {
        let pieces = [
            Self.head, "event: ne", "ws\ndata: {}\n\nevent: news\n", ": still here\n",
            "event: other\n", "event: news\n",
        ]
        let raw = try RawServer { _ in .pieces(pieces, pauseSeconds: 0.02) }
        var told = 0
        try Server(raw.address, token: "secret").live(news: { told += 1 }, tick: { told < 3 })
        #expect(told == 3)
        #expect(raw.requests.first?.target == "/v1/live")
    }

    @Test("a quiet stream ends without an error when the listener wants no more")
    func stopped() throws {
        let raw = try RawServer { _ in .pieces([Self.head], pauseSeconds: 0) }
        let begin = ContinuousClock.now
        try Server(raw.address, token: "secret").live(
            news: { Issue.record("there was no news") },
            tick: { ContinuousClock.now - begin < .milliseconds(300) }
        )
        #expect(ContinuousClock.now - begin < .seconds(3))
    }

    @Test("a stream that the server ends is over; one that never began is offline")
    func ended() throws {
        let raw = try RawServer { _ in .raw(Data((Self.head + "event: news\n").utf8)) }
        var told = 0
        try Server(raw.address).live(news: { told += 1 }, tick: { true })
        #expect(told == 1)
        let dead = try Server(RawServer.deadAddress())
        let problem = #expect(throws: Problem.self) { try dead.live(news: {}, tick: { true }) }
        #expect(problem?.code == .offline)
    }

    @Test("a device that was revoked is told so, not that there is no news")
    func revoked() throws {
        let body = try Canonical.encode(Problem(.deviceRevoked, "This device was revoked."))
        let raw = try RawServer { _ in .answer(401, body) }
        let server = try Server(raw.address, token: "secret")
        let problem = #expect(throws: Problem.self) {
            try server.live(news: {}, tick: { true })
        }
        #expect(problem?.code == .deviceRevoked)
    }
}

@Suite("Trying again")
struct RetriesTests {
    @Test("the longest wait doubles, and never passes twenty seconds")
    func bounds() {
        let retries = Retries(attemptsMax: 4, firstSeconds: 0.5)
        #expect((1...7).map(retries.bound(after:)) == [0.5, 1, 2, 4, 8, 16, 20])
        for attempt in [8, 64, 65, 1_000_000, .max] { #expect(retries.bound(after: attempt) == 20) }
    }

    @Test("only what may pass by itself is worth trying again")
    func passing() {
        #expect(Problem(.overloaded, "busy").isPassing)
        #expect(Problem(.offline, "broken", details: ["retry": true]).isPassing)
        #expect(!Problem(.offline, "no network", details: ["retry": false]).isPassing)
        #expect(!Problem(.offline, "no network").isPassing)
        for code in Problem.Code.catalogue where ![.overloaded, .offline].contains(code) {
            #expect(!Problem(code, "x", details: ["retry": true]).isPassing, "\(code.text)")
        }
    }
}
