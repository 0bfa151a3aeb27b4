// SPDX-License-Identifier: Apache-2.0

package import FieldModel
package import Figures
import Foundation
import GRDB

/// What figures are counted from, as it stands on the disk at this moment.
extension StoreSession {
    /// By the scope of the records; the same as `CaseEntries(countedRecords())` of each scope.
    ///
    /// What is kept of pulled records is read as it is. All else is read from the records
    /// themselves: those that this device has own work in, and those of which nothing is kept yet.
    ///
    /// - Complexity: The number of records, a small part of a microsecond to each that is kept.
    package func caseEntries() throws -> [Scope: CaseEntries] {
        var gathering = EntryGathering()
        // What the server refused to take is not the organisation's yet.
        let refused = Set(
            try journal(in: [.refused]).filter { $0.change.kind == .create }.map(\.change.record)
        )
        // How these stand depends on the journal.
        let own = refused.union(try pendingEntries().map(\.change.record))
        // What is kept was made of what stands in its place.
        let stale = try isShowing() ? Set(CaseEntry.Kind.allCases) : staleKinds()
        try readKept(except: own, stale, into: &gathering)
        try readDue(except: own, stale, into: &gathering)
        for kind in stale { try readAll(of: kind, except: own, into: &gathering) }
        for record in own {
            guard let state = try state(of: record), CaseEntry.Kind(state.form) != nil,
                !(state.version == 0 && refused.contains(record))
            else { continue }
            gathering.add(try placed(view(state)))
        }
        let others = ["service", "late_work", "consent_exception"].compactMap { FormID($0) }
        for record in try countedRecords(of: others) { gathering.add(record) }
        return gathering.byScope
    }

    /// Cases of the scopes for which the test is true, together.
    package func cases(in isMeant: (Scope) -> Bool) throws -> Cases {
        Cases(CaseEntries(joining: try caseEntries().filter { isMeant($0.key) }.map(\.value)))
    }

    private func readKept(
        except own: Set<RecordID>,
        _ stale: Set<CaseEntry.Kind>,
        into gathering: inout EntryGathering
    ) throws {
        let places = try entryPlaces()
        let spots = places.mapValues { gathering.spot(of: $0.scope) }
        let texts = EntryTexts()
        var doubtful: [RecordID] = []
        try forEachKeptEntry { kept in
            if !own.isEmpty, own.contains(kept.record) { return }
            guard let place = places[kept.place], let spot = spots[kept.place], kept.isSound,
                let entry = CaseEntry(place.kind, kept.record, kept.bytes, texts)
            else { return doubtful.append(kept.record) }
            if !stale.contains(place.kind) { gathering.add(entry, at: spot) }
        }
        for record in doubtful {
            guard let state = try pulled(record)?.state,
                let kind = CaseEntry.Kind(state.form), !stale.contains(kind)
            else { continue }
            gathering.add(try placed(view(state)))
        }
    }

    private func readDue(
        except own: Set<RecordID>,
        _ stale: Set<CaseEntry.Kind>,
        into gathering: inout EntryGathering
    ) throws {
        let rows = try StoredRow.fetchCursor(
            self,
            sql: """
                SELECT id, form, state FROM counted_due JOIN record ON id = counted_due.record
                """
        )
        while let row = try rows.next() {
            guard let form = FormID(try row.get("form") as String), let kind = CaseEntry.Kind(form),
                !stale.contains(kind), !own.contains(try RecordID(column: row.get("id")))
            else { continue }
            gathering.add(try countedRecord(from: row.get("state"), of: form))
        }
    }

    private func readAll(
        of kind: CaseEntry.Kind,
        except own: Set<RecordID>,
        into gathering: inout EntryGathering
    ) throws {
        let form = try FormID.named(kind.rawValue)
        let rows = try StoredRow.fetchCursor(
            self,
            sql: "SELECT id, state FROM shown WHERE form = ?",
            arguments: [form.text]
        )
        while let row = try rows.next() {
            guard !own.contains(try RecordID(column: row.get("id"))) else { continue }
            gathering.add(try countedRecord(from: row.get("state"), of: form))
        }
    }
}

/// Entries by the scope of their records.
private struct EntryGathering {
    private var spots: [Scope: Int] = [:]
    private var entries: [CaseEntries] = []

    mutating func spot(of scope: Scope) -> Int {
        if let known = spots[scope] { return known }
        spots[scope] = entries.count
        entries.append(CaseEntries())
        return entries.count - 1
    }

    mutating func add(_ entry: consuming CaseEntry, at spot: Int) { entries[spot].add(entry) }

    mutating func add(_ record: Record) { entries[spot(of: record.scope)].add(record) }

    var byScope: [Scope: CaseEntries] {
        spots.mapValues { spot in
            var found = entries[spot]
            found.sort()
            return found
        }.filter { !$0.value.isWithoutRecords }
    }
}
