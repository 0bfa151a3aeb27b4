// SPDX-License-Identifier: Apache-2.0

import FieldForms

/// `start=1 end=10 step=1`: names and values with spaces, commas or semicolons between.
struct Parameters {
    private(set) var values: [String: String] = [:]
    private var used: Set<String> = []

    init(_ text: String?) {
        let bare = (text ?? "").prefix(1_000).replacing(/\s*=\s*/, with: "=")
        for part in bare.split(whereSeparator: { " ,;\n\t".contains($0) }) {
            let pair = part.split(separator: "=", maxSplits: 1).map(String.init)
            values[pair[0].lowercased()] = pair.count > 1 ? pair[1] : ""
        }
    }

    mutating func take(_ name: String) -> String? {
        used.insert(name)
        return values[name]
    }

    /// Those that nobody took, in order.
    var rest: [String] { values.keys.filter { !used.contains($0) }.sorted() }
}
