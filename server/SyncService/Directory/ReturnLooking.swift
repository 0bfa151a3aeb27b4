// SPDX-License-Identifier: Apache-2.0

import FieldForms
package import FieldModel

extension StorageReader {
    /// Where the returns of a council stand, or of all; in the order of councils and versions.
    package func returnReports(
        of council: CouncilID?,
        forms: FormShelf
    ) throws -> [ReturnReport] {
        var reports: [ReturnReport] = []
        for known in try councilIDs().sorted() where council ?? known == known {
            let feed = Feed(council: known, organisation: nil, audience: Category.return.audience)
            try forEachRecord(feed, after: 0) { record in
                guard !record.state.isDeleted,
                    let versions = try forms.versions(of: record.state.form, in: self),
                    versions.newest.definition.category == .return
                else { return true }
                let period = FieldPath("period").map { versions.place(of: $0) }
                let answer = period.flatMap { versions.view(record.state).fields[$0] }
                var text: String?
                if case .text(let given) = answer { text = given }
                reports.append(ReturnReport(record.state, period: text))
                return true
            }
        }
        return reports
    }
}
