// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import HTTPTypes
import SyncService
import Testing

@Suite("Pushing and pulling over the routes")
struct RoutePushTests {
    private let wire: RouteWire
    private let amina: Pen

    init() async throws {
        wire = try await RouteWire()
        amina = try await wire.world.join(.worker, of: wire.world.hub)
    }

    @Test("a push is stored with receipts, and comes back by pull")
    func stored() async throws {
        let changes = try (0..<3).map { try amina.contact("note \($0)") }
        let answer = try await wire.push(amina.token, changes)
        #expect(answer.headers[.contentType] == "application/json")
        let push = try answer.decoded(PushAnswer.self)
        #expect(push.expected == 4)
        #expect(push.outcomes.map(\.change) == changes.map(\.id))
        #expect(push.outcomes.allSatisfy { !$0.duplicate })
        let page = try await wire.pull(amina.token).decoded(PullAnswer.self)
        #expect(Set(page.records.map(\.state.record)) == Set(changes.map(\.record)))
        #expect(page.answered == 3)
        let again = try await wire.pull(amina.token, "?cursor=\(page.cursor)")
        #expect(try again.decoded(PullAnswer.self).records.isEmpty)
    }

    @Test("a push that comes again is answered the same, but for the word duplicate")
    func duplicate() async throws {
        let changes = [try amina.contact(), try amina.contact(minutes: 0), try amina.contact()]
        let first = try await wire.push(amina.token, changes)
        let second = try await wire.push(amina.token, changes)
        let third = try await wire.push(amina.token, changes)
        #expect(
            second.text == first.text.replacing("\"duplicate\":false", with: "\"duplicate\":true")
        )
        #expect(third.text == second.text)
        #expect(try await wire.world.verify().changes == 2)
        // Old and new ones together: the old ones are told apart from the new one.
        let mixed = try await wire.push(amina.token, changes + [try amina.contact()])
        let outcomes = try mixed.decoded(PushAnswer.self).outcomes
        #expect(outcomes.map(\.duplicate) == [true, true, true, false])
    }

    @Test("a gap names the counter wanted; what is sent from there is taken")
    func gap() async throws {
        let changes = try (0..<5).map { try amina.contact("note \($0)") }
        _ = try await wire.push(amina.token, Array(changes[..<2]))
        let answer = try await wire.push(amina.token, Array(changes[3...]))
        #expect(answer.verdict == "409 change.gap")
        let problem = try answer.problem()
        #expect(problem.details == ["expected": 3])
        #expect(problem.message.contains("3 is next. Send from there."))
        #expect(try await wire.world.verify().changes == 2)
        #expect(try await wire.push(amina.token, Array(changes[2...])).verdict == "200")
    }

    @Test("a device restored from an old copy is told so, and goes on under a new identity")
    func forked() async throws {
        _ = try await wire.push(amina.token, [try amina.contact()])
        amina.counter = 0
        let answer = try await wire.push(amina.token, [try amina.contact("another")])
        #expect(answer.verdict == "409 change.forked")
        #expect(try answer.problem().details == ["counter": 1])
        #expect(try answer.problem().message.contains("new identity"))
        let copy: DeviceID = RouteRow.id()
        let fork = try await wire.post(
            "v1/devices",
            token: amina.token,
            try Canonical.encode(ForkRequest(device: copy, deviceName: "copy"))
        ).decoded(EnrolAnswer.self)
        let pen = Pen(
            world: wire.world,
            person: amina.person,
            device: copy,
            grant: amina.grant,
            token: fork.token
        )
        #expect(try await wire.push(fork.token, [try pen.contact("another")]).verdict == "200")
        let taken = try await wire.post(
            "v1/devices",
            token: amina.token,
            try Canonical.encode(ForkRequest(device: copy, deviceName: "copy"))
        )
        #expect(taken.verdict == "409 directory.exists")
    }

    @Test("a batch out of order, or of another device, is refused whole")
    func order() async throws {
        let carol = try await wire.world.join(.coordinator, of: wire.world.hub)
        let (one, two) = (try amina.contact(), try amina.contact())
        for batch in [[two, one], [one, one], [try carol.contact()]] {
            let answer = try await wire.push(amina.token, batch)
            #expect(answer.verdict == "400 request.malformed")
        }
        #expect(try await wire.world.verify().changes == 0)
    }

    @Test("a push cut short at any byte is refused, and nothing of it is stored")
    func cut() async throws {
        // One in the middle of others has everything that can be cut.
        let changes = try (0..<3).map { try amina.contact("note \($0)") }
        let body = try Canonical.encode(PushRequest(changes: changes))
        let before = try await wire.stored()
        let (wire, token) = (wire, amina.token)
        let accepted = try await withThrowingTaskGroup(of: [Int].self) { group in
            for start in 0..<4 {
                group.addTask {
                    var accepted: [Int] = []
                    for length in stride(from: start, to: body.count, by: 4) {
                        let answer = try await wire.post(
                            "v1/push",
                            token: token,
                            body.prefix(length)
                        )
                        if answer.verdict != "400 request.malformed" { accepted.append(length) }
                    }
                    return accepted
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        #expect(accepted.isEmpty)
        #expect(try await wire.stored() == before)
        #expect(try await wire.post("v1/push", token: amina.token, body).verdict == "200")
    }

    @Test("what is not a route, or not by this method, is a problem document")
    func unknown() async throws {
        for path in ["", "v1", "v1/nothing", "v2/push", "v1/push/", "v1/push/x", "v1//push", "%2e"]
        {
            let answer = try await wire.get(path, token: amina.token)
            #expect(answer.verdict == "404 request.not_found", "/\(path)")
        }
        for (method, path) in [
            (HTTPRequest.Method.get, "v1/push"), (.post, "v1/pull"), (.delete, "v1/push"),
            (.put, "v1/admin/persons"), (.patch, "v1/conflicts"), (.get, "v1/enrol"),
        ] {
            let answer = try await wire.send(
                method,
                path,
                [.authorization: "Bearer " + amina.token]
            )
            #expect([404, 405].contains(answer.status), "\(method) \(path)")
            #expect(try !answer.problem().message.isEmpty)
        }
    }
}
