// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FieldStore
import FieldSync
import Foundation
import Synchronization
import Testing

@Suite("A sync with a server that has its troubles")
struct SyncLoopTests {
    private let world: SyncWorld

    init() throws { world = try SyncWorld() }

    @Test("what was saved is stored and pulled, and a second sync finds nothing to do")
    func plain() throws {
        let records = try world.save(5)
        var told: [SyncProgress] = []
        let report = try world.sync { told.append($0) }
        #expect((report.pushed, report.pulled, report.duplicates) == (5, 5, 0))
        #expect(report.digestsAgree && report.bytesUp > 0 && report.bytesDown > 0)
        #expect(told == [.sending(done: 0, total: 5), .receiving(records: 5)])
        #expect(try world.status().stored == 5)
        #expect(try world.records() == Set(records))
        let quiet = try world.sync()
        #expect((quiet.pushed, quiet.pulled) == (0, 0) && quiet.digestsAgree)
        #expect(world.log.count == 5)
    }

    @Test("an answer that was lost: the changes go again, and count once")
    func lostAnswer() throws {
        try world.save(3)
        world.instead("/v1/push", times: 1, .hangUp)
        let report = try world.sync()
        #expect((report.pushed, report.duplicates) == (3, 3))
        #expect(world.log.count == 3)
        #expect(try world.status().stored == 3 && world.records().count == 3)
    }

    @Test("what broke off is counted among the bytes of a sync as well")
    func brokenBytes() throws {
        let calm = try SyncWorld()
        for place in [calm, world] { try place.save(3) }
        world.instead("/v1/push", times: 1, .hangUp)
        let (once, twice) = (try calm.sync(), try world.sync())
        // The largest part of either are the three changes; bytes of other bodies are few.
        #expect(Double(twice.bytesUp) > 1.5 * Double(once.bytesUp))
    }

    @Test("a network that goes for good leaves everything on the device, marked as sent")
    func lostNetwork() throws {
        let records = try world.save(3)
        world.instead("/v1/push", times: .max - 100, .hangUp)
        let problem = #expect(throws: Problem.self) { try world.sync() }
        #expect(problem?.code == .offline)
        let status = try world.status()
        #expect((status.saved, status.sent, status.stored) == (0, 3, 0))
        #expect(try world.records() == Set(records))
        world.instead(nil)
        let report = try world.sync()
        #expect((report.pushed, report.duplicates) == (3, 3))
        #expect(world.log.count == 3)
    }

    @Test(
        "an answer that makes no sense changes nothing on the device",
        arguments: ["/v1/push", "/v1/pull"]
    )
    func nonsense(_ path: String) throws {
        try world.save(2)
        world.instead(path, times: 1, .text(200, "<html>Sign in</html>"))
        let before = try world.status().cursor
        let problem = #expect(throws: Problem.self) { try world.sync() }
        #expect(problem?.code == .serverFailed)
        #expect(try world.status().cursor == before)
        #expect(try world.records().count == 2)
        #expect(try world.status().stored == (path == "/v1/pull" ? 2 : 0))
        #expect(try world.sync().digestsAgree)
        #expect(world.log.count == 2)
    }

    @Test("batches are halved until they are small enough, and nothing is left out")
    func halved() throws {
        try world.save(10)
        world.council.state.withLock { state in
            state.batchMax = 3
            state.batches = []
        }
        let report = try world.sync()
        #expect(report.pushed == 10)
        let batches = world.council.state.withLock { $0.batches }
        #expect(batches.prefix(3) == [10, 5, 2] && batches.count <= 12)
        #expect(world.log.map(\.counter) == Array(1...10))
    }

    @Test("one change that is too large by itself is said to be, and stays")
    func tooLarge() throws {
        try world.save(2)
        world.council.state.withLock { $0.batchMax = 0 }
        let problem = #expect(throws: Problem.self) { try world.sync() }
        #expect(problem?.code == .requestTooLarge)
        #expect(try world.store.read { try $0.unsentCount() } == 2)
    }

    @Test("pages that break off are gone on with, and shown together")
    func brokenPages() throws {
        let records = try world.save(6)
        world.council.state.withLock { $0.pageMax = 2 }
        world.instead { $0.target.contains("pull?cursor=one.2") ? .text(500, "") : nil }
        let problem = #expect(throws: Problem.self) { try world.sync() }
        #expect(problem?.code == .serverFailed)
        #expect(try world.status().cursor == "one.0")
        world.instead(nil)
        let report = try world.sync()
        #expect(report.pulled == 6 && report.digestsAgree)
        #expect(try world.records() == Set(records))
        #expect(try world.status().cursor == "one.6")
    }

    @Test("a cursor that the server cannot read is forgotten, and everything loaded anew")
    func foreignCursor() throws {
        let records = try world.save(2)
        _ = try world.sync()
        world.instead { request in
            request.target.contains("cursor=")
                ? .text(400, #"{"code": "request.malformed", "message": "no cursor"}"#) : nil
        }
        let report = try world.sync()
        #expect(report.pulled == 2 && report.digestsAgree)
        #expect(try world.records() == Set(records))
    }

    @Test("a digest that differs is mended by loading anew, once")
    func wrongDigest() throws {
        try world.save(2)
        _ = try world.sync()
        world.council.state.withLock { $0.isDigestWrong = true }
        let before = world.raw.requests.count
        let report = try world.sync()
        #expect(!report.digestsAgree && report.pulled == 2)
        let asked = world.raw.requests.dropFirst(before).map(\.method)
        #expect(asked == ["POST", "GET", "POST", "GET"])
        world.council.state.withLock { $0.isDigestWrong = false }
        #expect(try world.sync().digestsAgree)
        #expect(try world.records().count == 2)
    }

    @Test("a revoked device is told so, and keeps its work")
    func revoked() throws {
        try world.save(1)
        world.council.state.withLock { $0.devices = [:] }
        let problem = #expect(throws: Problem.self) { try world.sync() }
        #expect(problem?.code == .unauthenticated)
        #expect(try world.store.read { try $0.unsentCount() } == 1)
    }

    @Test("a server that answers for nothing it was sent is not asked for ever")
    func noOutcomes() throws {
        try world.save(1)
        let before = world.raw.requests.count
        world.instead { [raw = world.raw] request in
            guard request.target == "/v1/push" else { return nil }
            return raw.requests.count > before + 10
                ? .text(500, "enough") : .text(200, #"{"outcomes": [], "expected": 1}"#)
        }
        let problem = #expect(throws: Problem.self) { try world.sync() }
        #expect(problem?.code == .serverFailed)
        #expect(try world.store.read { try $0.unsentCount() } == 1)
        #expect(world.raw.requests.count <= before + 3)
    }

    @Test("a server whose pages never end is not read for ever")
    func endlessPages() throws {
        try world.save(1)
        _ = try world.sync()
        let page = try endless()
        let before = world.raw.requests.count
        world.instead { [raw = world.raw] request in
            guard request.method == "GET" else { return nil }
            return raw.requests.count > before + 30 ? .text(500, "enough") : .answer(200, page)
        }
        let problem = #expect(throws: Problem.self) { try world.sync() }
        #expect(problem?.code == .serverFailed)
        #expect(world.raw.requests.count <= before + 4)
    }

    /// A page that says there is more, behind the same cursor.
    private func endless() throws -> Data {
        try Canonical.encode(
            PullAnswer(
                records: [],
                forms: [],
                directory: [],
                feeds: [],
                grants: [],
                answered: 1,
                cursor: "one.1",
                more: true
            )
        )
    }
}
