// SPDX-License-Identifier: Apache-2.0

package import FieldForms
import FieldModel
import Schema

/// What returns and reports count.
extension StoreSession {
    /// The records on this device, each field under the name that it had first.
    package func countedRecords() throws -> [Record] {
        // What the server refused to take is not the organisation's yet.
        let refused = Set(
            try journal(in: [.refused]).filter { $0.change.kind == .create }.map(\.change.record)
        )
        return try records().filter { !($0.version == 0 && refused.contains($0.id)) }.map(placed)
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
