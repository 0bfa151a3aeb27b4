// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FieldStore
import Foundation
import Schema

/// The server's side of a story, made of the shared model's own pure functions: it stores what is
/// pushed, once, and tells the records of the feeds that somebody receives.
final class CouncilLog {
    let bradford = known(CouncilID("bradford"))
    let hub = OrganisationID(high: 1, low: 1)
    private(set) var states: [RecordID: RecordState] = [:]
    private(set) var sequence: Sequence64 = 0
    /// The feeds and rights of each person, as an administrator may change them.
    var grants: [PersonID: [Grant]] = [:]
    /// What is refused or held, and why; nil stores.
    var verdict: (Change) -> PushOutcome.Result? = { _ in nil }
    /// Forms that came later.
    var published: [JSON] = []
    var closed: [FormClosing] = []
    var freshness: Freshness?
    private var last = Hash.zero
    private var answers: [ChangeID: PushOutcome] = [:]
    private var answered: [DeviceID: Int64] = [:]

    static let start = Instant(milliseconds: 1_795_000_000_000)
    /// The forms of the pack, and one with the policies that the pack does not use.
    static let forms: [JSON] = {
        let files = Schema.packFiles("keep-it-local") ?? [:]
        let texts = files.sorted { $0.key < $1.key }.filter { $0.key.hasPrefix("form_") }
            .map { Data($0.value) }
        return (texts + [Data(tally.utf8)]).compactMap { try? Canonical.decode(from: $0) }
    }()

    private static let tally = """
        {"id": "tally", "version": 1, "title": "Tally", "audience": "organisation",
         "category": "case", "items": [
            {"type": "integer", "name": "visitors", "merge": "sum"},
            {"type": "text", "name": "place", "constraint": "string-length(.) <= 20"}]}
        """

    /// What an administrator has erased, as a device is told of it.
    func erasure(of records: [RecordID]) -> Erasure {
        Erasure(
            id: Device.newID(),
            council: bradford,
            organisation: hub,
            records: records,
            at: Self.start,
            by: Device.newID(),
            reason: .consentWithdrawn,
            authority: "DSR-7"
        )
    }

    func take(_ changes: [Change]) throws -> [PushOutcome] {
        try changes.map { change in
            if let first = answers[change.id] {
                return PushOutcome(
                    change: change.id,
                    counter: change.counter,
                    result: first.result,
                    duplicate: true
                )
            }
            let outcome = PushOutcome(
                change: change.id,
                counter: change.counter,
                result: try judged(change),
                duplicate: false
            )
            answers[change.id] = outcome
            answered[change.device] = change.counter
            return outcome
        }
    }

    private func judged(_ change: Change) throws -> PushOutcome.Result {
        guard change.kind != .void else {
            return .refused(problem: Problem(.changeVoid, "a counter without content"))
        }
        return try verdict(change) ?? .stored(receipt: store(change))
    }

    private func store(_ change: Change) throws -> Receipt {
        sequence += 1
        let entry = LogEntry(
            council: change.scope.council,
            sequence: sequence,
            kind: .change,
            change: change.id,
            device: change.device,
            counter: change.counter,
            record: change.record,
            receivedAt: Self.start,
            payloadHash: Hash(of: try Canonical.encode(change)),
            previous: last
        )
        last = entry.hash
        var state = states[change.record] ?? RecordState(change, version: sequence)
        state.apply(change, version: sequence)
        states[change.record] = state
        return Receipt(sequence: sequence, hash: entry.hash)
    }

    /// Everything that a device receives, as one page.
    func page(for identity: Identity, more: Bool = false) throws -> PullAnswer {
        let grants = grants[identity.person] ?? identity.grants
        let feeds = Actor(person: identity.person, grants: grants).feeds(councils: [bradford])
        let records = try states.values.sorted { $0.version < $1.version }.filter { state in
            feeds.contains { $0.contains(state.scope) }
        }.map(Self.pulled)
        return PullAnswer(
            records: records,
            forms: Self.forms + published,
            directory: [
                .council(.init(id: bradford, name: "Bradford", gss: nil, region: nil)),
                .organisation(.init(id: hub, council: bradford, name: "Advice Hub")),
                .person(.init(id: identity.person, name: identity.name)),
            ],
            feeds: feeds.sorted().map { feed in
                var digest = SetDigest.empty
                for record in records where feed.contains(record.state.scope) {
                    digest.insert(record.hash)
                }
                return FeedStatus(feed: feed, digest: digest, upTo: sequence)
            },
            grants: grants,
            answered: answered[identity.device] ?? 0,
            cursor: "at-\(sequence)",
            more: more,
            closed: closed,
            freshness: freshness
        )
    }

    static func pulled(_ state: RecordState) throws -> PulledRecord {
        let bytes = try Canonical.encode(state)
        return PulledRecord(state: state, bytes: bytes, hash: Hash(of: bytes))
    }

    /// Joins what another device wrote.
    func add(_ state: RecordState) {
        sequence = max(sequence, state.version)
        states[state.record] = states[state.record].map { merge($0, state) } ?? state
    }

    /// Loses a record, as one that was erased.
    func forget(_ record: RecordID) { states[record] = nil }
}
