// SPDX-License-Identifier: Apache-2.0

package import FieldModel
import Foundation
import Gzip

/// A server's routes as functions.
///
/// Transfers that break are tried again; every route may be repeated without harm.
package final class Server {
    private let transport: any Transport
    let retries: Retries
    /// The token of the device that asks; nil before it is enrolled.
    let token: String?
    private var answered: (up: Int64, down: Int64) = (0, 0)
    /// What the last answer took.
    private(set) var seconds = 0.0

    package init(
        transport: any Transport,
        token: String? = nil,
        retries: Retries = Retries()
    ) {
        (self.transport, self.token, self.retries) = (transport, token, retries)
    }

    package convenience init(
        _ address: String,
        token: String? = nil,
        authorityFile: String? = nil,
        retries: Retries = Retries()
    ) throws {
        let transport = try CurlTransport(
            server: address,
            token: token,
            authorityFile: authorityFile
        )
        self.init(transport: transport, token: token, retries: retries)
    }

    /// Bytes of bodies, also of those whose transfer broke off: who pays for a link pays for them.
    package var bytesUp: Int64 { answered.up + transport.broken.up }
    package var bytesDown: Int64 { answered.down + transport.broken.down }

    package func enrol(_ request: EnrolRequest) throws -> EnrolAnswer {
        // A code is good once: an answer that was lost cannot be asked for again.
        try post("v1/enrol", request, isRepeatable: false)
    }

    /// A new identity for a copy of a device that was restored from an old one.
    package func fork(_ request: ForkRequest) throws -> EnrolAnswer {
        try post("v1/devices", request)
    }

    /// Sends one batch once; `Pushing` tries again, with less at a time.
    package func push(_ request: PushRequest) throws -> PushAnswer {
        try push(Canonical.encode(request))
    }

    /// The same of a `PushRequest` as it is written.
    func push(_ request: Data) throws -> PushAnswer {
        try post("v1/push", written: request, isRepeatable: false)
    }

    package func pull(cursor: String?) throws -> PullAnswer {
        try ask(Self.pull(cursor, nil), isRepeatable: true)
    }

    /// Asks for one page once; `Pulling` tries again, with less at a time.
    func page(after cursor: String?, recordsMax: Int) throws -> PullAnswer {
        try ask(Self.pull(cursor, recordsMax), isRepeatable: false)
    }

    private static func pull(_ cursor: String?, _ limit: Int?) -> Exchange {
        let query = [cursor.map { "cursor=" + escaped($0) }, limit.map { "limit=\($0)" }]
        let given = query.compactMap { $0 }
        return Exchange(
            "GET",
            "v1/pull" + (given.isEmpty ? "" : "?" + given.joined(separator: "&"))
        )
    }

    /// Says what was removed here; answers what else must be.
    package func confirm(_ confirmation: Confirmation) throws -> ConfirmationAnswer {
        try post("v1/confirmations", confirmation)
    }

    package func repair(_ request: RepairRequest) throws -> RepairAnswer {
        try post("v1/repair", request)
    }

    package func conflicts(
        id: ConflictID? = nil,
        all: Bool = false,
        revealReason: String? = nil
    ) throws -> [ConflictReport] {
        var query = ["all=\(all)"]
        if let id { query.append("id=\(id)") }
        if let revealReason {
            query += ["reveal=true", "reason=\(Self.escaped(revealReason))"]
        }
        return try get("v1/conflicts?" + query.joined(separator: "&"))
    }

    package func post<Answer: Decodable>(
        _ target: String,
        _ body: some Encodable,
        isRepeatable: Bool = true
    ) throws -> Answer {
        try post(target, written: Canonical.encode(body), isRepeatable: isRepeatable)
    }

    private func post<Answer: Decodable>(
        _ target: String,
        written body: Data,
        isRepeatable: Bool
    ) throws -> Answer {
        var data = body
        let isCompressed = data.count > 1_024
        if isCompressed { data = try Gzip.compress(data) }
        var exchange = Exchange("POST", target, body: data)
        exchange.isCompressed = isCompressed
        return try ask(exchange, isRepeatable: isRepeatable)
    }

    package func get<Answer: Decodable>(_ target: String) throws -> Answer {
        try ask(Exchange("GET", target), isRepeatable: true)
    }

    /// Calls `news` whenever the server says that a council has something new, and `heard` whenever
    /// it says anything.
    package func live(
        heard: @escaping () -> Void = {},
        news: @escaping () -> Void,
        tick: @escaping () -> Bool
    ) throws {
        var exchange = Exchange("GET", "v1/live")
        exchange.isStream = true
        try transport.stream(
            exchange,
            line: { line in
                heard()
                if line == "event: news" { news() }
            },
            tick: tick
        )
    }

    /// Sends one request once; a refusal is thrown.
    func carry(
        _ exchange: Exchange,
        part: ((HTTPAnswer, UnsafeRawBufferPointer) -> Bool)? = nil
    ) throws -> HTTPAnswer {
        let answer =
            try part.map { try transport.download(exchange, part: $0) }
            ?? transport.send(exchange)
        answered = (answered.up + answer.bytesUp, answered.down + answer.bytesDown)
        seconds = answer.seconds
        guard answer.status < 400 else {
            throw Problem(status: answer.status, body: answer.body)
        }
        return answer
    }

    private func ask<Answer: Decodable>(
        _ exchange: Exchange,
        isRepeatable: Bool
    ) throws -> Answer {
        let answer = try retries.run(isRepeatable: isRepeatable) {
            try carry(exchange)
        }
        do {
            return try Canonical.decode(Answer.self, from: answer.body)
        } catch {
            throw Problem.unreadable(answer.status)
        }
    }

    /// RFC 3986.
    private static let unreserved = CharacterSet(
        charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"
    )

    private static func escaped(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: unreserved) ?? ""
    }
}

extension Problem {
    /// What a server answered instead of what was asked for.
    init(status: Int, body: Data) {
        if let problem = try? Canonical.decode(Problem.self, from: body) {
            self = problem
        } else if [429, 502, 503, 504].contains(status) {
            self.init(
                .overloaded,
                "The server, or a proxy before it, is busy or away (status \(status)). Your work is"
                    + " saved on this device. Sync again in a while."
            )
        } else {
            self = .unreadable(status)
        }
    }

    fileprivate static func unreadable(_ status: Int) -> Problem {
        Problem(
            .serverFailed,
            "What answered is not a KeepLocal server, or one of another version (status \(status))."
                + " Nothing was lost. Check the address, and that both programs are up to date."
        )
    }
}
