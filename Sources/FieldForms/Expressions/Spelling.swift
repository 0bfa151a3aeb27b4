// SPDX-License-Identifier: Apache-2.0

/// What somebody may have meant by a name that is not known.
enum Spelling {
    /// More letters than these are not a slip of the hand.
    private static let slipsMax = 3
    /// Longer names are compared with nothing.
    private static let lettersMax = 64

    /// The known name with the fewest letters that differ; nil where none is near.
    ///
    /// - Complexity: Names of about the same letters are compared, each in time linear in its
    ///   length; all others are passed over by their letters alone.
    static func nearest(to name: String, among known: some Sequence<String>) -> String? {
        let letters = Array(name.lowercased().utf8)
        guard letters.count <= lettersMax else { return nil }
        let mask = mask(of: letters)
        var allowed = min(slipsMax, max(1, (letters.count + 1) / 3))
        var best: String?
        for other in known where abs(other.utf8.count - letters.count) <= allowed {
            let others = Array(other.lowercased().utf8)
            // A letter that is added, dropped or exchanged changes two bits at most.
            guard (mask ^ Self.mask(of: others)).nonzeroBitCount <= 2 * allowed,
                let distance = distance(letters, others, atMost: allowed)
            else { continue }
            if let known = best, distance == allowed, known < other { continue }
            (best, allowed) = (other, distance)
        }
        return best
    }

    private static func mask(of letters: [UInt8]) -> UInt64 {
        letters.reduce(0) { $0 | 1 << UInt64($1 & 63) }
    }

    /// Letters to add, drop or exchange (Levenshtein, 1965); nil where they are more.
    ///
    /// Only the cells near the diagonal are looked at, as all others are further (Ukkonen, 1985).
    private static func distance(
        _ first: [UInt8],
        _ second: [UInt8],
        atMost allowed: Int
    ) -> Int? {
        guard abs(first.count - second.count) <= allowed else { return nil }
        let far = allowed + 1
        var row = (0...second.count).map { min($0, far) }
        for index in first.indices {
            let (low, high) = (max(0, index - allowed), min(second.count, index + allowed + 1))
            var diagonal = row[low]
            row[low] = low == 0 ? min(index + 1, far) : far
            for column in low..<high {
                let exchanged = diagonal + (first[index] == second[column] ? 0 : 1)
                diagonal = row[column + 1]
                // Above the band nothing was written for the row before.
                let above = column + 1 > index + allowed ? far : diagonal
                row[column + 1] = min(exchanged, above + 1, row[column] + 1, far)
            }
        }
        return row[second.count] <= allowed ? row[second.count] : nil
    }
}
