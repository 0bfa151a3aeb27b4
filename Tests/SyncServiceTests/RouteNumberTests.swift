// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import SyncService
import Testing

@Suite("Numbers at the edge")
struct RouteNumberTests {
    private let wire: RouteWire
    private let amina: Pen

    init() async throws {
        wire = try await RouteWire()
        amina = try await wire.world.join(.worker, of: wire.world.hub)
    }

    /// A push of one change in which one number is written as given.
    private func body(_ field: String, _ number: String) throws -> Data {
        amina.counter = 0
        let bytes = try Canonical.encode(PushRequest(changes: [try amina.contact()], unsent: 0))
        let text = String(decoding: bytes, as: UTF8.self)
        let pattern = try Regex("\"\(field)\":-?[0-9]+")
        return Data(text.replacing(pattern, with: "\"\(field)\":\(number)").utf8)
    }

    private func alive() async throws {
        let pen = try await wire.world.join(.worker, of: wire.world.hub)
        #expect(try await wire.push(pen.token, [try pen.contact()]).verdict == "200")
    }

    @Test(
        "counters outside what comes next are answered, never trapped on",
        arguments: [
            ("9223372036854775807", "409 change.gap"), ("9223372036854775806", "409 change.gap"),
            ("2", "409 change.gap"), ("0", "409 change.forked"), ("-1", "409 change.forked"),
            ("-9223372036854775808", "409 change.forked"),
        ]
    )
    func counters(_ counter: String, _ verdict: String) async throws {
        let before = try await wire.stored()
        let answer = try await wire.post(
            "v1/push",
            token: amina.token,
            try body("counter", counter)
        )
        #expect(answer.verdict == verdict)
        #expect(try await wire.stored() == before)
        try await alive()
    }

    @Test("a batch that counts over the end of the numbers is refused")
    func overflow() async throws {
        let (one, two) = (try amina.contact(), try amina.contact())
        for (first, second) in [(Int64.max, Int64.min), (.max, .max), (.min, .min + 1), (0, 1)] {
            let answer = try await wire.push(
                amina.token,
                [
                    try .decoded(from: one, counter: first),
                    try .decoded(from: two, counter: second),
                ]
            )
            #expect((400..<500).contains(answer.status), "\(first): \(answer.verdict)")
        }
        #expect(try await wire.world.verify().changes == 0)
        try await alive()
    }

    @Test(
        "a number that is none makes the push malformed, wherever it stands",
        arguments: ["counter", "base", "formVersion", "unsent"],
        ["0x10", "1e", "+1", "01", "-", "1.", ".5", "NaN", "Infinity", "1_000"]
    )
    func noNumber(_ field: String, _ number: String) async throws {
        let before = try await wire.stored()
        let answer = try await wire.post(
            "v1/push",
            token: amina.token,
            try body(field, number)
        )
        #expect(answer.verdict == "400 request.malformed", "\(answer.text)")
        #expect(try await wire.stored() == before)
    }

    @Test(
        "a number that does not fit its field is refused by its place",
        arguments: ["counter", "base", "formVersion", "unsent"],
        [
            "1e308", "1e400", "-1e308", "9223372036854775808", "-9223372036854775809",
            "99999999999999999999999999999999999999999", "1.5",
        ]
    )
    func unfit(_ field: String, _ number: String) async throws {
        let answer = try await wire.post(
            "v1/push",
            token: amina.token,
            try body(field, number)
        )
        #expect(answer.text.contains("\(field): it is "), "\(answer.text)")
        let isOfOneChange = field == "base" || field == "formVersion"
        #expect(answer.verdict == (isOfOneChange ? "200" : "400 request.malformed"))
        #expect(try await wire.world.verify().changes == 0)
        try await alive()
    }

    @Test(
        "bases and versions that cannot be are refused as a change, and counted",
        arguments: [
            ("base", "9223372036854775807"), ("base", "-9223372036854775808"), ("base", "1"),
            ("formVersion", "9223372036854775807"), ("formVersion", "-9223372036854775808"),
            ("formVersion", "0"),
        ]
    )
    func bases(_ field: String, _ number: String) async throws {
        let answer = try await wire.post(
            "v1/push",
            token: amina.token,
            try body(field, number)
        )
        let outcome = try answer.decoded(PushAnswer.self).outcomes.first
        guard case .refused(let problem)? = outcome?.result else {
            Issue.record("not refused: \(answer.text)")
            return
        }
        #expect([.formUnknown, .changeMalformed, .baseUnknown].contains(problem.code))
        #expect(try await wire.world.verify().changes == 0)
        try await alive()
    }

    @Test("an edit upon any base is answered")
    func editBases() async throws {
        let contact = try amina.contact()
        _ = try await wire.push(amina.token, [contact])
        let version = try await wire.world.record(contact.record).state.version
        for base in [Int64.max, .min, -1, version + 1] {
            let edit = try amina.change(
                .edit,
                contact.record,
                base: base,
                patch: ["note": Edit(to: .text("x"), was: .text("first"))]
            )
            let answer = try await wire.push(amina.token, [edit]).decoded(PushAnswer.self)
            guard case .refused(let problem)? = answer.outcomes.first?.result else {
                Issue.record("not refused: \(answer)")
                continue
            }
            #expect(problem.code == .baseUnknown)
            #expect(problem.message.contains("Sync"))
        }
    }

    @Test(
        "values at the edge are stored as they came or refused by their field",
        arguments: [
            #"{"to":9223372036854775807}"#, #"{"to":-9223372036854775808}"#, #"{"to":0}"#,
            #"{"to":{"money":9223372036854775807}}"#, #"{"to":{"money":-9223372036854775808}}"#,
            #"{"to":{"decimal":"99999999999999999999999999999999999999"}}"#,
            #"{"to":{"decimal":"-0.00000000000000000000000000000000001"}}"#,
            #"{"to":{"date":"0001-01-01"}}"#, #"{"to":{"date":"9999-12-31"}}"#,
            #"{"to":{"instant":"9999-12-31T23:59:59.999-23:59"}}"#,
            #"{"to":{"instant":"0001-01-01T00:00:00.000+23:59"}}"#,
            #"{"to":{"geopoint":{"latitude":1e-308,"longitude":0,"altitude":1e308}}}"#,
        ]
    )
    func values(_ edit: String) async throws {
        for field in ["minutes", "date", "place", "note", "participant", "referred_on"] {
            let plain = String(decoding: try body("base", "0"), as: UTF8.self)
            let text = plain.replacing("\"patch\":{", with: "\"patch\":{\"\(field)\":\(edit),")
                .replacing(try Regex(",\"\(field)\":\\{\"to\":[^}]*\\}"), with: "")
            let pen = try await wire.world.join(.worker, of: wire.world.hub)
            let own = text.replacing(amina.device.description, with: pen.device.description)
                .replacing(amina.person.description, with: pen.person.description)
            let answer = try await wire.post(
                "v1/push",
                token: pen.token,
                Data(own.utf8)
            )
            #expect(answer.status == 200, "\(field): \(answer.text)")
            if case .refused(let problem)? = try answer.decoded(PushAnswer.self)
                .outcomes.first?.result
            {
                #expect(problem.details?["field"] == .string(field), "\(problem)")
            }
        }
        #expect(try await wire.world.verify().isSound)
    }
}
