// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FieldSync
import Foundation
import Gzip
import Testing

@Suite("A token goes to its own server, and nowhere in the clear")
struct TokenTests {
    private static let quick = Retries(attemptsMax: 4, firstSeconds: 0.01)

    @Test(
        "an address that is none, or that is not private, is refused before anything is sent",
        arguments: [
            "", "/", "keeplocal.example.org", "https://", "ftp://example.org", "file:///etc/passwd",
            "http://example.org", "http://127.0.0.1.example.org", "http://localhost.example.org",
            "http://10.0.0.1", "https://someone@example.org", "https://a:b@example.org",
            "https://example.org?x=1", "http://127.0.0.1@example.org", "https:// example.org",
            "javascript:alert(1)", "http://[::2]",
        ]
    )
    func addresses(_ text: String) {
        let problem = #expect(throws: Problem.self) { try Server(text, token: "secret") }
        #expect(problem?.code == .requestMalformed)
    }

    @Test(
        "https anywhere, http on this machine only, with or without a slash or a path",
        arguments: [
            "https://example.org", "HTTPS://example.org:8443/", "http://127.0.0.1:8080",
            "http://localhost/", "http://[::1]:1", "https://example.org/keeplocal//",
        ]
    )
    func goodAddresses(_ text: String) throws {
        let transport = try CurlTransport(server: text, token: nil, authorityFile: nil)
        #expect(!transport.server.hasSuffix("/"))
    }

    @Test(
        "a redirect is not followed: the other place sees nothing",
        arguments: [301, 302, 307, 308]
    )
    func redirect(_ status: Int) throws {
        let other = try RawServer { _ in .text(200, "[]") }
        let raw = try RawServer { [address = other.address] _ in
            .answer(status, Data(), headers: ["Location": address + "/v1/pull"])
        }
        let server = try Server(raw.address, token: "secret", retries: Self.quick)
        let problem = #expect(throws: Problem.self) { try server.pull(cursor: nil) }
        #expect(problem?.code == .serverFailed)
        #expect(raw.requests.count == 1)
        #expect(other.requests.isEmpty)
    }

    @Test("the token stands in one header; without one there is none")
    func header() throws {
        let raw = try RawServer { _ in .text(200, "[]") }
        _ = try Server(raw.address + "/", token: "secret").conflicts()
        _ = try Server(raw.address).conflicts()
        #expect(
            raw.requests.map { $0.headers["authorization"] } == ["Bearer secret", nil]
        )
        #expect(raw.requests.map(\.target) == Array(repeating: "/v1/conflicts?all=false", count: 2))
        #expect(raw.requests.allSatisfy { !$0.target.contains("secret") })
    }

    @Test("large bodies travel packed, small ones as they are")
    func bodies() throws {
        let raw = try RawServer { _ in .text(200, "{\"outcomes\": [], \"expected\": 1}") }
        let server = try Server(raw.address, token: "secret")
        _ = try server.push(PushRequest(changes: []))
        let long = EnrolRequest(
            code: String(repeating: "x", count: 5_000),
            device: DeviceID(high: 1, low: 1),
            deviceName: "tablet"
        )
        #expect(throws: Problem.self) { try server.enrol(long) }
        let requests = raw.requests
        #expect(requests.map { $0.headers["content-encoding"] } == [nil, "gzip"])
        #expect(requests[0].method == "POST")
        let unpacked = try Gzip.decompress(requests[1].body, limit: 10_000)
        #expect(try Canonical.decode(EnrolRequest.self, from: unpacked).code == long.code)
        #expect(requests[1].body.count < 1_000)
    }

    @Test("a code is good once, so that an enrolment is never tried again")
    func enrolment() throws {
        let raw = try RawServer { _ in .hangUp }
        let server = try Server(raw.address, retries: Self.quick)
        let problem = #expect(throws: Problem.self) {
            try server.enrol(
                EnrolRequest(code: "x", device: DeviceID(high: 1, low: 1), deviceName: "tablet")
            )
        }
        #expect(problem?.code == .offline)
        #expect(raw.requests.count == 1)
    }

    @Test("a cursor comes back to the server as it was given, whatever it is made of")
    func cursor() throws {
        let raw = try RawServer { _ in .text(500, "") }
        let server = try Server(raw.address, token: "secret", retries: Self.quick)
        _ = try? server.pull(cursor: "abc-_123")
        #expect(raw.requests.last?.target == "/v1/pull?cursor=abc-_123")
        let odd = "a+b/c=&limit=1#d e"
        _ = try? server.pull(cursor: odd)
        let target = try #require(raw.requests.last?.target)
        let query = URLComponents(string: target)?.queryItems
        #expect(raw.requests.count == 2)
        #expect(query == [URLQueryItem(name: "cursor", value: odd)])
    }
}
