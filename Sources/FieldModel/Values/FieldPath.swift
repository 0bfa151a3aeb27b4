// SPDX-License-Identifier: Apache-2.0

/// The place of a field in a record: `name`, `group/name` or `repeat[instance]/name`.
///
/// An instance of a repeat is named by its own identifier, so that two people who each add one
/// never meet. `@exists` is the one reserved path: whether the record is there at all.
package struct FieldPath: Hashable, Sendable {
    package struct Segment: Hashable, Sendable {
        package let name: String
        package let instance: InstanceID?

        package init(name: String, instance: InstanceID? = nil) {
            (self.name, self.instance) = (name, instance)
        }
    }

    package let text: String

    /// True while the record lives, false once it was deleted.
    package static let exists = FieldPath(trusted: "@exists")

    package init(_ segments: [Segment]) {
        text = segments.map { segment in
            segment.instance.map { "\(segment.name)[\($0)]" } ?? segment.name
        }.joined(separator: "/")
    }

    /// Nil when the text is no path: a bad name or instance, too long or too deep.
    package init?(_ text: String) {
        if text == Self.exists.text {
            self = .exists
            return
        }
        // Almost every path is one name.
        if Self.isName(text[...]) {
            self.init(trusted: text)
            return
        }
        guard text.utf8.count <= Limits.pathLengthMax else { return nil }
        // Most others are a name in a group or a repeat: what the parts are is not asked for yet.
        if Self.isPlain(text) {
            self.init(trusted: text)
            return
        }
        guard let segments = Self.parse(text) else {
            return nil
        }
        self.init(segments)
    }

    private init(trusted text: String) { self.text = text }

    package var segments: [Segment] { Self.parse(text) ?? [] }

    /// The path as a form names it, without the instances.
    ///
    /// `repeat/name` for `repeat[instance]/name`.
    package var template: String {
        guard text.utf8.contains(UInt8(ascii: "[")) else { return text }
        var isInstance = false
        let bytes = text.utf8.filter { byte in
            if byte == UInt8(ascii: "[") { isInstance = true }
            defer { if byte == UInt8(ascii: "]") { isInstance = false } }
            return !isInstance
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func parse(_ text: String) -> [Segment]? {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count <= Limits.pathDepthMax else { return nil }
        var segments: [Segment] = []
        for part in parts {
            guard let segment = segment(part) else { return nil }
            segments.append(segment)
        }
        return segments
    }

    private static func segment(_ part: Substring) -> Segment? {
        guard let bracket = part.firstIndex(of: "[") else {
            return isName(part) ? Segment(name: String(part)) : nil
        }
        guard part.last == "]", isName(part[..<bracket]),
            let instance = InstanceID(String(part[part.index(after: bracket)...].dropLast()))
        else { return nil }
        return Segment(name: String(part[..<bracket]), instance: instance)
    }

    private static func isName(_ text: Substring) -> Bool {
        guard let first = text.utf8.first, text.utf8.count <= Limits.keyLengthMax else {
            return false
        }
        return isLetter(first) && text.utf8.allSatisfy(isInName)
    }

    private static func isInName(_ byte: UInt8) -> Bool {
        isLetter(byte) || (48...57).contains(byte) || byte == UInt8(ascii: "-")
            || byte == UInt8(ascii: ".")
    }

    /// True for names with a slash between each two, no more than a path may have, and instances as
    /// a path writes them: what `parse` gives would be written as the same text.
    private static func isPlain(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { bytes in
            var (position, count) = (0, 0)
            while true {
                let start = position
                while position < bytes.count, isInName(bytes[position]) { position += 1 }
                count += 1
                guard (1...Limits.keyLengthMax).contains(position - start), isLetter(bytes[start]),
                    count <= Limits.pathDepthMax
                else { return false }
                if position < bytes.count, bytes[position] == UInt8(ascii: "[") {
                    let end = position + 37
                    guard end < bytes.count, bytes[end] == UInt8(ascii: "]"),
                        isIdentifier(bytes[position + 1..<end])
                    else { return false }
                    position = end + 1
                }
                guard position < bytes.count else { return true }
                guard bytes[position] == UInt8(ascii: "/") else { return false }
                position += 1
            }
        }
    }

    /// The 36 characters of an identifier in small letters.
    private static func isIdentifier(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
        for (index, byte) in bytes.enumerated() {
            let isDash = index == 8 || index == 13 || index == 18 || index == 23
            guard
                isDash
                    ? byte == UInt8(ascii: "-")
                    : (48...57).contains(byte) || (97...102).contains(byte)
            else { return false }
        }
        return true
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (65...90).contains(byte) || (97...122).contains(byte) || byte == UInt8(ascii: "_")
    }
}

extension FieldPath: CustomStringConvertible {
    package var description: String { text }
}

extension FieldPath: Comparable {
    package static func < (a: Self, b: Self) -> Bool { a.text < b.text }
}

extension FieldPath: TextCodable {}

extension FieldPath: CodingKeyRepresentable {
    package var codingKey: any CodingKey { PathKey(stringValue: text) }

    package init?(codingKey: some CodingKey) { self.init(codingKey.stringValue) }

    private struct PathKey: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }
}
