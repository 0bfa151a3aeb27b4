// SPDX-License-Identifier: Apache-2.0

import Foundation

/// What programs did to the files of one folder, in the exact order, and what they said meanwhile;
/// `Tests/CFaultyDisk` writes it down.
struct Trace: Sendable {
    enum Event: Sendable {
        case create(String)
        case write(String, at: Int, Data)
        case truncate(String, to: Int)
        case remove(String)
        case rename(String, to: String)
        /// The name of a file, of a folder with a slash at its end, or nothing for the outermost
        /// folder.
        case sync(String)
        /// On a descriptor: 1 is standard output, every other one is a socket.
        case say(Int, Data)
    }

    let events: [Event]

    init(path: String) throws {
        let data = try Data(contentsOf: URL(filePath: path))
        var (events, rest) = ([Event](), data[...])
        while !rest.isEmpty { events.append(try Self.event(&rest)) }
        self.events = events
    }

    private static func event(_ rest: inout Data) throws -> Event {
        let head = try take(24, from: &rest)
        let (kind, length, place, count) = head.withUnsafeBytes {
            (
                $0.loadUnaligned(as: UInt32.self),
                Int($0.loadUnaligned(fromByteOffset: 4, as: UInt32.self)),
                Int($0.loadUnaligned(fromByteOffset: 8, as: UInt64.self)),
                Int($0.loadUnaligned(fromByteOffset: 16, as: UInt64.self))
            )
        }
        let name = String(decoding: try take(length, from: &rest), as: UTF8.self)
        let bytes = try take(count, from: &rest)
        switch UnicodeScalar(kind).map(Character.init) {
        case "c": return .create(name)
        case "w": return .write(name, at: place, bytes)
        case "t": return .truncate(name, to: place)
        case "u": return .remove(name)
        case "r": return .rename(name, to: String(decoding: bytes, as: UTF8.self))
        case "s": return .sync(name)
        case "o": return .say(place, bytes)
        default: throw ProgramFailure("The trace says \(kind).")
        }
    }

    private static func take(_ count: Int, from rest: inout Data) throws -> Data {
        guard count <= rest.count else { throw ProgramFailure("The trace is cut off.") }
        defer { rest = rest.dropFirst(count) }
        return Data(rest.prefix(count))
    }
}
