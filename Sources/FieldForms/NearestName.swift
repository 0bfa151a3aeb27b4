// SPDX-License-Identifier: Apache-2.0

/// What somebody may have meant by a name that is not there.
package enum NearestName {
    /// Nil where none is near.
    package static func of(_ name: String, among known: some Sequence<String>) -> String? {
        Spelling.nearest(to: name, among: known)
    }
}

extension [FormField] {
    /// Those that somebody may have meant who wrote a path, a name or a label that is none: up to
    /// three of that name in whatever group, else the one that is written nearly so, or whose label
    /// has the words in it.
    package func near(_ text: String) -> [FormField] {
        let lower = text.lowercased()
        let template = lower.replacing(#/\[[^\]]*\]/#, with: "")
        let name = template.split(separator: "/").last.map(String.init) ?? template
        let same = filter { $0.item.name.lowercased() == name }
        guard same.isEmpty else { return Array(same.prefix(3)) }
        let spellings: [(typed: String, of: (FormField) -> String)] = [
            (template, \.template), (name, \.item.name), (lower, { $0.label.lowercased() }),
        ]
        for (typed, spelling) in spellings {
            guard let found = NearestName.of(typed, among: map(spelling)) else { continue }
            return first { spelling($0) == found }.map { [$0] } ?? []
        }
        // Two letters are in nearly every label.
        guard lower.count > 2 else { return [] }
        return first { $0.label.lowercased().contains(lower) }.map { [$0] } ?? []
    }
}
