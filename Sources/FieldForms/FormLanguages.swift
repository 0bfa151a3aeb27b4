// SPDX-License-Identifier: Apache-2.0

extension FormDefinition {
    /// The language that a person means: `Cymraeg (cy)` by the whole, by `Cymraeg` or by `cy`.
    package func language(meant wanted: String) -> String? {
        Self.language(meant: wanted, among: languages ?? [])
    }

    package static func language(meant wanted: String, among known: [String]) -> String? {
        let wanted = wanted.trimmed.lowercased()
        if let whole = known.first(where: { $0.lowercased() == wanted }) { return whole }
        let found = known.filter { names(of: $0.lowercased()).contains(wanted) }
        return found.count == 1 ? found[0] : nil
    }

    /// `cymraeg` and `cy`, of `cymraeg (cy)`.
    private static func names(of language: String) -> [String] {
        language.split(whereSeparator: { "()".contains($0) }).map { String($0).trimmed }
            .filter { !$0.isEmpty }
    }
}
