// SPDX-License-Identifier: Apache-2.0

package import FieldForms
package import FieldModel
import Foundation
import GRDB
import Schema

/// What returns and reports count.
extension StoreSession {
    /// The records on this device, or those of some forms, each field under the name it had first.
    package func countedRecords(of forms: [FormID]? = nil) throws -> [Record] {
        // What the server refused to take is not the organisation's yet.
        let refused = Set(
            try journal(in: [.refused]).filter { $0.change.kind == .create }.map(\.change.record)
        )
        guard let forms else {
            return try records().filter { !($0.version == 0 && refused.contains($0.id)) }
                .map(placed)
        }
        let own = Dictionary(grouping: try pendingEntries().map(\.change), by: \.form)
        return try forms.flatMap { try counted(of: $0, own: Set((own[$0] ?? []).map(\.record))) }
            .filter { !$0.isDeleted && !($0.version == 0 && refused.contains($0.id)) }
    }

    /// The records of one form: those with own work as it stands here, and most of the others
    /// without making a state of each.
    private func counted(of form: FormID, own: Set<RecordID>) throws -> [Record] {
        var records: [Record] = []
        let rows = try StoredRow.fetchCursor(
            self,
            sql: "SELECT id, state FROM shown WHERE form = ?",
            arguments: [form.text]
        )
        while let row = try rows.next() {
            if try !own.isEmpty && own.contains(RecordID(column: row.get("id"))) { continue }
            records.append(try countedRecord(from: row.get("state"), of: form))
        }
        for record in own { try state(of: record).map { records.append(try placed(view($0))) } }
        return records.sorted { $0.id < $1.id }
    }

    /// A record as the server told it, each field under the name that it had first.
    func countedRecord(from bytes: Data, of form: FormID) throws -> Record {
        if let versions = try versions(of: form), versions.all.count == 1,
            let plain = try Record.plain(from: bytes, formVersion: versions.newest.version)
        {
            return plain
        }
        return try placed(view(Canonical.decode(RecordState.self, from: bytes)))
    }

    /// The same record, each field under the name that it had first: so counting code knows it.
    func placed(_ record: Record) throws -> Record {
        try versions(of: record.form).map { record.placing($0.origin) } ?? record
    }

    package func measures() throws -> [Pack.Measure] { try Pack.measures(in: pack) }
    package func principles() throws -> [Pack.Principle] { try Pack.principles(in: pack) }
    package func councilReferences() throws -> [Pack.CouncilReference] {
        try Pack.councils(in: pack)
    }

    private var pack: [String: [UInt8]] { Schema.packFiles("keep-it-local") ?? [:] }
}
