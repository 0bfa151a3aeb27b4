// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FieldStore
import Foundation
import Testing

@testable import keeplocal

/// A return as a server gives it, accepted or not so far or further on, each move by a person of
/// its own.
struct AcceptedReturn {
    let record: RecordID
    private let revision: ReturnRevision
    private let council: String
    private let further: [ReturnMove.Name]
    private let last: ReturnMove.Name

    init(
        in council: String,
        _ answers: [String: FieldValue],
        then further: [ReturnMove.Name] = [],
        upTo last: ReturnMove.Name = .accept,
        record: RecordID? = nil
    ) throws {
        var random = SystemRandomNumberGenerator()
        self.record = record ?? .make(at: Desk.now, using: &random)
        self.last = last
        (self.council, self.further) = (council, further)
        revision = ReturnRevision(
            record: self.record,
            form: try #require(FormID("quarterly_return")),
            formVersion: 1,
            fields: Dictionary(
                try answers.map { (try #require(FieldPath($0)), $1) },
                uniquingKeysWith: { first, _ in first }
            ),
            manifest: []
        )
    }

    func pulled() throws -> PulledRecord {
        let content = try revision.contentHash()
        let moves: [ReturnMove] =
            [
                .prepare, .submit(revision: revision), .review(content: content),
                .accept(content: content),
            ]
            + further.map { name -> ReturnMove in
                switch name {
                case .approve: .approve(content: content)
                case .reopen: .reopen(content: content)
                default: .publish(content: content)
                }
            }
        let end = moves.firstIndex { $0.name == last } ?? 0
        let made = further.isEmpty ? Array(moves[...end]) : moves
        var state = RecordState(try change(0, nil), version: 1)
        for (number, move) in made.enumerated() {
            let next = try change(number + 1, .move(move))
            state = merge(state, RecordState(next, version: Int64(number + 2)))
        }
        return try state.pulled()
    }

    /// What is said with the moves of a return that is opened again.
    private func words(with step: Step?) -> String? {
        guard case .move(let move)? = step, further.contains(.reopen) else { return nil }
        return switch move {
        case .accept: "Thank you."
        case .reopen: "July is missing."
        default: nil
        }
    }

    private func change(_ number: Int, _ step: Step?) throws -> Change {
        var random = SystemRandomNumberGenerator()
        return Change(
            id: .make(at: Desk.now, using: &random),
            device: DeviceID(high: 9, low: 9),
            counter: Int64(number + 1),
            record: record,
            form: revision.form,
            formVersion: 1,
            scope: Scope(
                council: try #require(CouncilID(council)),
                organisation: Desk.hub,
                audience: .council
            ),
            kind: step == nil ? .create : .step,
            base: Int64(number),
            patch: step == nil ? revision.fields.mapValues { Edit(to: $0) } : [:],
            step: step,
            reason: words(with: step),
            author: PersonID(high: 9, low: UInt64(number)),
            party: .organisation,
            at: HybridTime(instant: Desk.now.adding(seconds: Int64(number) - 100_000))
        )
    }
}

extension Desk {
    /// As a sync would show them, with the councils that they are of.
    func take(_ returns: [AcceptedReturn]) throws {
        try take(records: try returns.map { try $0.pulled() })
    }

    func take(records: [PulledRecord]) throws {
        let (identity, known) = try store.read { (try $0.identity(), try $0.pulledRecords()) }
        let councils = Set((known + records).map(\.state.scope.council)).sorted()
        let feeds = identity.actor.feeds(councils: councils).sorted().map { feed in
            var digest = SetDigest.empty
            for record in records where feed.contains(record.state.scope) {
                digest.insert(record.hash)
            }
            return FeedStatus(feed: feed, digest: digest, upTo: 9)
        }
        let page = PullAnswer(
            records: records,
            forms: [],
            directory: councils.map {
                .council(.init(id: $0, name: $0.text.capitalized, gss: nil, region: nil))
            },
            feeds: feeds,
            grants: identity.grants,
            answered: 0,
            cursor: "d",
            more: false
        )
        try store.write { session in
            try session.stage(page)
            _ = try session.show(page, replacing: false)
        }
    }
}
