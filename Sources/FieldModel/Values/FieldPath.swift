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
        // Most others are a name in a group: what the parts are is not asked for yet.
        if Self.isNames(text) {
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
        return segments.map(\.name).joined(separator: "/")
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

    /// True for names with a slash between each two, no more than a path may have.
    private static func isNames(_ text: String) -> Bool {
        var (count, length) = (1, 0)
        for byte in text.utf8 {
            if byte == UInt8(ascii: "/") {
                guard length > 0 else { return false }
                (count, length) = (count + 1, 0)
                continue
            }
            length += 1
            let isFirst = length == 1
            guard isFirst ? isLetter(byte) : isInName(byte), length <= Limits.keyLengthMax else {
                return false
            }
        }
        return length > 0 && count <= Limits.pathDepthMax
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
