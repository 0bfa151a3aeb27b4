// SPDX-License-Identifier: Apache-2.0

/// What a later content of a return says otherwise than an earlier one.
package struct ReturnDifference: Hashable, Sendable {
    package struct Change: Hashable, Sendable {
        package let field: FieldPath
        package let before: FieldValue?
        package let after: FieldValue?

        /// The share by which a figure moved: 0.05 is five per cent; nil where it is no figure.
        package var share: Double? {
            guard case .integer(let before)? = before, case .integer(let after)? = after else {
                return nil
            }
            guard before != 0 else { return after == 0 ? 0 : 1 }
            return Double(after.distance(to: before).magnitude) / Double(before.magnitude)
        }
    }

    /// In the order of the paths.
    package let fields: [Change]
    package let added: Set<RecordID>
    package let removed: Set<RecordID>
    /// In both, with other content.
    package let changed: Set<RecordID>

    package init(
        from former: (fields: [FieldPath: FieldValue], manifest: [ManifestEntry]),
        to later: (fields: [FieldPath: FieldValue], manifest: [ManifestEntry])
    ) {
        fields = Set(former.fields.keys).union(later.fields.keys).sorted().compactMap { field in
            let (before, after) = (former.fields[field], later.fields[field])
            return before == after ? nil : Change(field: field, before: before, after: after)
        }
        let hashes = { (manifest: [ManifestEntry]) in
            Dictionary(manifest.map { ($0.record, $0.hash) }, uniquingKeysWith: { $1 })
        }
        let (old, new) = (hashes(former.manifest), hashes(later.manifest))
        added = Set(new.keys).subtracting(old.keys)
        removed = Set(old.keys).subtracting(new.keys)
        changed = Set(new.keys.filter { old[$0] != nil && old[$0] != new[$0] })
    }

    package init(from former: ReturnRevision, to later: ReturnRevision) {
        self.init(
            from: (former.fields, former.manifest),
            to: (later.fields, later.manifest)
        )
    }

    package var recordCount: Int { added.count + removed.count + changed.count }

    /// A figure moved by more than a twentieth: worth a correction.
    package var isMaterial: Bool { fields.contains { ($0.share ?? 0) > 0.05 } }
}
