// SPDX-License-Identifier: Apache-2.0

import FieldModel

/// Writes an entry as few bytes, each number as long as it needs; `EntryReader` reads them.
struct EntryWriter {
    private(set) var bytes: [UInt8] = []

    /// Seven bits a byte, the lowest first; the top bit says that more follow.
    mutating func number(_ number: UInt64) {
        var rest = number
        while rest > 0x7F {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    /// Small ones of either sign take little room.
    mutating func signed(_ number: Int64) {
        self.number(UInt64(bitPattern: number << 1 ^ number >> 63))
    }

    mutating func flags(_ flags: Bool...) {
        number(flags.reversed().reduce(0) { $0 << 1 | ($1 ? 1 : 0) })
    }

    mutating func date(_ date: PlainDate?) {
        number(date.map { UInt64($0.year << 9 | $0.month << 5 | $0.day) } ?? 0)
    }

    mutating func optional(_ flag: Bool?) { number(flag.map { $0 ? 2 : 1 } ?? 0) }

    /// What names a record is written as 16 bytes: most texts are such.
    mutating func text(_ text: String?) {
        guard let text else { return number(0) }
        if let id = RecordID(text), id.description == text {
            number(1)
            return self.id(id)
        }
        number(UInt64(text.utf8.count) + 2)
        bytes += text.utf8
    }

    /// The same as its text.
    mutating func person(_ person: PersonKey?) { text(person?.description) }

    mutating func names(_ names: Set<String>) {
        number(UInt64(names.count))
        for name in names.sorted() { text(name) }
    }

    mutating func id<Kind>(_ id: Identifier<Kind>) {
        for half in [id.high, id.low] {
            for shift in stride(from: 56, through: 0, by: -8) {
                bytes.append(UInt8(truncatingIfNeeded: half >> UInt64(shift)))
            }
        }
    }

    mutating func score(_ score: Score?) {
        guard let score else { return number(0) }
        number(score.scale.map { UInt64(max(0, $0)) + 2 } ?? 1)
        signed(score.number)
    }
}
