// SPDX-License-Identifier: Apache-2.0

/// Merges two texts line by line over their common base; nil when both changed the same lines.
///
/// Source: Khanna, Kunal and Pierce, "A Formal Investigation of Diff3" (2007), with the standard
/// library's difference (Myers) as the alignment. The result does not depend on which side is
/// called mine. Texts of more than 2,000 lines are not merged.
func mergeLines(base: String, mine: String, theirs: String) -> String? {
    if mine == theirs { return mine }
    let bases = lines(base)
    let (left, right) = (lines(mine), lines(theirs))
    guard max(bases.count, left.count, right.count) <= 2_000 else { return nil }
    let hunks = (edits(from: bases, to: left) + edits(from: bases, to: right)).sorted {
        ($0.start, $0.end, $0.lines.joined(separator: "\n"))
            < ($1.start, $1.end, $1.lines.joined(separator: "\n"))
    }
    var result: [Substring] = []
    var position = 0
    var previous: LineEdit?
    for hunk in hunks {
        if hunk == previous { continue }
        // Hunks that touch are one place to a reader: let a person decide.
        if let previous, hunk.start <= previous.end { return nil }
        result += bases[position..<hunk.start] + hunk.lines
        position = hunk.end
        previous = hunk
    }
    result += bases[position...]
    return result.joined(separator: "\n")
}

/// The base lines `start..<end` were replaced by `lines`.
private struct LineEdit: Equatable {
    let start: Int
    let end: Int
    let lines: [Substring]
}

private func lines(_ text: String) -> [Substring] {
    text.isEmpty ? [] : text.split(separator: "\n", omittingEmptySubsequences: false)
}

private func edits(from base: [Substring], to new: [Substring]) -> [LineEdit] {
    let difference = new.difference(from: base)
    var removed: Set<Int> = []
    var inserted: Set<Int> = []
    for change in difference {
        switch change {
        case .remove(let offset, _, _): removed.insert(offset)
        case .insert(let offset, _, _): inserted.insert(offset)
        }
    }
    var result: [LineEdit] = []
    var (old, now) = (0, 0)
    while old < base.count || now < new.count {
        let start = old
        var lines: [Substring] = []
        while removed.contains(old) || inserted.contains(now) {
            if removed.contains(old) {
                old += 1
            } else {
                lines.append(new[now])
                now += 1
            }
        }
        if start < old || !lines.isEmpty {
            result.append(LineEdit(start: start, end: old, lines: lines))
        }
        old += 1
        now += 1
    }
    return result
}
