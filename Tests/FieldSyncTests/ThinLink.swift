// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FieldSync
import Foundation

/// A link to a scripted server that carries little, and goes down at times that are set.
///
/// Time on it is counted, not waited for.
final class ThinLink: Transport {
    private let council: ScriptedCouncil
    private let token: String
    private let bytesPerSecond: Double
    /// When it goes down, from the first on; it is back after three seconds.
    private var losses: [Double]
    private(set) var seconds = 0.0
    private(set) var carried = 0.0
    /// Carried for nothing at each loss that met something.
    private(set) var wasted: [Double] = []
    private var number = 0

    private static let headBytes = 400.0

    init(to council: ScriptedCouncil, token: String, bytesPerSecond: Double, losses: [Double]) {
        (self.council, self.token, self.losses) = (council, token, losses)
        self.bytesPerSecond = bytesPerSecond
    }

    func send(_ exchange: Exchange) throws -> HTTPAnswer {
        let begin = seconds
        try carry(Double(exchange.body?.count ?? 0) + Self.headBytes, since: begin)
        number += 1
        var headers = ["authorization": "Bearer \(token)"]
        if exchange.isCompressed { headers["content-encoding"] = "gzip" }
        let reply = council.reply(
            to: Request(
                number: number,
                method: exchange.method,
                target: "/" + exchange.target,
                headers: headers,
                body: exchange.body ?? Data()
            )
        )
        guard case .answer(let status, let body, _) = reply else { throw Self.broken }
        try carry(Double(body.count) + Self.headBytes, since: begin)
        return HTTPAnswer(
            status: status,
            body: body,
            bytesUp: Int64(exchange.body?.count ?? 0),
            bytesDown: Int64(body.count),
            seconds: seconds - begin
        )
    }

    func stream(
        _ exchange: Exchange,
        line: @escaping (String) -> Void,
        tick: @escaping () -> Bool
    ) throws { throw Self.broken }

    private func carry(_ bytes: Double, since begin: Double) throws {
        let end = seconds + bytes / bytesPerSecond
        guard let loss = losses.first, loss < end else {
            (seconds, carried) = (end, carried + bytes)
            return
        }
        losses.removeFirst()
        // One that came while nothing was under way did no harm.
        guard loss > seconds else { return try carry(bytes, since: begin) }
        carried += (loss - seconds) * bytesPerSecond
        wasted.append((loss - begin) * bytesPerSecond)
        seconds = loss + 3
        throw Self.broken
    }

    private static let broken = Problem(.offline, "down", details: ["retry": .boolean(true)])
}
