// SPDX-License-Identifier: Apache-2.0

import FieldModel

/// Reads what `EntryWriter` wrote, without a copy of the bytes.
///
/// Past the end everything is zero or nil, and `isWhole` is false in the end.
struct EntryReader {
    private let bytes: UnsafeRawBufferPointer
    private let texts: EntryTexts
    private var position = 0
    private var isBroken = false

    init(_ bytes: UnsafeRawBufferPointer, _ texts: EntryTexts) {
        (self.bytes, self.texts) = (bytes, texts)
    }

    /// True where every byte was read, and none was missing.
    var isWhole: Bool { !isBroken && position == bytes.count }

    mutating func number() -> UInt64 {
        var (number, shift): (UInt64, UInt64) = (0, 0)
        while position < bytes.count, shift < 64 {
            let byte = bytes[position]
            position += 1
            number |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return number }
            shift += 7
        }
        isBroken = true
        return 0
    }

    mutating func signed() -> Int64 {
        let number = number()
        return Int64(bitPattern: number >> 1) ^ -Int64(bitPattern: number & 1)
    }

    mutating func int() -> Int { Int(truncatingIfNeeded: number()) }

    mutating func date() -> PlainDate? {
        let number = int()
        guard number != 0 else { return nil }
        let date = PlainDate(year: number >> 9, month: number >> 5 & 15, day: number & 31)
        if date == nil { isBroken = true }
        return date
    }

    mutating func optional() -> Bool? {
        let number = number()
        return number == 0 ? nil : number == 2
    }

    mutating func text() -> String? {
        let length = int()
        guard length != 0 else { return nil }
        guard length > 1 else { return texts.text(of: id()) }
        guard let part = take(length - 2) else { return nil }
        return String(decoding: part, as: UTF8.self)
    }

    /// As `EntryWriter.person` wrote it.
    mutating func person() -> PersonKey? {
        let length = int()
        guard length != 0 else { return nil }
        guard length > 1 else { return .record(id()) }
        return take(length - 2).map { .words(String(decoding: $0, as: UTF8.self)) }
    }

    mutating func names() -> Set<String> {
        var names: Set<String> = []
        for _ in 0..<count() { if let name = text() { names.insert(name) } }
        return names
    }

    mutating func id<Kind>() -> Identifier<Kind> {
        guard let part = take(16) else { return Identifier(high: 0, low: 0) }
        return Identifier(
            high: UInt64(bigEndian: part.loadUnaligned(as: UInt64.self)),
            low: UInt64(bigEndian: part.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
        )
    }

    mutating func score() -> Score? {
        let kind = int()
        guard kind != 0 else { return nil }
        return Score(number: signed(), scale: kind == 1 ? nil : kind - 2)
    }

    /// How many things follow: never more than there are bytes for.
    mutating func count() -> Int {
        let count = int()
        guard (0...bytes.count - position).contains(count) else {
            isBroken = true
            return 0
        }
        return count
    }

    private mutating func take(_ count: Int) -> UnsafeRawBufferPointer? {
        guard count >= 0, count <= bytes.count - position else {
            isBroken = true
            return nil
        }
        defer { position += count }
        return UnsafeRawBufferPointer(rebasing: bytes[position..<position + count])
    }
}

/// The texts of records that many entries name: each is made once.
package final class EntryTexts {
    private var known: [RecordID: String] = [:]
    private var last: (id: RecordID, text: String)?

    package init() {}

    func text(of id: RecordID) -> String {
        // Of one person several entries follow upon each other.
        if let last, last.id == id { return last.text }
        let text = known[id] ?? id.description
        known[id] = text
        last = (id, text)
        return text
    }
}
