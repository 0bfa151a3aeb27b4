// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation

/// What was found when the logs were read from their start and the records made anew.
package struct Verification: Sendable, Codable, Hashable {
    package var councils = 0
    package var changes = 0
    package var records = 0
    /// `ok`, or what is wrong and where.
    package var chain = "ok"
    package var projection = "ok"

    package var isSound: Bool { chain == "ok" && projection == "ok" }

    package init() {}
}

/// Reads every log, checks its chain, folds the changes, and compares with the stored records.
///
/// Cost is linear in the logs. Memory holds the states of one council at a time.
package struct Verifying {
    private let reader: any StorageReader
    private let forms: FormShelf
    private let progress: (Int) -> Void

    package init(
        reader: any StorageReader,
        forms: FormShelf,
        progress: @escaping (Int) -> Void = { _ in }
    ) {
        (self.reader, self.forms, self.progress) = (reader, forms, progress)
    }

    package func run() throws -> Verification {
        var result = Verification()
        let councils = try reader.councils().map(\.id).sorted()
        result.councils = councils.count
        for council in councils + [CouncilID.network] {
            let states = try fold(council, &result)
            try compare(states, council, &result)
        }
        return result
    }

    private func fold(
        _ council: CouncilID,
        _ result: inout Verification
    ) throws -> [RecordID: RecordState] {
        var states: [RecordID: RecordState] = [:]
        var end = ChainHead.start
        while true {
            let entries = try reader.entries(council, after: end.sequence, limit: 1_000)
            guard !entries.isEmpty else { break }
            for stored in entries {
                let fault = fault(in: stored, after: end)
                if let fault, result.chain == "ok" { result.chain = "\(council): \(fault)" }
                end = ChainHead(sequence: stored.entry.sequence, hash: stored.hash)
                guard stored.entry.kind == .change else { continue }
                result.changes += 1
                guard let change = try? Canonical.decode(Change.self, from: stored.payload) else {
                    continue
                }
                let version = stored.entry.sequence
                states[change.record, default: RecordState(change, version: version)]
                    .apply(change, version: version)
            }
            progress(result.changes)
        }
        if try reader.head(council) != end, result.chain == "ok" {
            result.chain =
                "\(council): the log ends at \(end.sequence), but its head says otherwise"
        }
        return states
    }

    private func fault(in stored: StoredEntry, after end: ChainHead) -> String? {
        let entry = stored.entry
        if entry.sequence != end.sequence + 1 { return "entry \(end.sequence + 1) is missing" }
        if entry.previous != end.hash {
            return "entry \(entry.sequence) does not follow the one before"
        }
        if entry.payloadHash != Hash(of: stored.payload) {
            return "the payload of entry \(entry.sequence) was altered"
        }
        return entry.hash == stored.hash ? nil : "entry \(entry.sequence) was altered"
    }

    private func compare(
        _ states: [RecordID: RecordState],
        _ council: CouncilID,
        _ result: inout Verification
    ) throws {
        result.records += states.count
        var digests: [Scope: SetDigest] = [:]
        for (id, state) in states.sorted(by: { $0.key < $1.key }) {
            let made = try forms.stored(state, in: reader)
            digests[state.scope, default: .empty].insert(made.hash)
            let kept = try reader.record(id)
            if kept?.hash != made.hash || kept?.bytes != made.bytes
                || kept?.disputes != made.disputes
            {
                fail("\(council): record \(id) differs from its log", &result)
            }
        }
        if try reader.recordCount(council) != states.count {
            fail("\(council): there are records that are not in the log", &result)
        }
        for (scope, digest) in digests where scope.organisation != nil {
            let feed = Feed(
                council: scope.council,
                organisation: scope.organisation,
                audience: scope.audience
            )
            if try reader.digest(feed) != digest {
                fail("\(council): the digest of \(scope) is wrong", &result)
            }
        }
    }

    private func fail(_ text: String, _ result: inout Verification) {
        if result.projection == "ok" { result.projection = text }
    }
}
