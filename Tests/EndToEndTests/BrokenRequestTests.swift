// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@Suite("A push that breaks off, or comes twice", .timeLimit(.minutes(15)))
struct BrokenRequestTests {
    /// A device with saved work, and the request that would push it.
    private func waiting(_ town: Installation) async throws -> (Device, Wire, Data) {
        let amina = try await town.join("amina", "worker")
        try await amina.run("import", "contact", town.contacts(30, "first"))
        return (amina, Wire(port: town.server.port), try await amina.pushRequest())
    }

    private func outcomes(_ answer: WireAnswer) throws -> [Document] {
        #expect(answer.status == 200, "\(answer.body.prefix(300))")
        return try answer.json()["outcomes"].list
    }

    @Test("cut off anywhere, it leaves nothing, and the whole one is taken afterwards")
    func cut() async throws {
        let town = try await Installation()
        let (amina, wire, request) = try await waiting(town)
        let head = try #require(request.range(of: Data("\r\n\r\n".utf8))).upperBound
        let lengths = [
            1, 20, head - 1, head, head + 1, head + 600, (head + request.count) / 2,
            request.count - 100, request.count - 1,
        ]
        for length in lengths { try await wire.send(request, cutAfter: length) }
        let fresh = try await outcomes(wire.ask(request))
        #expect(fresh.count == 30)
        #expect(fresh.allSatisfy { $0["duplicate"] == false })
        let report = try await amina.json("sync")
        #expect(report["duplicates"] == 30 && report["digestsAgree"] == true)
        let verified = try await town.server.verify()
        #expect(verified["changes"] == 30 && verified["records"] == 30)
        #expect(verified["chain"] == "ok" && verified["projection"] == "ok")
    }

    @Test(
        "a body that is no whole document is refused, and leaves nothing",
        arguments: [#"{"changes":["#, "", "null", "[]", #"{"changes":[{"id":1}]}"#, "\u{0}"]
    )
    func malformed(_ body: String) async throws {
        let town = try await Installation()
        let amina = try await town.join("amina", "worker")
        let (wire, token) = (Wire(port: town.server.port), try await amina.authorization())
        let data = Data(body.utf8)
        let answer = try await wire.ask("POST", "/v1/push", authorization: token, body: data)
        #expect(answer.status == 400)
        #expect(try answer.json()["code"] == "request.malformed")
        #expect(try await town.server.verify()["changes"] == 0)
    }

    @Test("sent again, it is answered with the first receipts, and stored once")
    func again() async throws {
        let town = try await Installation()
        let (_, wire, request) = try await waiting(town)
        let first = try await outcomes(wire.ask(request))
        let second = try await outcomes(wire.ask(request))
        #expect(first.allSatisfy { $0["duplicate"] == false })
        #expect(second.allSatisfy { $0["duplicate"] == true })
        #expect(first.map { $0["result"] } == second.map { $0["result"] })
        #expect(try await town.server.verify()["changes"] == 30)
    }

    @Test("sent many times at once, one is stored and all have the same receipts")
    func together() async throws {
        let town = try await Installation()
        let (_, wire, request) = try await waiting(town)
        let answers = try await withThrowingTaskGroup(of: WireAnswer.self) { group in
            for _ in 1...6 { group.addTask { try await wire.ask(request) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        let results = try answers.map(outcomes)
        #expect(results.count { $0.allSatisfy { $0["duplicate"] == false } } == 1)
        #expect(results.count { $0.allSatisfy { $0["duplicate"] == true } } == 5)
        #expect(Set(results.map { $0.map { $0["result"] } }).count == 1)
        let verified = try await town.server.verify()
        #expect(verified["changes"] == 30 && verified["chain"] == "ok")
    }

    @Test("twice in one go, the answers come in the order of the requests")
    func pipelined() async throws {
        let town = try await Installation()
        let (_, wire, request) = try await waiting(town)
        let text = String(decoding: request, as: UTF8.self)
        let open = text.replacing("Connection: close\r\n", with: "")
        let answer = try await wire.ask(Data(open.utf8) + request)
        let bodies = answer.body.components(separatedBy: "HTTP/1.1 200 OK")
        #expect(bodies.count == 2)
        #expect(bodies.first?.contains(#""duplicate":false"#) == true)
        #expect(bodies.last?.contains(#""duplicate":true"#) == true)
        #expect(try await town.server.verify()["changes"] == 30)
    }
}
