// SPDX-License-Identifier: Apache-2.0

import FieldModel

/// Finding one of several things that people know by name.
enum Named {
    /// By the whole name in either case, by the identifier, or by four letters of its start or end.
    static func one<Kind>(
        _ text: String,
        of known: [(id: Identifier<Kind>, name: String)],
        noun: String
    ) throws -> Identifier<Kind> {
        let lower = text.lowercased()
        let named = known.filter { $0.name.lowercased() == lower }
        var seen: Set<Identifier<Kind>> = []
        // One may be known by several names.
        let found =
            (!named.isEmpty
            ? named
            : known.filter {
                let id = $0.id.description
                return id == lower
                    || lower.count >= 4
                        && (id.hasPrefix(lower) || id.hasSuffix(lower))
            }).filter { seen.insert($0.id).inserted }
        if found.count == 1 { return found[0].id }
        guard found.isEmpty else {
            let list = found.map { "\($0.name) (\($0.id))" }.joined(separator: ", ")
            throw Problem(.requestMalformed, "More than one \(noun) fits '\(text)': \(list)")
        }
        throw Problem(
            .notFound,
            "There is no \(noun) '\(text)'. See: keeplocal admin \(noun) list"
        )
    }
}
