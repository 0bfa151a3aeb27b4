// SPDX-License-Identifier: Apache-2.0

import FieldModel
import SyncService
import Testing

extension World {
    /// A move of a return of the hub, upon all that the server has of it.
    func step(
        _ pen: Pen,
        _ record: RecordID,
        _ move: ReturnMove,
        saying words: String? = nil
    ) async throws -> Change {
        try pen.change(
            .step,
            record,
            form: "quarterly_return",
            base: try await self.record(record).state.version,
            step: .move(move),
            reason: words,
            audience: .council,
            organisation: hub
        )
    }
}

extension Change {
    /// What would be submitted of a return just as this opened it.
    var opened: ReturnRevision {
        ReturnRevision(
            record: record,
            form: form,
            formVersion: 1,
            fields: patch.compactMapValues(\.to),
            manifest: []
        )
    }

    /// The same in another version of its form, or making another move.
    func with(formVersion: Int? = nil, move: ReturnMove? = nil) -> Change {
        Change(
            id: id,
            device: device,
            counter: counter,
            record: record,
            form: form,
            formVersion: formVersion ?? self.formVersion,
            scope: scope,
            kind: kind,
            base: base,
            patch: patch,
            step: move.map { .move($0) } ?? step,
            reason: reason,
            author: author,
            party: party,
            at: at,
            lineage: lineage
        )
    }
}
