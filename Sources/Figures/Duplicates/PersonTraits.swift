// SPDX-License-Identifier: Apache-2.0

import FieldModel

/// What one record says of a person that another may say as well.
struct PersonTraits {
    let record: RecordID
    let scope: Scope
    let name: NameTrait?
    let born: PlainDate?
    /// What the organisation calls the person, where its form asks for that.
    let reference: String?
    /// The last nine digits: with and without the country, one number.
    let phone: String?
    let neighbourhood: String?
    var starts: [(service: String, date: PlainDate)] = []

    init(_ record: Record) {
        (self.record, scope) = (record.id, record.scope)
        name = record.text("name").flatMap(NameTrait.init)
        (born, neighbourhood) = (record.date("born"), record.text("lsoa"))
        let reference = record.text("reference") ?? record.text("code")
        self.reference = reference.map { $0.lowercased().filter { !$0.isWhitespace } }
            .flatMap { $0.isEmpty ? nil : $0 }
        let digits = (record.text("phone") ?? "").filter { ("0"..."9").contains($0) }
        phone = digits.count >= 6 ? String(digits.suffix(9)) : nil
    }
}

/// A name by its words, whatever their order, capitals and punctuation.
struct NameTrait: Hashable {
    let words: [String]

    /// Nil for a name without a letter.
    init?(_ text: String) {
        words = Self.words(of: text)
        guard words.contains(where: { $0.contains(where: \.isLetter) }) else { return nil }
    }

    static func words(of text: String) -> [String] {
        text.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init).sorted()
    }

    var joined: String { words.joined(separator: " ") }

    /// Initials say little: many people share them.
    var isInitials: Bool { words.allSatisfy { $0.count <= 2 } }

    /// Word for word the same but for one slip of the hand, or an initial for a whole word.
    func isLike(_ other: NameTrait) -> Bool {
        guard words.count == other.words.count else {
            return isPart(of: other) || other.isPart(of: self)
        }
        return zip(words, other.words).allSatisfy { Self.isLike($0, $1) }
    }

    /// "Ann Smith" of "Ann Maria Smith".
    private func isPart(of other: NameTrait) -> Bool {
        words.count >= 2 && Set(words).isSubset(of: other.words)
    }

    private static func isLike(_ a: String, _ b: String) -> Bool {
        if a == b { return true }
        if a.count == 1 || b.count == 1 { return a.first == b.first }
        return min(a.count, b.count) >= 3 && isOneSlip(Array(a), Array(b))
    }

    /// One letter more, less, or another, or two that changed places.
    private static func isOneSlip(_ a: [Character], _ b: [Character]) -> Bool {
        guard abs(a.count - b.count) <= 1 else { return false }
        let start = zip(a, b).prefix { $0 == $1 }.count
        let (x, y) = (a.dropFirst(start), b.dropFirst(start))
        let (restX, restY) = (x.dropFirst(), y.dropFirst())
        let isSwapped =
            x.count >= 2 && y.count >= 2 && x.first == restY.first && y.first == restX.first
            && x.dropFirst(2) == y.dropFirst(2)
        return isSwapped || restX == restY || restX == y || x == restY
    }
}
