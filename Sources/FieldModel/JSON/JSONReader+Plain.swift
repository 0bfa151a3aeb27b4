// SPDX-License-Identifier: Apache-2.0

/// Strings that are read by their bytes: a record's state is mostly identifiers and times, and to
/// make a text of each costs more than to read it.
extension JSONReader {
    /// Reads a string of at most so many bytes, none of them escaped, if `read` makes a value of
    /// it.
    ///
    /// Returns nil where it does not, and has read nothing then: whoever asks reads a text instead,
    /// which also tells what is wrong with it.
    mutating func plain<Value>(
        upTo countMax: Int,
        _ read: (ArraySlice<UInt8>) -> Value?
    ) -> Value? {
        guard peek() == UInt8(ascii: "\"") else { return nil }
        let start = position + 1
        var end = start
        let last = min(bytes.count, start + countMax + 1)
        while end < last, bytes[end] != UInt8(ascii: "\"") {
            guard bytes[end] != UInt8(ascii: "\\") else { return nil }
            end += 1
        }
        guard end < last, let value = read(bytes[start..<end]) else { return nil }
        position = end + 1
        return value
    }
}

extension HybridTime {
    package init(from json: inout JSONReader) throws(JSONFault) {
        if let time = json.plain(upTo: 35, Self.init(written:)) {
            self = time
            return
        }
        guard let value = Self(try json.string()) else { throw .invalid }
        self = value
    }

    /// Reads the one form in which times are written here.
    ///
    /// It is `2026-11-23T21:11:47.123Z`, with `+5` where there is a counter. Nil for any other,
    /// which may be a time as well.
    private init?(written bytes: ArraySlice<UInt8>) {
        guard let instant = Instant(written: bytes.prefix(24)) else { return nil }
        let rest = bytes.dropFirst(24)
        guard let sign = rest.first else {
            self.init(instant: instant)
            return
        }
        let digits = rest.dropFirst()
        guard sign == UInt8(ascii: "+"), (1...9).contains(digits.count),
            let counter = digits.wholeNumber, counter > 0
        else { return nil }
        self.init(instant: instant, counter: UInt32(counter))
    }
}

extension Instant {
    fileprivate init?(written bytes: ArraySlice<UInt8>) {
        guard bytes.count == 24 else { return nil }
        let start = bytes.startIndex
        let part = { (from: Int, count: Int) in
            bytes[(start + from)..<(start + from + count)].wholeNumber
        }
        let marks = zip([4, 7, 10, 13, 16, 19, 23], "--T::.Z".utf8)
        guard marks.allSatisfy({ bytes[start + $0] == $1 }), let year = part(0, 4),
            let month = part(5, 2), let day = part(8, 2), let hour = part(11, 2),
            let minute = part(14, 2), let second = part(17, 2), let thousandth = part(20, 3),
            hour < 24, minute < 60, second < 60,
            let date = PlainDate(year: Int(year), month: Int(month), day: Int(day))
        else { return nil }
        let seconds = ((date.daysSince1970 * 24 + hour) * 60 + minute) * 60 + second
        self.init(milliseconds: seconds * 1_000 + thousandth)
    }
}

extension ArraySlice<UInt8> {
    /// Digits and nothing else, at most nine of them.
    fileprivate var wholeNumber: Int64? {
        var number: Int64 = 0
        for byte in self {
            guard 48...57 ~= byte else { return nil }
            number = number * 10 + Int64(byte - 48)
        }
        return number
    }
}
