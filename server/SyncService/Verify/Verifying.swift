// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation

/// Reads every log, checks its chain, folds the changes, and compares with the stored records; does
/// the same with the acts in the logs and with what is kept of people, roles and devices.
///
/// What cannot be read is a finding like any other: it never ends the look at the rest. Cost is
/// linear in the logs. Memory holds the directory, and the states of one council at a time.
package struct Verifying {
    private let reader: any StorageReader
    private let forms: FormShelf
    private let files: BlobFiles?
    private let progress: (Int) -> Void

    package init(
        reader: any StorageReader,
        forms: FormShelf,
        files: BlobFiles? = nil,
        progress: @escaping (Int) -> Void = { _ in }
    ) {
        (self.reader, self.forms, self.files) = (reader, forms, files)
        self.progress = progress
    }

    package func run() -> Verification {
        var result = Verification()
        let faults = read("the database file", &result) { try reader.faults() }
        if let fault = faults?.first { result.failProjection("the database file: \(fault)") }
        let known = read("the list of councils", &result) { try reader.councils().map(\.id) }
        let logs = read("the list of logs", &result) { try reader.logs() }
        result.councils = known?.count ?? 0
        var evidence = files.map(VerifyingFiles.init)
        var given = GivenRows()
        // The installation's own log says who there is; the others, what they are there.
        let others = Set((known ?? []) + (logs ?? [])).subtracting([.network])
        for council in [.network] + others.sorted() {
            if let known, council != .network, !known.contains(council) {
                result.failProjection("\(council): there is a log, but no such council")
            }
            guard let states = fold(council, &given, &result) else {
                given.isWhole = false
                continue
            }
            compare(states, council, &result)
            do {
                for state in states.values { try evidence?.take(state, reader, &result) }
            } catch {
                result.failProjection("\(council): its list of files: \(words(error))")
            }
        }
        compare(given, &result)
        let person = read("the keys of passphrases", &result) {
            try VerifyingPassphrases(reader: reader).firstDiffering()
        }
        if case .some(.some(let person)) = person {
            result.failProjection("the key of person \(person)'s passphrase differs from the log")
        }
        result.filesMissing.sort { $0.description < $1.description }
        // Last, as it says whether anything else is wrong.
        checkErasures(&result)
        return result
    }

    /// Nil where the log cannot be read to its end.
    private func fold(
        _ council: CouncilID,
        _ given: inout GivenRows,
        _ result: inout Verification
    ) -> [RecordID: RecordState]? {
        var (end, trunk) = (ChainHead.start, [Sequence64]())
        var found = FoldedLog()
        do {
            while true {
                let entries = try reader.entries(council, after: end.sequence, limit: 1_000)
                guard !entries.isEmpty else { break }
                for stored in entries {
                    let sequence = stored.entry.sequence
                    if end.sequence > 0, end.sequence.timeline < sequence.timeline {
                        trunk.append(end.sequence)
                    }
                    let path = LogPath(trunk: trunk, end: sequence)
                    take(stored, at: path, after: &end, &found, &given, &result)
                }
                progress(result.changes)
            }
            if try reader.head(council) != end {
                result.failChain(
                    "\(council): the log ends at \(end.sequence), but its head says otherwise"
                )
            }
            for record in found.erased.named {
                found.states[record] = nil
                found.emptied.explain(record)
            }
            result.erased += found.erased.named.count
            if let record = found.erased.unreadable.subtracting(found.erased.named).min() {
                result.failProjection(
                    "\(council): record \(record) is erased, and no entry of the log says so"
                )
            }
            if let sequence = found.emptied.first {
                result.failChain("\(council): the payload of entry \(sequence) is gone")
            }
            return found.states
        } catch {
            result.failChain("\(council): \(words(error)), after entry \(end.sequence)")
            return nil
        }
    }

    private func take(
        _ stored: StoredEntry,
        at path: LogPath,
        after end: inout ChainHead,
        _ found: inout FoldedLog,
        _ given: inout GivenRows,
        _ result: inout Verification
    ) {
        let entry = stored.entry
        if let fault = fault(in: stored, after: end) {
            result.failChain("\(entry.council): \(fault)")
        }
        end = ChainHead(sequence: entry.sequence, hash: stored.hash)
        if entry.kind == .change { result.changes += 1 }
        guard !stored.isEmptied else {
            result.compacted += 1
            return found.emptied.add(entry)
        }
        let place = "\(entry.council): the payload of entry \(entry.sequence)"
        let content: Data?
        do {
            content = try reader.content(of: stored)
        } catch {
            return result.failChain("\(place): \(words(error))")
        }
        guard let content else {
            if let record = entry.record { found.erased.unreadable.insert(record) }
            return
        }
        guard entry.kind == .change else {
            guard let signed = DirectoryEvent.signed(in: content) else {
                given.isWhole = false
                return result.failChain("\(place) cannot be read as an act")
            }
            found.take(signed.event)
            return given.take(signed)
        }
        guard let change = try? Canonical.decode(Change.self, from: content) else {
            return result.failChain("\(place) cannot be read as a change")
        }
        found.states[change.record].join(change, at: path)
    }

    private func fault(in stored: StoredEntry, after end: ChainHead) -> String? {
        let entry = stored.entry
        if !entry.sequence.comes(after: end.sequence) {
            return "entry \(end.sequence + 1) is missing"
        }
        if entry.previous != end.hash {
            return "entry \(entry.sequence) does not follow the one before"
        }
        if !stored.isEmptied, entry.payloadHash != Hash(of: stored.payload) {
            return "the payload of entry \(entry.sequence) was altered"
        }
        return entry.hash == stored.hash ? nil : "entry \(entry.sequence) was altered"
    }

    private func compare(
        _ states: [RecordID: RecordState],
        _ council: CouncilID,
        _ result: inout Verification
    ) {
        result.records += states.count
        var digests: [Scope: SetDigest] = [:]
        for (id, state) in states.sorted(by: { $0.key < $1.key }) {
            let name = "\(council): record \(id)"
            guard let made = read(name, &result, { try forms.stored(state, in: reader) }) else {
                continue
            }
            digests[state.scope, default: .empty].insert(made.hash)
            let isSame = read(name, &result) { try isKept(made) }
            if isSame == false { result.failProjection("\(name) differs from its log") }
        }
        let count = read("\(council): its records", &result) { try reader.recordCount(council) }
        if let count, count != states.count {
            result.failProjection("\(council): there are records that are not in the log")
        }
        let kept = read("\(council): its digests", &result) { try reader.digests(council) }
        guard let kept else { return }
        for scope in Set(digests.keys).union(kept.keys).sorted()
        where kept[scope] ?? .empty != digests[scope] ?? .empty {
            result.failProjection("\(council): the digest of \(scope) is wrong")
        }
    }

    /// What else is kept than records, once all logs are read.
    private func compare(_ given: GivenRows, _ result: inout Verification) {
        let strays = read("what records name", &result) { try reader.strays() }
        if let stray = strays?.first { result.failProjection(stray) }
        // Of acts that cannot all be read nothing follows.
        guard given.isWhole else { return }
        do {
            try VerifyingDirectory(reader: reader, given: given).run(&result)
            try VerifyingAnswers(reader: reader, given: given).run(&result)
            result.failDifferences()
        } catch {
            result.failDifferences()
            result.failProjection("the directory: \(words(error))")
        }
    }

    private func isKept(_ made: StoredRecord) throws -> Bool {
        let (id, state) = (made.state.record, made.state)
        guard let mark = try reader.mark(id), let kept = try whole(id) else { return false }
        guard try reader.subjects(of: id) == forms.subjects(of: state, in: reader) else {
            return false
        }
        guard try reader.files(namedBy: id) == Set(state.blobs.map(\.sha256)) else { return false }
        return kept.hash == made.hash && kept.bytes == made.bytes && kept.disputes == made.disputes
            && mark == RecordMark(scope: state.scope, version: state.version, hash: made.hash)
    }

    /// Nil also for one that is damaged.
    private func whole(_ id: RecordID) throws -> StoredRecord? {
        do {
            return try reader.record(id)
        } catch is DamagedRecords {
            return nil
        }
    }

    /// What the ledger says is gone, and is still there, was not finished.
    private func checkErasures(_ result: inout Verification) {
        let open = read("the ledger of erasures", &result) { try reader.unfinishedErasures() }
        if let erasure = open?.first {
            result.owe(
                "the erasure \(erasure.id) is not done in this copy; keeplocald serve does it"
            )
        }
    }

    /// What cannot be read is said, and the rest looked at.
    private func read<Value>(
        _ name: String,
        _ result: inout Verification,
        _ body: () throws -> Value
    ) -> Value? {
        do {
            return try body()
        } catch {
            result.failProjection("\(name): \(words(error))")
            return nil
        }
    }

    private func words(_ error: any Error) -> String {
        switch error {
        case StorageFailure.damaged(let why): why
        case let fault as JSONFault: "it cannot be read: \(fault)"
        default: "it cannot be read (\(type(of: error)))"
        }
    }
}
