// SPDX-License-Identifier: Apache-2.0

/// Reads one JSON document from its bytes, value by value, without building a tree.
///
/// Refuses what RFC 8259 refuses, and more: nesting over `Limits.jsonDepthMax`, text that is not
/// UTF-8, lone surrogates. Unknown keys are skipped. Memory is a copy of the document.
package struct JSONReader: Sendable {
    let bytes: [UInt8]
    var position = 0
    private var depth = 0

    package init(_ data: some Sequence<UInt8>) { bytes = Array(data) }

    /// Reads the one value of a document, which must end there.
    package static func read<Value: CanonicalJSON>(
        _ type: Value.Type,
        from data: some Sequence<UInt8>
    ) throws(JSONFault) -> Value {
        var reader = JSONReader(data)
        let value = try Value(from: &reader)
        reader.skipSpace()
        guard reader.position == reader.bytes.count else { throw JSONFault("it does not end") }
        return value
    }

    /// Calls `member` with each key; it must read exactly one value, or `skip` it.
    package mutating func object(
        _ member: (String, inout JSONReader) throws(JSONFault) -> Void
    ) throws(JSONFault) {
        try enter(UInt8(ascii: "{"), "an object")
        if take(UInt8(ascii: "}")) { return leave() }
        repeat {
            let key = try string()
            guard take(UInt8(ascii: ":")) else { throw .syntax }
            do {
                try member(key, &self)
            } catch {
                throw error.inside(key)
            }
        } while take(UInt8(ascii: ","))
        guard take(UInt8(ascii: "}")) else { throw .syntax }
        leave()
    }

    /// Calls `element` for each element; it must read exactly one value.
    package mutating func array(
        _ element: (inout JSONReader) throws(JSONFault) -> Void
    ) throws(JSONFault) {
        try enter(UInt8(ascii: "["), "an array")
        if take(UInt8(ascii: "]")) { return leave() }
        var index = 0
        repeat {
            do {
                try element(&self)
            } catch {
                throw error.inside("[\(index)]")
            }
            index += 1
        } while take(UInt8(ascii: ","))
        guard take(UInt8(ascii: "]")) else { throw .syntax }
        leave()
    }

    /// The first byte of the next value, which stays unread; nil at the end.
    package mutating func peek() -> UInt8? {
        skipSpace()
        return position < bytes.count ? bytes[position] : nil
    }

    /// Reads a null if one is next.
    package mutating func null() -> Bool {
        guard peek() == UInt8(ascii: "n"), matches("null") else { return false }
        position += 4
        return true
    }

    package mutating func boolean() throws(JSONFault) -> Bool {
        skipSpace()
        for (text, value) in [("true", true), ("false", false)] where matches(text) {
            position += text.utf8.count
            return value
        }
        throw .wrongType
    }

    /// Reads a whole number that fits 64 bits; `1.0` and `1e2` are not whole numbers here.
    package mutating func integer() throws(JSONFault) -> Int64 {
        let text = try numberText()
        guard let value = Int64(text) else { throw .wrongType }
        return value
    }

    package mutating func int() throws(JSONFault) -> Int {
        guard let value = Int(exactly: try integer()) else {
            throw .wrongType
        }
        return value
    }

    package mutating func number() throws(JSONFault) -> Double {
        guard let value = Double(try numberText()), value.isFinite else {
            throw JSONFault("it is no number that can be kept")
        }
        return value
    }

    /// Skips one value, whatever it is.
    package mutating func skip() throws(JSONFault) {
        switch peek() {
        case UInt8(ascii: "{"): try object { _, json throws(JSONFault) in try json.skip() }
        case UInt8(ascii: "["): try array { json throws(JSONFault) in try json.skip() }
        case UInt8(ascii: "\""): try skipString()
        case UInt8(ascii: "t"), UInt8(ascii: "f"): _ = try boolean()
        case UInt8(ascii: "n"): guard null() else { throw .syntax }
        default: _ = try numberText()
        }
    }

    /// The bytes of the next value, which is skipped.
    package mutating func raw() throws(JSONFault) -> ArraySlice<UInt8> {
        skipSpace()
        let start = position
        try skip()
        return bytes[start..<position]
    }

    /// True when the byte is next; it is then read.
    mutating func take(_ byte: UInt8) -> Bool {
        guard peek() == byte else { return false }
        position += 1
        return true
    }

    private mutating func enter(_ bracket: UInt8, _ what: String) throws(JSONFault) {
        guard take(bracket) else { throw JSONFault("it is not \(what)") }
        depth += 1
        guard depth <= Limits.jsonDepthMax else {
            throw JSONFault("it is nested deeper than \(Limits.jsonDepthMax) levels")
        }
    }

    private mutating func leave() { depth -= 1 }

    private mutating func skipSpace() {
        while position < bytes.count {
            let byte = bytes[position]
            guard byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { return }
            position += 1
        }
    }

    private func matches(_ text: String) -> Bool {
        bytes[position...].starts(with: text.utf8)
    }
}

// Numbers
extension JSONReader {
    /// The text of the next number, checked against the grammar of RFC 8259.
    package mutating func numberText() throws(JSONFault) -> String {
        skipSpace()
        let start = position
        passOver("-")
        let whole = position
        guard passDigits() > 0 else { throw .wrongType }
        if bytes[whole] == UInt8(ascii: "0"), position - whole > 1 { throw .syntax }
        if passOver(".") { guard passDigits() > 0 else { throw .syntax } }
        if passOver("e") || passOver("E") {
            if !passOver("+") { passOver("-") }
            guard passDigits() > 0 else { throw .syntax }
        }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    @discardableResult
    private mutating func passOver(_ character: Unicode.Scalar) -> Bool {
        guard position < bytes.count, bytes[position] == UInt8(ascii: character) else {
            return false
        }
        position += 1
        return true
    }

    private mutating func passDigits() -> Int {
        let start = position
        while position < bytes.count, (48...57).contains(bytes[position]) { position += 1 }
        return position - start
    }
}

// Strings
extension JSONReader {
    package mutating func string() throws(JSONFault) -> String {
        guard take(UInt8(ascii: "\"")) else { throw .wrongType }
        let start = position
        var seen: UInt8 = 0
        while position < bytes.count {
            seen |= bytes[position]
            switch bytes[position] {
            case UInt8(ascii: "\""):
                let text = Self.text(bytes[start..<position], isASCII: seen < 0x80)
                position += 1
                guard let text else { throw JSONFault("it is not UTF-8") }
                return text
            case UInt8(ascii: "\\"): return try escapedString(from: start)
            case 0x00...0x1F: throw .syntax
            default: position += 1
            }
        }
        throw .syntax
    }

    /// ASCII needs no validation, which costs more than all else of a short text.
    private static func text(_ bytes: ArraySlice<UInt8>, isASCII: Bool) -> String? {
        isASCII
            ? String(decoding: bytes, as: UTF8.self) : String(validating: bytes, as: UTF8.self)
    }

    /// Plain ASCII needs no text to be made of it; anything else is read as it must be.
    private mutating func skipString() throws(JSONFault) {
        var end = position + 1
        while end < bytes.count, 0x20..<0x7F ~= bytes[end] {
            switch bytes[end] {
            case UInt8(ascii: "\""):
                position = end + 1
                return
            case UInt8(ascii: "\\"):
                _ = try string()
                return
            default: end += 1
            }
        }
        _ = try string()
    }

    private mutating func escapedString(from start: Int) throws(JSONFault) -> String {
        var text = Array(bytes[start..<position])
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            switch byte {
            case UInt8(ascii: "\""):
                guard let text = String(validating: text, as: UTF8.self) else {
                    throw JSONFault("it is not UTF-8")
                }
                return text
            case UInt8(ascii: "\\"): try text.append(contentsOf: String(escape()).utf8)
            case 0x00...0x1F: throw .syntax
            default: text.append(byte)
            }
        }
        throw .syntax
    }

    private mutating func escape() throws(JSONFault) -> Unicode.Scalar {
        guard position < bytes.count else { throw .syntax }
        position += 1
        switch bytes[position - 1] {
        case UInt8(ascii: "\""): return "\""
        case UInt8(ascii: "\\"): return "\\"
        case UInt8(ascii: "/"): return "/"
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): return try unicodeEscape()
        default: throw .syntax
        }
    }

    private mutating func unicodeEscape() throws(JSONFault) -> Unicode.Scalar {
        let first = try hexFour()
        if let scalar = Unicode.Scalar(first) { return scalar }
        guard first < 0xDC00, passOver("\\"), passOver("u") else {
            throw JSONFault("it holds half a character")
        }
        let second = try hexFour()
        guard (0xDC00...0xDFFF).contains(second),
            let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
        else { throw JSONFault("it holds half a character") }
        return scalar
    }

    private mutating func hexFour() throws(JSONFault) -> UInt32 {
        guard position + 4 <= bytes.count else { throw .syntax }
        var value: UInt32 = 0
        for byte in bytes[position..<position + 4] {
            guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else { throw .syntax }
            value = value << 4 | UInt32(digit)
        }
        position += 4
        return value
    }
}
