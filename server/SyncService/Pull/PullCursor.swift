// SPDX-License-Identifier: Apache-2.0

package import FieldModel
import Foundation

/// How far a device has read.
///
/// Opaque to devices: base64url of canonical JSON.
package struct PullCursor: Hashable, Sendable {
    /// Changes when a database is restored: a device then loads everything again.
    package let epoch: String
    package var feeds: [String: Sequence64]
    package var directory: Int64
    package var forms: Int64
    package var erasures: Int64

    package init(epoch: String) {
        self.epoch = epoch
        (feeds, directory, forms, erasures) = ([:], 0, 0, 0)
    }

    /// - Throws: `Problem` `request.malformed` for text that no server made.
    package init(_ text: String) throws(Problem) {
        var plain = text.utf8.map(Self.plain)
        plain += Array(repeating: UInt8(ascii: "="), count: (4 - plain.count % 4) % 4)
        guard plain.count <= 64 * 1024, let data = Data(base64Encoded: Data(plain)),
            let cursor = try? JSONReader.read(Self.self, from: data)
        else {
            throw Problem(
                .requestMalformed,
                "This cursor was not made by this server. Sync without one."
            )
        }
        self = cursor
    }

    package var text: String {
        var writer = JSONWriter()
        write(to: &writer)
        let base64 = writer.data.base64EncodedData().filter { $0 != UInt8(ascii: "=") }
        return String(decoding: base64.map(Self.escaped), as: UTF8.self)
    }

    /// RFC 4648 §5.
    private static func escaped(_ letter: UInt8) -> UInt8 {
        switch letter {
        case UInt8(ascii: "+"): UInt8(ascii: "-")
        case UInt8(ascii: "/"): UInt8(ascii: "_")
        default: letter
        }
    }

    private static func plain(_ letter: UInt8) -> UInt8 {
        switch letter {
        case UInt8(ascii: "-"): UInt8(ascii: "+")
        case UInt8(ascii: "_"): UInt8(ascii: "/")
        default: letter
        }
    }
}

extension PullCursor: CanonicalJSON {
    package func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("directory", directory)
            json.member("epoch", epoch)
            json.member("erasures", erasures)
            json.key("feeds")
            json.sorted(feeds.map { ($0.key, $0.value) })
            json.member("forms", forms)
        }
    }

    package init(from json: inout JSONReader) throws(JSONFault) {
        var (epoch, feeds): (String?, [String: Sequence64]) = (nil, [:])
        var (directory, forms, erasures): (Int64?, Int64?, Int64?)
        try json.object { (key: String, json: inout JSONReader) throws(JSONFault) in
            switch key {
            case "epoch": epoch = try json.string()
            case "feeds":
                try json.object { (feed: String, json: inout JSONReader) throws(JSONFault) in
                    feeds[feed] = try json.integer()
                }
            case "directory": directory = try json.integer()
            case "forms": forms = try json.integer()
            case "erasures": erasures = try json.integer()
            default: try json.skip()
            }
        }
        guard let epoch, let directory, let forms, let erasures else {
            throw JSONFault("it is not whole")
        }
        (self.epoch, self.feeds) = (epoch, feeds)
        (self.directory, self.forms, self.erasures) = (directory, forms, erasures)
    }
}
