// SPDX-License-Identifier: Apache-2.0

/// What somebody may have meant by a name that is not known.
enum Spelling {
    /// The known name with the fewest letters that differ; nil where none is near.
    static func nearest(to name: String, among known: some Sequence<String>) -> String? {
        let allowed = max(1, (name.count + 1) / 3)
        return known.map { (name: $0, distance: distance(name, $0)) }
            .filter { $0.distance <= allowed }
            .min { ($0.distance, $0.name) < ($1.distance, $1.name) }?.name
    }

    /// Letters to add, drop or exchange (Levenshtein, 1965); names are short, so the cost is small.
    private static func distance(_ first: String, _ second: String) -> Int {
        let (first, second) = (Array(first.lowercased().utf8), Array(second.lowercased().utf8))
        guard abs(first.count - second.count) <= 3, first.count <= 64 else { return .max }
        var row = Array(0...second.count)
        for (index, letter) in first.enumerated() {
            var diagonal = row[0]
            row[0] = index + 1
            for (column, other) in second.enumerated() {
                let exchanged = diagonal + (letter == other ? 0 : 1)
                diagonal = row[column + 1]
                row[column + 1] = min(exchanged, diagonal + 1, row[column] + 1)
            }
        }
        return row[second.count]
    }
}
