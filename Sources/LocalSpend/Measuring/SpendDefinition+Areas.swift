// SPDX-License-Identifier: Apache-2.0

extension SpendDefinition {
    /// Postcodes that stand in two circles, in a sentence; nil where none do.
    package var overlap: String? {
        let known = areas.sorted { $0.key < $1.key }
        for (index, inner) in known.enumerated() {
            for outer in known.dropFirst(index + 1) {
                guard let pair = outer.value.covered(by: inner.value) else { continue }
                let (part, near) = (pair.part, inner.key.rawValue)
                return "\(part) is in circle \(near)"
                    + (part == pair.whole ? "" : ", as it lies in \(pair.whole),")
                    + " and in circle \(outer.key.rawValue) as well. A supplier is in one circle"
                    + " only. Nothing was saved. Name it in one of them."
            }
        }
        return nil
    }
}

extension PostcodeArea {
    /// The first part that another area has whole; a small part of a large one may be nearer.
    fileprivate func covered(by other: PostcodeArea) -> (part: String, whole: String)? {
        for part in parts.sorted() {
            if let whole = other.parts.sorted().first(where: { part.lies(in: $0) }) {
                return (part, whole)
            }
        }
        return nil
    }
}

extension String {
    /// As starts of postcodes: `LS29 7` lies in `LS29`, that in `LS`, and `E1W` not in `E1`.
    fileprivate func lies(in whole: String) -> Bool {
        guard self != whole else { return true }
        guard hasPrefix(whole), let next = dropFirst(whole.count).first else { return false }
        return next == " " || next.isNumber && whole.allSatisfy(\.isLetter)
    }
}
