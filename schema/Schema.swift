// SPDX-License-Identifier: Apache-2.0

/// The files that the programs carry with them: SQL of the two databases, and the packs.
package enum Schema {
    /// A step of a database's history, applied once and never changed afterwards.
    package struct Migration: Sendable {
        package let name: String
        package let sql: String

        init(_ name: String, _ bytes: [UInt8]) {
            self.name = name
            sql = String(decoding: bytes, as: UTF8.self)
        }
    }
}
