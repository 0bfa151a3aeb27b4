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

    /// The candidate that somebody means: by its value as it is shown, or by its identifier.
    ///
    /// - Throws: `Problem` `conflict.candidate_unknown` or `request.malformed`.
    func candidate(_ typed: String, in session: StoreSession) throws -> ChangeID {
        let disputed = try words(in: session)
        let wanted = typed.oneLine.lowercased()
        let sameValue = conflict.candidates.filter {
            !isMasked && disputed.words($0).oneLine.lowercased() == wanted
        }
        if sameValue.count == 1 { return sameValue[0].id }
        guard sameValue.isEmpty else {
            throw Problem(
                .requestMalformed,
                "\(sameValue.count) candidates say '\(typed.oneLine)'. Write four letters of the"
                    + " identifier instead: "
                    + sameValue.map(\.id.short).joined(separator: ", ")
            )
        }
        return try StoreSession.one(
            of: conflict.candidates.map(\.id),
            matching: typed,
            .candidateUnknown,
            "candidate"
        )
    }
}
