// SPDX-License-Identifier: Apache-2.0

extension Identifier {
    /// The same name gives the same identifier on every device (UUID version 8).
    ///
    /// For what two people may make apart and that must be one: an instance, a record.
    package init(naming name: String) {
        let bytes = Hash(of: Array(name.utf8)).bytes.prefix(16)
        let number = { (bytes: ArraySlice<UInt8>) in
            bytes.reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        }
        self.init(
            high: number(bytes.prefix(8)) & ~0xF000 | 0x8000,
            low: number(bytes.dropFirst(8)) & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000
        )
    }
}
