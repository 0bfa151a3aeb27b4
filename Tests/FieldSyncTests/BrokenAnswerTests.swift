// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FieldSync
import Foundation
import Gzip
import Testing

@Suite("Answers that are broken, foreign or too large")
struct BrokenAnswerTests {
    private static let quick = Retries(attemptsMax: 4, firstSeconds: 0.01)

    /// The problem that a pull from such a server ends with, and how often it was asked.
    private func pull(
        _ place: SourceLocation = #_sourceLocation,
        _ reply: @escaping @Sendable (Request) -> Reply
    ) throws -> (problem: Problem, requests: Int) {
        let raw = try RawServer(reply)
        let server = try Server(raw.address, token: "secret", retries: Self.quick)
        let problem = #expect(throws: Problem.self, sourceLocation: place) {
            try server.pull(cursor: nil)
        }
        return (try #require(problem, sourceLocation: place), raw.requests.count)
    }

    @Test("nobody there: offline at once, and not tried again")
    func refused() throws {
        let server = try Server(
            RawServer.deadAddress(),
            retries: Retries(attemptsMax: 50, firstSeconds: 5)
        )
        let begin = ContinuousClock.now
        let problem = #expect(throws: Problem.self) { try server.pull(cursor: nil) }
        #expect(ContinuousClock.now - begin < .seconds(1))
        #expect(problem?.code == .offline)
        #expect(problem?.isPassing == false)
        #expect(problem?.message.contains("Your work is saved on this device") == true)
    }

    @Test("a connection that ends before the answer is tried again, then is offline")
    func hangUp() throws {
        let (problem, requests) = try pull { _ in .hangUp }
        #expect(problem.code == .offline && problem.isPassing)
        #expect(requests == 4)
    }

    @Test("an answer whose head is cut short is tried again, then is offline")
    func headless() throws {
        let head = Data("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n".utf8)
        let (problem, requests) = try pull { _ in .raw(head) }
        #expect(problem.code == .offline && problem.isPassing)
        #expect(requests == 4)
    }

    @Test("a body that is cut short is tried again, then is offline")
    func truncated() throws {
        let (problem, requests) = try pull { _ in
            .raw(Data("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{\"records\"".utf8))
        }
        #expect(problem.code == .offline && requests == 4)
    }

    @Test(
        "what is no answer of ours is said to be none, and not tried again",
        arguments: [
            (200, "<html>Welcome to the station's free network. Sign in</html>"), (200, ""),
            (200, "{}"), (200, "[1"), (204, ""), (302, ""), (404, "not here"),
            (500, "stack trace"), (500, "{\"error\": \"x\"}"),
        ]
    )
    func foreign(_ status: Int, _ body: String) throws {
        let (problem, requests) = try pull { _ in .text(status, body) }
        #expect(problem.code == .serverFailed)
        #expect(problem.message.contains("status \(status)"))
        #expect(problem.message.contains("Nothing was lost"))
        #expect(requests == 1)
    }

    @Test("bytes that are no HTTP are offline, and not tried for ever")
    func noHTTP() throws {
        let (problem, requests) = try pull { _ in .raw(Data("SSH-2.0-OpenSSH_9.2\r\n".utf8)) }
        #expect(problem.code == .offline && requests <= 4)
    }

    @Test("a problem document keeps its code, message and details")
    func problemDocument() throws {
        let told = Problem(.changeGap, "Change 9 came", details: ["expected": 3])
        let body = try Canonical.encode(told)
        let (problem, requests) = try pull { _ in .answer(409, body) }
        #expect(problem == told && requests == 1)
        let newer = "{\"code\": \"quota.spent\", \"message\": \"No more today.\", \"more\": 1}"
        let unknown = try pull { _ in .text(429, newer) }.problem
        #expect(unknown.code.text == "quota.spent" && unknown.message == "No more today.")
    }

    @Test("a busy server is tried again until it has time")
    func busy() throws {
        let body = try Canonical.encode(Problem(.overloaded, "Try again soon."))
        let raw = try RawServer { request in
            request.number < 3 ? .answer(503, body) : .text(200, "[]")
        }
        let server = try Server(raw.address, retries: Self.quick)
        #expect(try server.conflicts().isEmpty)
        #expect(raw.requests.count == 3)
        let (problem, requests) = try pull { _ in .answer(503, body) }
        #expect(problem.code == .overloaded && requests == 4)
    }

    @Test(
        "a proxy that is busy in its own words is a busy server too",
        arguments: [429, 502, 503, 504]
    )
    func proxy(_ status: Int) throws {
        let raw = try RawServer { request in
            request.number < 3 ? .text(status, "<h1>Bad Gateway</h1>") : .text(200, "[]")
        }
        let server = try Server(raw.address, retries: Self.quick)
        #expect(try server.conflicts().isEmpty)
        #expect(raw.requests.count == 3)
    }

    @Test("a packed answer is unpacked, and counted as it travelled")
    func packed() throws {
        let text = "[" + String(repeating: " ", count: 100_000) + "]"
        let body = try Gzip.compress(Data(text.utf8))
        let raw = try RawServer { _ in .answer(200, body, headers: ["Content-Encoding": "gzip"]) }
        let server = try Server(raw.address, retries: Self.quick)
        #expect(try server.conflicts().isEmpty)
        #expect(server.bytesDown == Int64(body.count))
        #expect(raw.requests.first?.headers["accept-encoding"] == "gzip")
    }

    @Test("a small body that would unpack to very much is cut off, once")
    func bomb() throws {
        let body = try Gzip.compress(Data(count: 100 * 1024 * 1024))
        #expect(body.count < 1_000_000)
        try refusesTooMuch(.answer(200, body, headers: ["Content-Encoding": "gzip"]))
    }

    @Test("a body over every bound is cut off, once")
    func tooLarge() throws {
        let head = Data("HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n".utf8)
        let body = head + Data(count: 65 * 1024 * 1024)
        try refusesTooMuch(.raw(body))
    }

    private func refusesTooMuch(_ reply: Reply) throws {
        let (problem, requests) = try pull { _ in reply }
        #expect(!problem.isPassing && requests == 1)
        #expect(problem.code == Problem.Code.serverFailed)
    }
}
