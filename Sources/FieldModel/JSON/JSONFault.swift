// SPDX-License-Identifier: Apache-2.0

/// What is wrong in a JSON document, and where; never the value itself.
package struct JSONFault: Error, Hashable, Sendable {
    /// Keys and positions from the outermost in.
    package private(set) var path: [String]
    package let what: String

    package init(_ what: String, at path: [String] = []) { (self.what, self.path) = (what, path) }

    static let syntax = JSONFault("it is not JSON")
    static let wrongType = JSONFault("it is of the wrong type")
    static let invalid = JSONFault("it is not valid")

    static func missing(_ key: String) -> JSONFault { JSONFault("it is missing", at: [key]) }

    func inside(_ key: String) -> JSONFault {
        var outer = self
        outer.path.insert(String(key.prefix(64)), at: 0)
        return outer
    }
}

extension JSONFault: CustomStringConvertible {
    /// `changes.[0].patch: it is of the wrong type`.
    package var description: String {
        let place = path.prefix(8).joined(separator: ".")
        return place.isEmpty ? what : "\(place): \(what)"
    }
}
