// SPDX-License-Identifier: Apache-2.0

/// What went wrong, in a form that a program can act on and a tired person can read.
///
/// The shape follows RFC 9457 with a stable `code`. A message says what happened, where, and what
/// to do; it never holds another person's data.
package struct Problem: Error, Hashable, Sendable, Codable {
    package let code: Code
    package let message: String
    package let details: [String: JSON]?

    package init(_ code: Code, _ message: String, details: [String: JSON]? = nil) {
        (self.code, self.message, self.details) = (code, message, details)
    }

    package var status: Int { code.status }

    /// A code of the catalogue, or one from a newer server that this program does not know.
    package struct Code: Hashable, Sendable {
        package let text: String
        package let status: Int

        package init(_ text: String, status: Int) { (self.text, self.status) = (text, status) }
    }
}

extension Problem: CustomStringConvertible {
    package var description: String { message }
}

extension Problem.Code: Codable {
    package init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        self = Self.catalogue.first { $0.text == text } ?? Self(text, status: 500)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}
