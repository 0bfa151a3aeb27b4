// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import HTTPTypes
import SyncService
import Testing

@Suite("Enrolling a device over the route")
struct RouteEnrolmentTests {
    private let wire: RouteWire
    private let admin: Pen

    init() async throws {
        wire = try await RouteWire()
        admin = try await wire.world.join(.administrator)
    }

    /// A new person of the hub, and the code for their first device.
    private func code() async throws -> EnrolmentCode {
        let grant = try #require(
            Grant(role: .worker, council: wire.world.bradford, organisation: wire.world.hub)
        )
        let request = AdminRequest.Person(id: RouteRow.id(), name: "Amina", grants: [grant])
        let answer = try await wire.post(
            "v1/admin/persons",
            token: admin.token,
            try Canonical.encode(request)
        )
        return try answer.decoded()
    }

    private func enrol(
        _ code: String,
        device: DeviceID = RouteRow.id(),
        name: String = "tablet"
    ) async throws -> RouteWire.Answer {
        let request = EnrolRequest(code: code, device: device, deviceName: name)
        return try await wire.post("v1/enrol", try Canonical.encode(request))
    }

    @Test("a code gives one token, which works at once; the code is good once")
    func once() async throws {
        let code = try await code().code
        let answer = try await enrol(code)
        let enrolled = try answer.decoded(EnrolAnswer.self)
        #expect(enrolled.token.hasPrefix("kil_"))
        #expect(enrolled.grants.map(\.role) == [.worker])
        #expect(try await wire.pull(enrolled.token).verdict == "200")
        let before = try await wire.stored()
        let again = try await enrol(code)
        #expect(again.verdict == "403 enrolment.code_invalid")
        #expect(try again.problem().message.contains("Ask for a new one"))
        #expect(try await wire.stored() == before)
    }

    @Test("a code is read as people write it")
    func spelling() async throws {
        for change in [
            { (code: String) in code.lowercased() }, { $0.replacing("-", with: " ") },
            { $0.replacing("-", with: "").replacing("0", with: "O").replacing("1", with: "l") },
        ] {
            #expect(try await enrol(change(try await code().code)).verdict == "200")
        }
    }

    @Test("a code ends after ten minutes, not before")
    func expiry() async throws {
        let (first, second) = (try await code(), try await code())
        #expect(first.expires == World.start.adding(seconds: 600))
        wire.time.pass(seconds: 599)
        #expect(try await enrol(first.code).verdict == "200")
        wire.time.pass(seconds: 1)
        #expect(try await enrol(second.code).verdict == "403 enrolment.code_invalid")
    }

    @Test("a wrong, a used and an expired code are answered alike")
    func alike() async throws {
        let (used, expired) = (try await code().code, try await code().code)
        _ = try await enrol(used)
        wire.time.pass(seconds: 601)
        var answers: Set<String> = []
        for wrong in [
            used, expired, "0000-0000-0000", "", "\u{0}", String(repeating: "9", count: 1_000),
        ] {
            answers.insert(try await enrol(wrong).text)
        }
        #expect(answers.count == 1)
        #expect(answers.first?.contains(used) == false)
    }

    @Test("after ten wrong codes an address waits a minute, even with the right one")
    func guesses() async throws {
        let right = try await code().code
        for _ in 0..<10 {
            #expect(try await enrol("0000-0000-0000").verdict == "403 enrolment.code_invalid")
            wire.time.pass(seconds: 1)
        }
        for code in ["0000-0000-0000", right] {
            let answer = try await enrol(code)
            #expect(answer.verdict == "503 server.overloaded")
            #expect(answer.headers[.retryAfter] != nil)
            #expect(try answer.problem().message.contains("Try again in a minute"))
        }
        wire.time.pass(seconds: 51)
        #expect(try await enrol(right).verdict == "200")
    }

    @Test("wrong codes sent at the same time are counted as well")
    func parallelGuesses() async throws {
        let (wire, body) = (
            wire,
            try Canonical.encode(
                EnrolRequest(code: "0000-0000-0000", device: RouteRow.id(), deviceName: "x")
            )
        )
        let guessed = try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<60 {
                group.addTask { try await wire.post("v1/enrol", body).verdict }
            }
            return try await group.reduce(into: 0) {
                $0 += $1 == "403 enrolment.code_invalid" ? 1 : 0
            }
        }
        #expect(guessed <= 10)
    }

    @Test("of twenty devices that use one code at once, one is enrolled")
    func race() async throws {
        let (wire, code) = (wire, try await code().code)
        let before = try await wire.world.storage.read { try $0.devices().count }
        let verdicts = try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<20 {
                group.addTask {
                    let request = EnrolRequest(code: code, device: RouteRow.id(), deviceName: "x")
                    let body = try Canonical.encode(request)
                    return try await wire.post("v1/enrol", body).verdict
                }
            }
            return try await group.reduce(into: [:]) { $0[$1, default: 0] += 1 }
        }
        #expect(verdicts["200"] == 1, "\(verdicts)")
        let others = verdicts["403 enrolment.code_invalid", default: 0]
        #expect(others + verdicts["503 server.overloaded", default: 0] == 19, "\(verdicts)")
        let after = try await wire.world.storage.read { try $0.devices().count }
        #expect(after == before + 1)
    }

    @Test("a device that is enrolled already does not use a code up")
    func sameDevice() async throws {
        let code = try await code().code
        let taken = try await enrol(code, device: admin.device)
        #expect(taken.verdict == "409 directory.exists")
        #expect(try await enrol(code).verdict == "200")
    }

    @Test("a device's name is cut to its bound, whatever is in it")
    func names() async throws {
        for name in ["", "\u{0}\u{1B}[2J", String(repeating: "n", count: 1_000)] {
            let device: DeviceID = RouteRow.id()
            #expect(
                try await enrol(try await code().code, device: device, name: name).status == 200
            )
            let stored = try await wire.world.storage.read { try $0.device(device) }
            #expect(stored?.name.count ?? .max <= Limits.nameLengthMax)
        }
    }

    @Test("a revoked device's token is refused from then on")
    func revoked() async throws {
        let device: DeviceID = RouteRow.id()
        let token = try await enrol(try await code().code, device: device)
            .decoded(EnrolAnswer.self).token
        let revoke = { (reason: String) async throws -> RouteWire.Answer in
            try await wire.post(
                "v1/admin/revocations",
                token: admin.token,
                try Canonical.encode(AdminRequest.Revocation(device: device, reason: reason))
            )
        }
        #expect(try await revoke(" ").verdict == "422 reason.missing")
        #expect(try await wire.pull(token).verdict == "200")
        #expect(try await revoke("lost on the bus").verdict == "200")
        #expect(try await wire.pull(token).verdict == "401 device.revoked")
    }
}
