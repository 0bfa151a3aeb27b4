// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import SyncService
import Testing

@Suite("Bodies that are not what a route takes")
struct RouteBodyTests {
    private let wire: RouteWire
    private let amina: Pen

    init() async throws {
        wire = try await RouteWire()
        amina = try await wire.world.join(.worker, of: wire.world.hub)
    }

    /// One good change as JSON, to be spoilt.
    private func push(_ spoil: (inout [String: JSON]) -> Void) throws -> Data {
        let bytes = try Canonical.encode(try amina.contact())
        guard case .object(var change) = try Canonical.decode(JSON.self, from: bytes) else {
            throw CancellationError()
        }
        spoil(&change)
        return try Canonical.encode(JSON.object(["changes": .array([.object(change)])]))
    }

    private func refusal(_ body: Data) async throws -> Problem {
        let before = try await wire.stored()
        let answer = try await wire.post("v1/push", token: amina.token, body)
        #expect(answer.verdict == "400 request.malformed")
        #expect(try await wire.stored() == before)
        return try answer.problem()
    }

    /// One change of a push that cannot be read: it is refused alone, by its place.
    private func refusalOfOne(_ body: Data) async throws -> Problem {
        let answer = try await wire.post("v1/push", token: amina.token, body)
        #expect(answer.verdict == "200")
        #expect(try await wire.world.verify().changes == 0)
        let outcomes = try answer.decoded(PushAnswer.self).outcomes
        guard outcomes.count == 1, case .refused(let problem) = outcomes[0].result else {
            Issue.record("not refused: \(answer.text)")
            return Problem(.serverFailed, "")
        }
        #expect(problem.code == .changeMalformed)
        return problem
    }

    /// What names a change; without it there is nothing to answer to.
    private static let names: Set<String> = ["id", "device", "counter"]

    @Test(
        "what is no JSON is refused, and the route goes on working",
        arguments: [
            "", " ", "{", "[]", "null", "7", "\"x\"", "{\"changes\":", "{'changes':[]}",
            "{\"changes\":[,]}", "{\"changes\":[]}x", "{\"changes\":NaN}", "\u{FEFF}",
            "{\"changes\":[\"\\ud800\"]}", "{\"changes\":[\"\\u12\"]}", "<changes/>", "\u{0}",
            "{\"changes\":[{}]}", "{\"changes\":{}}", "{\"changes\":null}",
        ]
    )
    func noJSON(_ text: String) async throws {
        let problem = try await refusal(Data(text.utf8))
        #expect(problem.message.hasPrefix("The body is not what this route takes: "))
        let good = try await wire.push(amina.token, [try amina.contact()])
        #expect(good.verdict == "200")
    }

    @Test("bytes that are no UTF-8 are refused")
    func noText() async throws {
        var body = try push { $0["reason"] = "MARK" }
        let mark = try #require(body.range(of: Data("MARK".utf8)))
        for bytes in [[0xFF, 0xFE], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80]] {
            body.replaceSubrange(mark, with: bytes.map { UInt8($0) })
            _ = try await refusal(body)
            body.replaceSubrange(
                mark.lowerBound..<mark.lowerBound + bytes.count,
                with: Data("MARK".utf8)
            )
        }
    }

    @Test("a lone surrogate in a value is refused, a NUL is kept as it came")
    func surrogates() async throws {
        let plain = String(decoding: try push { $0["reason"] = "MARK" }, as: UTF8.self)
        for escape in ["\\ud800", "\\udfff", "\\ud800x", "\\udc00\\ud800"] {
            _ = try await refusal(Data(plain.replacing("MARK", with: escape).utf8))
        }
        let change = try amina.contact("a\u{0}b")
        amina.counter -= 1
        let nul = try Change.decoded(from: change, counter: 1)
        #expect(try await wire.push(amina.token, [nul]).verdict == "200")
        let state = try await wire.world.record(nul.record).state
        let note = try #require(FieldPath("note"))
        #expect(state.view { _ in .ask }.fields[note] == .text("a\u{0}b"))
    }

    @Test(
        "a field of the wrong type is named by its place",
        arguments: [
            ("counter", JSON.string("one")), ("base", .boolean(true)),
            ("record", "not-an-id"), ("record", .integer(7)), ("form", "Not A Key"),
            ("formVersion", .null), ("kind", "invent"), ("scope", "bradford"),
            ("at", "yesterday"), ("party", "friends"), ("author", .array([])),
            ("patch", .array([])), ("reason", .integer(1)), ("step", "move"),
        ]
    )
    func wrongTypes(_ field: String, _ value: JSON) async throws {
        let body = try push { $0[field] = value }
        guard Self.names.contains(field) else {
            let problem = try await refusalOfOne(body)
            #expect(problem.message.contains(": \(field): it is "), "\(problem.message)")
            return
        }
        let problem = try await refusal(body)
        #expect(problem.message.contains("changes.[0].\(field): it is "), "\(problem.message)")
    }

    @Test("a number that does not fit is named by its place, not called broken JSON")
    func unfitNumber() async throws {
        for value in [JSON.number(1.5), .number(1e308)] {
            let base = try await refusalOfOne(try push { $0["base"] = value })
            #expect(base.message.contains(": base: it is "), "\(base.message)")
            let counter = try await refusal(try push { $0["counter"] = value })
            #expect(counter.message.contains("changes.[0].counter"), "\(counter.message)")
            amina.counter -= 1
        }
    }

    @Test(
        "a missing field is named",
        arguments: [
            "id", "device", "counter", "record", "form", "formVersion", "scope", "kind", "base",
            "patch", "author", "party", "at",
        ]
    )
    func missing(_ field: String) async throws {
        let body = try push { $0[field] = nil }
        let problem =
            Self.names.contains(field) ? try await refusal(body) : try await refusalOfOne(body)
        #expect(problem.message.contains("\(field): it is missing"), "\(problem.message)")
    }

    @Test("fields that this version does not know are passed over")
    func unknownFields() async throws {
        let body = try push {
            $0["weather"] = ["sky": "grey"]
            $0["counter"] = 1
        }
        let answer = try await wire.post("v1/push", token: amina.token, body)
        let outcome = try answer.decoded(PushAnswer.self).outcomes.first
        guard case .stored? = outcome?.result else {
            Issue.record("not stored: \(answer.text)")
            return
        }
    }

    @Test("nesting over the limit is refused, whatever it is made of")
    func nesting() async throws {
        for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
            for depth in [Limits.jsonDepthMax, 1_000, 100_000] {
                let text =
                    "{\"changes\":" + String(repeating: open, count: depth) + "1"
                    + String(repeating: close, count: depth) + "}"
                let problem = try await refusal(Data(text.utf8))
                #expect(problem.message.contains("\(Limits.jsonDepthMax) levels"))
            }
        }
        let within = String(repeating: "[", count: Limits.jsonDepthMax - 1)
        let problem = try await refusal(Data("{\"changes\":\(within)".utf8))
        #expect(!problem.message.contains("levels"))
    }
}

extension Change {
    /// The same change with another counter.
    static func decoded(from change: Change, counter: Int64) throws -> Change {
        guard
            case .object(var object) = try Canonical.decode(
                JSON.self,
                from: Canonical.encode(change)
            )
        else { throw CancellationError() }
        object["counter"] = .integer(counter)
        return try Canonical.decode(from: Canonical.encode(JSON.object(object)))
    }
}
