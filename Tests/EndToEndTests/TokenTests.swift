// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@Suite("Who is asking", .timeLimit(.minutes(15)))
struct TokenTests {
    private static let routes = [
        ("GET", "/v1/pull"), ("POST", "/v1/push"), ("GET", "/v1/live"), ("GET", "/v1/forms"),
        ("GET", "/v1/conflicts"), ("POST", "/v1/devices"), ("GET", "/v1/admin/persons"),
        ("GET", "/v1/admin/devices"), ("POST", "/v1/admin/persons"), ("POST", "/v1/admin/grants"),
        ("POST", "/v1/admin/revocations"), ("POST", "/v1/admin/councils"),
    ]

    @Test("a missing or wrong token is answered alike on every route, before the body is read")
    func unknown() async throws {
        let town = try await Installation()
        let wire = Wire(port: town.server.port)
        let token = try await town.admin.authorization()
        let wrong = [
            nil, "Bearer ", "Bearer wrong", "Basic \(token.dropFirst(7))", token + "x",
            String(token.dropLast()), "Bearer " + String(repeating: "a", count: 5_000),
        ]
        for (method, target) in Self.routes {
            for authorization in method == "GET" ? wrong : Array(wrong.prefix(3)) {
                let body = Data("{".utf8)
                let request = Wire.request(method, target, authorization: authorization, body: body)
                let answer = try await wire.ask(request)
                #expect(answer.status == 401, "\(method) \(target) \(authorization ?? "nothing")")
                #expect(try answer.json()["code"] == "token.invalid")
            }
        }
    }

    @Test("a revoked device is refused from then on, keeps what it never sent, and others go on")
    func revoked() async throws {
        let town = try await Installation()
        let amina = try await town.join("amina", "worker")
        let carol = try await town.join("carol", "coordinator")
        let sent = try await amina.contact("P-1")
        try await amina.sync()
        let unsent = try await amina.contact("P-2")
        let revoke = ["admin", "device", "revoke", "amina", "--reason", "Lost on the bus"]
        try await town.admin.run(revoke)
        #expect(try await amina.problem("sync", exit: 6)["code"] == "device.revoked")
        #expect(try await amina.records() == [unsent])
        // What it removed, it can still say; nothing else.
        let listed = try await town.admin.json("admin", "device", "list").list.first {
            $0["revoked"].text != nil
        }
        #expect(listed?["purges"].list.allSatisfy { $0["confirmed"].text != nil } == true)
        #expect(listed?["purges"].list.isEmpty == false)
        let wire = Wire(port: town.server.port)
        let (token, body) = (try await amina.authorization(), try await amina.push())
        for (method, target) in Self.routes {
            let request = Wire.request(method, target, authorization: token, body: body)
            let answer = try await wire.ask(request)
            #expect(answer.status == 401)
            #expect(try answer.json()["code"] == "device.revoked")
        }
        try await carol.run("sync")
        #expect(try await carol.records() == [sent])
        #expect(try await town.server.verify()["changes"] == 1)
    }

    @Test("only an administrator is answered on the administrator's routes")
    func administration() async throws {
        let town = try await Installation()
        let carol = try await town.join("carol", "coordinator")
        let wire = Wire(port: town.server.port)
        let token = try await carol.authorization()
        for target in ["persons", "organisations", "councils", "devices"] {
            let answer = try await wire.ask("GET", "/v1/admin/" + target, authorization: token)
            #expect(answer.status == 403)
            #expect(try answer.json()["code"] == "permission.denied")
        }
        let add = ["admin", "organisation", "add", "Mine", "--council", "bradford"]
        try await carol.run(add, exit: 6)
    }

    @Test("a code is good once, and guessing codes is slowed down")
    func codes() async throws {
        let town = try await Installation()
        let wire = Wire(port: town.server.port)
        let body = try Document.object([
            "code": "AAAA-BBBB-CCCC", "device": "01980000-0000-7000-8000-000000000001",
            "deviceName": "found on the bus",
        ]).encoded()
        var statuses: [Int] = []
        for _ in 1...12 {
            let answer = try await wire.ask("POST", "/v1/enrol", authorization: nil, body: body)
            statuses.append(answer.status)
        }
        #expect(statuses == Array(repeating: 403, count: 10) + [503, 503])
    }
}
