// SPDX-License-Identifier: Apache-2.0

extension Identifier {
    /// The same name gives the same identifier on every device (UUID version 8).
    ///
    /// For what two people may make apart and that must be one: an instance, a record.
    package init(naming name: String) {
        let (high, low) = Self.halves(of: name)
        self.init(high: high & ~0xF000 | 0x8000, low: low)
    }

    /// The same, in order of a day among others of its kind.
    package init(naming name: String, on day: PlainDate) {
        let (high, low) = Self.halves(of: name)
        let milliseconds = UInt64(clamping: Int64(day.daysSince1970) * 86_400_000)
        let time = (milliseconds & 0xFFFF_FFFF_FFFF) << 16
        self.init(high: time | 0x8000 | high & 0x0FFF, low: low)
    }

    /// True for one that follows from what it names, so that two devices may make it apart.
    package var followsFromName: Bool { high >> 12 & 0xF == 8 }

    private static func halves(of name: String) -> (high: UInt64, low: UInt64) {
        let bytes = Array(Hash(of: Array(name.utf8)).bytes.prefix(16))
        let number = { (bytes: ArraySlice<UInt8>) in
            bytes.reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        }
        return (
            number(bytes[..<8]),
            number(bytes[8...]) & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000
        )
    }
}
