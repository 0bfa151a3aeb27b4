// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// A needed answer that a record lacks because its form came to need it later.
///
/// It is no error: it stops nothing, and waits for somebody to fill it in.
package struct MissingAnswer: Hashable, Sendable {
    package let path: FieldPath
    package let label: String
    /// The first version of the form that needs it.
    package let since: Int
}

extension FormVersions {
    package func missing(in record: Record, today: PlainDate, now: Instant) -> [MissingAnswer] {
        guard versions.count > 1, !record.isDeleted else { return [] }
        return newest.unanswered(record.fields, today: today, now: now).compactMap { path in
            guard record.former[path] == nil, !record.disputedFields.contains(path),
                let field = newest.field(path), let since = neededSince(path)
            else { return nil }
            return MissingAnswer(path: path, label: field.label, since: since)
        }
    }

    /// The first of the newest versions that all need the field; nil where every version does.
    private func neededSince(_ path: FieldPath) -> Int? {
        guard let line = line(of: path) else { return nil }
        var since: Int?
        for form in versions.reversed() {
            guard let stop = line.stops.first(where: { $0.version == form.version }),
                stop.field.required != nil
            else { return since }
            since = form.version
        }
        return nil
    }
}
