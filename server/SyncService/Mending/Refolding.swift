// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation

/// One record, made again from the entries of its log as it was made when they came.
struct Refolding {
    let reader: any StorageReader

    /// - Throws: `StorageFailure.damaged` where the log does not have it whole.
    func state(of id: RecordID) throws -> RecordState {
        var state: RecordState?
        // An emptied payload is explained by the act behind it that says what was left.
        var gap: Sequence64?
        for stored in try entries(of: id) {
            let entry = stored.entry
            try check(stored)
            guard !stored.isEmptied else {
                gap = entry.sequence
                continue
            }
            guard let content = try reader.content(of: stored) else {
                throw StorageFailure.damaged("entry \(entry.sequence) was erased")
            }
            if entry.kind == .directory, let left = DirectoryEvent.compacted(in: content),
                left.record == id
            {
                (state, gap) = (left, nil)
            }
            guard entry.kind == .change else { continue }
            guard let change = try? Canonical.decode(Change.self, from: content) else {
                throw StorageFailure.damaged("entry \(entry.sequence) cannot be read as a change")
            }
            state.join(change, at: try reader.path(entry.council, to: entry.sequence))
        }
        if let gap { throw StorageFailure.damaged("the payload of entry \(gap) is gone") }
        guard let state else { throw StorageFailure.damaged("its log has nothing of it") }
        return state
    }

    private func check(_ stored: StoredEntry) throws {
        let entry = stored.entry
        guard entry.hash == stored.hash,
            stored.isEmptied || entry.payloadHash == Hash(of: stored.payload)
        else { throw StorageFailure.damaged("entry \(entry.sequence) was altered") }
    }

    /// In the order of the log.
    private func entries(of id: RecordID) throws -> [StoredEntry] {
        let own = try reader.entries(of: id)
        // An act about what is not case data is in the log without the record's name.
        guard let emptied = own.last(where: \.isEmptied)?.entry,
            !own.contains(where: { $0.entry.kind == .directory })
        else { return own }
        let acts = try acts(of: id, in: emptied.council, after: emptied.sequence)
        return (own + acts).sorted { $0.entry.sequence < $1.entry.sequence }
    }

    private func acts(
        of id: RecordID,
        in council: CouncilID,
        after start: Sequence64
    ) throws -> [StoredEntry] {
        var (found, reached): ([StoredEntry], Sequence64) = ([], start)
        while true {
            let page = try reader.entries(council, after: reached, limit: 1_000)
            guard let last = page.last else { return found }
            reached = last.entry.sequence
            found += page.filter {
                $0.entry.kind == .directory && $0.entry.record == nil
                    && DirectoryEvent.compacted(in: $0.payload)?.record == id
            }
        }
    }
}

extension RecordState? {
    /// Joins a change of the log to the record; the first makes it.
    mutating func join(_ change: Change, at path: LogPath) {
        if self == nil { self = RecordState(change, version: path.end, in: path) }
        self?.apply(change, version: path.end, in: path)
    }
}
