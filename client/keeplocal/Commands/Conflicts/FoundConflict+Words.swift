// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FieldStore

extension FoundConflict {
    /// Nil where its record is not there any more.
    func place(in session: StoreSession) throws -> (scope: Scope, form: FormID)? {
        if let report { return (report.scope, report.form) }
        return try session.record(conflict.record).map { ($0.scope, $0.form) }
    }

    /// Which record, and whom it is about; of one that is masked, only its form and end.
    func about(in session: StoreSession) throws -> String {
        if let report { return "\(report.form) \(conflict.record.short)" }
        guard let record = try session.record(conflict.record) else { return conflict.record.short }
        let title = try session.title(of: record)
        return "\(record.form) " + (title.isEmpty ? record.id.short : inert(title))
    }
}
