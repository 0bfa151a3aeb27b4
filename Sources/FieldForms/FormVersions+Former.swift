// SPDX-License-Identifier: Apache-2.0

extension FormVersions {
    /// What became of a field that an earlier version has, and the newest has not under that name.
    package enum FormerField: Sendable {
        case renamed(to: FormField, since: Int)
        case removed(since: Int)
    }

    /// Nil for a path that the newest version has, or that none ever had.
    package func former(template: String) -> FormerField? {
        guard newest.field(template: template) == nil, let index = lineByTemplate[template] else {
            return nil
        }
        let stops = lines[index].stops
        let last = lines[index].last
        guard last.version == newest.version else { return .removed(since: last.version + 1) }
        let first = stops.reversed().prefix { $0.field.template == last.field.template }.last
        return .renamed(to: last.field, since: (first ?? last).version)
    }
}
