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
    ///
    /// `former` is the draft as it was before the last answer: which it was is remembered too.
    package mutating func see(_ filling: Filling, after former: Draft? = nil) {
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
        if let former { note(changesSince: former, namesOthers: known != seen) }
    }

    /// What changes with the record that is named was filled in from it; all else was altered.
    private mutating func note(changesSince former: Draft, namesOthers: Bool) {
        let paths = Set(answers.keys).union(former.answers.keys)
        let changed = paths.filter { answers[$0] != former.answers[$0] }
        guard !changed.isEmpty, header.entities != nil || header.altered != nil else { return }
        var altered = Set(header.altered ?? [])
        if namesOthers { altered.subtract(changed) } else { altered.formUnion(changed) }
        header.altered = altered.isEmpty ? nil : altered.sorted()
    }
}
