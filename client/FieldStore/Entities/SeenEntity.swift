// SPDX-License-Identifier: Apache-2.0

package import FieldForms
package import FieldModel

/// A record of another form as it was when a draft first named it: what its answers were taken
/// from, so that only those that were altered since are written to it.
package struct SeenEntity: Hashable, Sendable, Codable {
    package let record: RecordID
    let base: Sequence64
    let trunk: [Sequence64]?
    let fields: [FieldPath: FieldValue]

    init(_ row: RecordList.Row) {
        (record, base, trunk, fields) = (row.record, row.base, row.trunk, row.fields)
    }

    var seen: Draft.Seen { Draft.Seen(base: base, trunk: trunk, fields: fields) }
}

extension Draft {
    /// Remembers the records that the answers name now, as they stood when each was named first.
    package mutating func see(_ filling: Filling) {
        guard !isEdit else { return }
        let known = header.entities ?? []
        var seen: [SeenEntity] = []
        for (form, record) in filling.namedEntities
        where !seen.contains(where: { $0.record == record }) {
            if let before = known.first(where: { $0.record == record }) {
                seen.append(before)
            } else if let row = filling.surroundings.records(form).row(of: record) {
                seen.append(SeenEntity(row))
            }
        }
        header.entities = seen.isEmpty ? nil : seen
    }
}
