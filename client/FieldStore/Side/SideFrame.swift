// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation

/// One piece of the side file: what it is, how long, a checksum, and its bytes.
///
/// `KLs1`, one byte for kind and flag, four for the length, the first eight of SHA-256 over kind,
/// length and payload, then the payload. A reader that meets damage looks for the next `KLs1`.
struct SideFrame: Hashable {
    enum Kind: UInt8 { case head = 1, identity, change }

    let kind: Kind
    /// True for the last frame of a transaction: without it, what came before was never saved.
    var endsTransaction: Bool
    let payload: Data

    static let magic = Data("KLs1".utf8)
    static let headerCount = 17
    private static let endFlag: UInt8 = 0x80
    /// Longer than anything that is written, so that damage cannot ask for memory without end.
    static let payloadMax = 2 * Limits.pushBytesMax

    init(_ kind: Kind, _ payload: Data, endsTransaction: Bool = true) {
        (self.kind, self.payload, self.endsTransaction) = (kind, payload, endsTransaction)
    }

    var bytes: Data {
        let code = kind.rawValue | (endsTransaction ? Self.endFlag : 0)
        let place = [code] + Self.bigEndian(payload.count)
        return Self.magic + place + Self.check(place, payload) + payload
    }

    /// Reads what stands before a payload; nil where no frame begins.
    struct Header {
        let kind: Kind
        let endsTransaction: Bool
        let count: Int
        private let place: [UInt8]
        private let check: [UInt8]

        init?(_ bytes: [UInt8]) {
            guard bytes.count == headerCount, bytes.starts(with: magic),
                let kind = Kind(rawValue: bytes[4] & ~endFlag)
            else { return nil }
            count = bytes[5..<9].reduce(0) { $0 << 8 | Int($1) }
            guard count <= payloadMax else { return nil }
            (self.kind, endsTransaction) = (kind, bytes[4] & endFlag != 0)
            (place, check) = (Array(bytes[4..<9]), Array(bytes[9..<17]))
        }

        func frame(_ payload: Data) -> SideFrame? {
            guard payload.count == count, SideFrame.check(place, payload) == check else {
                return nil
            }
            return SideFrame(kind, payload, endsTransaction: endsTransaction)
        }
    }

    private static func check(_ place: [UInt8], _ payload: Data) -> [UInt8] {
        Array(Hash(of: Data(place) + payload).bytes.prefix(8))
    }

    private static func bigEndian(_ count: Int) -> [UInt8] {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: count >> $0) }
    }
}

/// The first frame: which file this is.
struct SideHead: Codable, Hashable {
    let generation: String
    /// The version of the database beside it.
    let schema: Int
}

/// Enough to sync again without enrolling again.
struct SideIdentity: Codable, Hashable {
    let identity: Identity
    let lineage: [Ancestor]?
}
