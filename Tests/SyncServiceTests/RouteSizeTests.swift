// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import Gzip
import HTTPTypes
import SyncService
import Testing

@Suite("Bodies too large, and compressed ones")
struct RouteSizeTests {
    private let wire: RouteWire
    private let amina: Pen

    init() async throws {
        wire = try await RouteWire()
        amina = try await wire.world.join(.worker, of: wire.world.hub)
    }

    private func post(_ body: Data, encoding: String? = nil) async throws -> RouteWire.Answer {
        let before = try await wire.stored()
        let answer = try await wire.post(
            "v1/push",
            token: amina.token,
            body,
            encoding: encoding
        )
        if answer.status >= 400 { #expect(try await wire.stored() == before) }
        return answer
    }

    /// A push of no changes, made longer by spaces.
    private func padded(_ count: Int) -> Data {
        let text = "{\"changes\":[]}"
        return Data(text.utf8) + Data(repeating: 0x20, count: count - text.utf8.count)
    }

    @Test("a body of exactly the limit is read, one byte more is not")
    func plain() async throws {
        #expect(try await post(padded(Limits.pushBytesMax)).verdict == "200")
        let answer = try await post(padded(Limits.pushBytesMax + 1))
        #expect(answer.verdict == "413 request.too_large")
        #expect(answer.headers[.connection] == "close")
        #expect(try answer.problem().message.contains("4096 kB. Send it in smaller parts"))
    }

    @Test("what unpacks to exactly the limit is read, one byte more is not")
    func unpacked() async throws {
        let fits = try Gzip.compress(padded(Limits.pushBytesMax))
        #expect(try await post(fits, encoding: "gzip").verdict == "200")
        let answer = try await post(
            try Gzip.compress(padded(Limits.pushBytesMax + 1)),
            encoding: "gzip"
        )
        #expect(answer.verdict == "413 request.too_large")
        #expect(answer.headers[.connection] == "close")
    }

    @Test("a gzip bomb is stopped at the limit")
    func bomb() async throws {
        let bomb = try Gzip.compress(Data(repeating: 0x20, count: 64 * 1024 * 1024), level: 9)
        #expect(bomb.count < Limits.compressedBodyBytesMax)
        let answer = try await post(bomb, encoding: "gzip")
        #expect(answer.verdict == "413 request.too_large")
        #expect(answer.headers[.connection] == "close")
    }

    @Test("a compressed body has a limit of its own")
    func packed() async throws {
        var random = SystemRandomNumberGenerator()
        let noise = (0..<(Limits.compressedBodyBytesMax / 8 + 1)).flatMap { _ in
            withUnsafeBytes(of: random.next()) { Array($0) }
        }
        let answer = try await post(Data(noise), encoding: "gzip")
        #expect(answer.verdict == "413 request.too_large")
        #expect(try answer.problem().message.contains("2048 kB"))
    }

    @Test("gzip that is broken anywhere is refused as such")
    func broken() async throws {
        let change = try amina.contact(String(repeating: "a long note ", count: 20))
        let whole = try Gzip.compress(try Canonical.encode(PushRequest(changes: [change])))
        for length in 0..<whole.count {
            let answer = try await post(whole.prefix(length), encoding: "gzip")
            #expect(answer.verdict == "415 request.encoding", "cut to \(length)")
            #expect(answer.headers[.connection] == "close")
        }
        for index in whole.indices.dropFirst(10) {
            var damaged = whole
            damaged[index] ^= 0x55
            let answer = try await post(damaged, encoding: "gzip")
            #expect(answer.status == 415 || answer.status == 400, "byte \(index)")
        }
        #expect(try await post(whole, encoding: "gzip").verdict == "200")
    }

    @Test(
        "an encoding that is not spoken here is refused by name",
        arguments: ["br", "deflate", "zstd", "gzip, gzip", "compress", "\u{E9}"]
    )
    func unsupported(_ encoding: String) async throws {
        let answer = try await post(padded(20), encoding: encoding)
        #expect(answer.verdict == "415 request.encoding")
        #expect(try answer.problem().message.contains("plain or gzip"))
    }

    @Test("a push of too many changes, or one change too large, is told which bound it broke")
    func counts() async throws {
        let many = try (0...Limits.pushChangesMax).map { _ in try amina.contact() }
        let answer = try await wire.push(amina.token, many)
        #expect(answer.verdict == "413 request.too_large")
        #expect(try answer.problem().message.contains("\(Limits.pushChangesMax)"))

        let pen = try await wire.world.join(.worker, of: wire.world.hub)
        let long = try pen.contact(String(repeating: "n", count: Limits.textLengthMax + 1))
        let refused = try await wire.push(pen.token, [long]).decoded(PushAnswer.self)
        guard case .refused(let problem)? = refused.outcomes.first?.result else {
            Issue.record("not refused: \(refused)")
            return
        }
        #expect(problem.code == .fieldTooLong)
        #expect(problem.details?["field"] == "note")
    }

    @Test("answers are compressed for who takes that, and only where it pays")
    func answers() async throws {
        let packed = try await wire.send(
            .get,
            "v1/forms",
            [.authorization: "Bearer " + amina.token, .acceptEncoding: "br, gzip"]
        )
        #expect(packed.headers[.contentEncoding] == "gzip")
        let plain = try await wire.get("v1/forms", token: amina.token)
        #expect(plain.headers[.contentEncoding] == nil)
        #expect(try Gzip.decompress(packed.body, limit: .max) == plain.body)
        #expect(packed.body.count * 3 < plain.body.count)
        let small = try await wire.send(.get, "healthz", [.acceptEncoding: "gzip"])
        #expect(small.headers[.contentEncoding] == nil)
        for answer in [packed, plain, small] {
            #expect(answer.headers[.cacheControl] == "no-store")
        }
    }
}
