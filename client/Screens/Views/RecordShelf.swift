// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc

/// The line by which a record is known in a list.
package struct ShelfLine: Hashable, Sendable {
    package enum Standing: Hashable, Sendable { case stored, unsent, refused }

    package let id: String
    package let form: String
    package let summary: String
    package let standing: Standing
    package let conflicts: Int
    /// All its answers as `searchable` bytes.
    fileprivate let words: [UInt8]

    package init(
        id: String,
        form: String,
        summary: String,
        standing: Standing,
        conflicts: Int,
        text: String
    ) {
        (self.id, self.form, self.summary) = (id, form, summary)
        (self.standing, self.conflicts) = (standing, conflicts)
        words = Array("\(form) \(summary) \(text) \(id)".searchable.utf8)
    }

    package var state: String {
        let conflict = conflicts > 0 ? "! conflict" : ""
        return switch standing {
        case .stored: conflict.isEmpty ? "stored" : conflict
        case .unsent: conflict.isEmpty ? "not sent" : conflict + ", not sent"
        case .refused: "! refused"
        }
    }

    /// True when every word is somewhere in the record.
    fileprivate func contains(_ words: [[UInt8]]) -> Bool {
        words.allSatisfy { word in
            self.words.withUnsafeBytes { text in
                word.withUnsafeBytes { Self.contains(text, $0) }
            }
        }
    }

    /// By the C library's search for the first byte: it has to go through fifty thousand records
    /// between two letters that are typed.
    private static func contains(
        _ text: UnsafeRawBufferPointer,
        _ word: UnsafeRawBufferPointer
    ) -> Bool {
        guard let wanted = word.baseAddress, var place = text.baseAddress else {
            return word.isEmpty
        }
        let first = Int32(word[0])
        var rest = text.count - word.count + 1
        while rest > 0, let found = memchr(place, first, rest) {
            if memcmp(found, wanted, word.count) == 0 { return true }
            let next = UnsafeRawPointer(found) + 1
            rest -= next - place
            place = next
        }
        return false
    }
}

/// Which records are looked for.
package struct RecordQuery: Hashable, Sendable {
    package enum Kind: Hashable, Sendable, CaseIterable { case all, unsent, disputed }

    package var text = ""
    /// Nil for all forms.
    package var form: String?
    package var kind = Kind.all

    package init() {}

    /// True for a query that finds nothing that the other does not find.
    func narrows(_ other: RecordQuery) -> Bool {
        form == other.form && kind == other.kind && text.hasPrefix(other.text)
    }
}

/// The lines of the records on this device, newest first; they come a few at a time.
package struct RecordShelf: Hashable, Sendable {
    package private(set) var lines: [ShelfLine] = []
    package var isComplete = false

    package init() {}

    package mutating func add(_ new: [ShelfLine]) { lines += new }

    package var forms: [String] { Set(lines.map(\.form)).sorted() }

    /// The numbers of the lines that fit, looked for only among those given.
    package func found(by query: RecordQuery, among indices: some Sequence<Int>) -> [Int] {
        let words = query.text.searchable.split(separator: " ").map { Array($0.utf8) }
        return indices.filter { index in
            let line = lines[index]
            guard query.form == nil || query.form == line.form else { return false }
            switch query.kind {
            case .all: break
            case .unsent: guard line.standing != .stored else { return false }
            case .disputed: guard line.conflicts > 0 else { return false }
            }
            return words.isEmpty || line.contains(words)
        }
    }
}
