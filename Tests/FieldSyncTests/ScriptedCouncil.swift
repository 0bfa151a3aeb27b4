// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import Gzip
import Schema
import Synchronization

/// A server that keeps the protocol, made of the shared model's pure functions, with a script of
/// misfortunes that come over its answers.
final class ScriptedCouncil: Sendable {
    struct State {
        var states: [RecordID: RecordState] = [:]
        var log: [Change] = []
        var outcomes: [ChangeID: PushOutcome] = [:]
        /// The device of each token, and the changes it was answered for, in counter order.
        var devices: [String: DeviceID] = [:]
        var answered: [DeviceID: [ChangeID]] = [:]
        var grants: [Grant] = []
        var epoch = "one"
        /// What each push held.
        var batches: [Int] = []
        var batchMax = Int.max
        var pageMax = 100
        /// The `limit` of each pull.
        var pagesAskedFor: [Int] = []
        /// What is said instead of the true answer; the request was acted upon already.
        var instead: (@Sendable (Request) -> Reply?)?
        /// What is told wrongly of the digests.
        var isDigestWrong = false
    }

    let state = Mutex(State())
    static let bradford = CouncilID("bradford") ?? .network
    static let hub = OrganisationID(high: 1, low: 1)
    static let start = Instant(milliseconds: 1_795_000_000_000)

    func reply(to request: Request) -> Reply {
        state.withLock { state in
            let reply: Reply
            do {
                reply = .answer(200, try Self.act(on: request, &state))
            } catch let problem as Problem {
                let body = (try? Canonical.encode(problem)) ?? Data()
                reply = .answer(problem.status, body)
            } catch {
                reply = .text(400, "\(error)")
            }
            return state.instead?(request) ?? reply
        }
    }

    private static func act(on request: Request, _ state: inout State) throws -> Data {
        let token = request.headers["authorization"]?.dropFirst("Bearer ".count) ?? ""
        guard let device = state.devices[String(token)] else {
            throw Problem(.unauthenticated, "unknown token")
        }
        let isPacked = request.headers["content-encoding"] == "gzip"
        let body =
            isPacked ? try Gzip.decompress(request.body, limit: 10_000_000) : request.body
        switch (request.method, request.target.prefix { $0 != "?" }) {
        case ("POST", "/v1/push"):
            let changes = try Canonical.decode(PushRequest.self, from: body).changes
            return try Canonical.encode(push(changes, from: device, &state))
        case ("POST", "/v1/devices"):
            let wish = try Canonical.decode(ForkRequest.self, from: body)
            let known = Int64(state.answered[device]?.count ?? 0)
            guard wish.answered ?? 0 <= known else {
                let expected = JSON.integer(known + 1)
                throw Problem(.changeGap, "a gap", details: ["expected": expected])
            }
            state.devices["token-of-\(wish.device)"] = wish.device
            return try Canonical.encode(
                EnrolAnswer(
                    token: "token-of-\(wish.device)",
                    person: PersonID(high: 7, low: 7),
                    name: "Amina",
                    grants: state.grants
                )
            )
        case ("GET", "/v1/pull"):
            let query = URLComponents(string: request.target)?.queryItems ?? []
            let cursor = query.first { $0.name == "cursor" }?.value
            let limit = query.first { $0.name == "limit" }?.value.flatMap { Int($0) }
            state.pagesAskedFor.append(limit ?? 0)
            return try Canonical.encode(page(after: cursor, limit, for: device, state))
        default: throw Problem(.notFound, request.target)
        }
    }

    private static func push(
        _ changes: [Change],
        from device: DeviceID,
        _ state: inout State
    ) throws -> PushAnswer {
        state.batches.append(changes.count)
        guard changes.count <= state.batchMax else {
            throw Problem(.requestTooLarge, "at most \(state.batchMax)")
        }
        var known = state.answered[device] ?? []
        if let first = changes.first, first.counter > known.count + 1 {
            let expected = JSON.integer(Int64(known.count + 1))
            throw Problem(.changeGap, "a gap", details: ["expected": expected])
        }
        var outcomes: [PushOutcome] = []
        for change in changes {
            let index = Int(change.counter) - 1
            if index < known.count {
                guard known[index] == change.id, let first = state.outcomes[change.id] else {
                    let counter = JSON.integer(change.counter)
                    throw Problem(.changeForked, "forked", details: ["counter": counter])
                }
                outcomes.append(first.again)
                continue
            }
            let outcome = store(change, &state)
            state.outcomes[change.id] = outcome
            known.append(change.id)
            outcomes.append(outcome)
        }
        state.answered[device] = known
        return PushAnswer(outcomes: outcomes, expected: Int64(known.count + 1))
    }

    private static func store(_ change: Change, _ state: inout State) -> PushOutcome {
        state.log.append(change)
        let sequence = Sequence64(state.log.count)
        var record = state.states[change.record] ?? RecordState(change, version: sequence)
        record.apply(change, version: sequence)
        state.states[change.record] = record
        let receipt = Receipt(sequence: sequence, hash: Hash(of: Array("\(change.id)".utf8)))
        return PushOutcome(
            change: change.id,
            counter: change.counter,
            result: .stored(receipt: receipt),
            duplicate: false
        )
    }

    private static func page(
        after cursor: String?,
        _ limit: Int?,
        for device: DeviceID,
        _ state: State
    ) throws -> PullAnswer {
        let parts = cursor?.split(separator: ".") ?? []
        guard cursor == nil || parts.count == 2 else {
            throw Problem(.requestMalformed, "no cursor of this server")
        }
        let reached = parts.first == Substring(state.epoch) ? Sequence64(parts[1]) ?? 0 : 0
        let all = try state.states.values.sorted { $0.version < $1.version }.map(pulled)
        let new = all.filter { $0.state.version > reached }
        let given = new.prefix(min(state.pageMax, limit ?? .max))
        var digest = SetDigest.empty
        for record in all { digest.insert(record.hash) }
        if state.isDigestWrong { digest.insert(Hash(of: Array("wrong".utf8))) }
        let upTo = given.count < new.count ? given.last?.state.version : nil
        return PullAnswer(
            records: Array(given),
            forms: forms,
            directory: [],
            feeds: [
                FeedStatus(
                    feed: Feed(council: bradford, organisation: hub, audience: .organisation),
                    digest: digest,
                    upTo: upTo ?? Sequence64(state.log.count)
                )
            ],
            grants: state.grants,
            answered: Int64(state.answered[device]?.count ?? 0),
            cursor: "\(state.epoch).\(upTo ?? Sequence64(state.log.count))",
            more: given.count < new.count
        )
    }

    private static func pulled(_ state: RecordState) throws -> PulledRecord {
        let bytes = try Canonical.encode(state)
        return PulledRecord(state: state, bytes: bytes, hash: Hash(of: bytes))
    }

    static let forms: [JSON] = (Schema.packFiles("keep-it-local") ?? [:])
        .filter { $0.key == "form_contact" }.values
        .compactMap { try? Canonical.decode(from: Data($0)) }
}

extension PushOutcome {
    fileprivate var again: PushOutcome {
        PushOutcome(change: change, counter: counter, result: result, duplicate: true)
    }
}
