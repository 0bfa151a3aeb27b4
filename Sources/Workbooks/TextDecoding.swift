// SPDX-License-Identifier: Apache-2.0

/// Turns the parts of a file into UTF-8, part by part and without its mark.
package struct TextDecoding {
    private let encoding: TextEncoding
    /// What has come of the mark at the start; nil when that is over.
    private var mark: [UInt8]? = []
    /// A byte of UTF-16 whose other half has not come yet.
    private var half: UInt8?
    private var surrogate: UInt32?
    /// The start of a line whose end has not come yet.
    private var open: [UInt8] = []
    /// A line that is longer is no line of any table; it is read in parts.
    private static let lineBytesMax = 512 * 1024

    package init(_ encoding: TextEncoding) { self.encoding = encoding }

    package mutating func utf8(_ part: [UInt8]) -> [UInt8] {
        switch encoding {
        case .utf8:
            guard let begun = mark else { return part }
            return withoutMark(begun + part)
        case .windows1252: return Self.windows(part)
        case .mixed: return lines(part)
        case .utf16Little, .utf16Big: return sixteen(part)
        }
    }

    /// After the last part: what is left of a line without an end.
    package mutating func finish() -> [UInt8] {
        defer { open = [] }
        return Self.line(open[...])
    }

    private mutating func lines(_ part: [UInt8]) -> [UInt8] {
        open += part
        guard let end = open.lastIndex(of: UInt8(ascii: "\n")) ?? longest else { return [] }
        var (text, start): ([UInt8], Int) = ([], 0)
        text.reserveCapacity(end + end / 8)
        for place in 0...end where open[place] == UInt8(ascii: "\n") || place == end {
            text += Self.line(open[start...place])
            start = place + 1
        }
        open = Array(open[start...])
        guard let begun = mark else { return text }
        return withoutMark(begun + text)
    }

    private var longest: Int? { open.count > Self.lineBytesMax ? open.count - 1 : nil }

    private static func line(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        var check = UTF8Check()
        for byte in bytes { check.take(byte) }
        return check.isWhole ? Array(bytes) : windows(Array(bytes))
    }

    private mutating func withoutMark(_ start: [UInt8]) -> [UInt8] {
        let sign: [UInt8] = [0xEF, 0xBB, 0xBF]
        if start.count < sign.count, sign.starts(with: start) {
            mark = start
            return []
        }
        mark = nil
        return start.starts(with: sign) ? Array(start.dropFirst(sign.count)) : start
    }

    private static func windows(_ part: [UInt8]) -> [UInt8] {
        guard part.contains(where: { $0 >= 0x80 }) else { return part }
        var text: [UInt8] = []
        text.reserveCapacity(part.count + part.count / 8)
        for byte in part {
            switch byte {
            case ..<0x80: text.append(byte)
            case 0x80..<0xA0: append(high[Int(byte - 0x80)], to: &text)
            default: append(UInt32(byte), to: &text)
            }
        }
        return text
    }

    private mutating func sixteen(_ part: [UInt8]) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(part.count)
        for byte in part {
            guard let first = half else {
                half = byte
                continue
            }
            half = nil
            let unit =
                encoding == .utf16Little
                ? UInt32(byte) << 8 | UInt32(first) : UInt32(first) << 8 | UInt32(byte)
            take(unit, &text)
        }
        return text
    }

    private mutating func take(_ unit: UInt32, _ text: inout [UInt8]) {
        if let high = surrogate {
            surrogate = nil
            if (0xDC00...0xDFFF).contains(unit) {
                return Self.append(0x10000 + (high - 0xD800) << 10 + (unit - 0xDC00), to: &text)
            }
            Self.append(0xFFFD, to: &text)
        }
        switch unit {
        case 0xFEFF: break
        case 0xD800...0xDBFF: surrogate = unit
        case 0xDC00...0xDFFF: Self.append(0xFFFD, to: &text)
        default: Self.append(unit, to: &text)
        }
    }

    private static func append(_ value: UInt32, to text: inout [UInt8]) {
        guard let scalar = Unicode.Scalar(value), let bytes = UTF8.encode(scalar) else { return }
        text.append(contentsOf: bytes)
    }

    /// 0x80 to 0x9F of Windows-1252; the five that it leaves free stay as they are.
    private static let high: [UInt32] = [
        0x20AC, 0x81, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
        0x2039, 0x0152, 0x8D, 0x017D, 0x8F, 0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013,
        0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D, 0x017E, 0x0178,
    ]
}
