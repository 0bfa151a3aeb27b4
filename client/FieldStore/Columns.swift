// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import GRDB

extension Identifier {
    /// The 16 bytes that stand in the database.
    var data: Data {
        Data(
            (0..<16).map {
                UInt8(truncatingIfNeeded: ($0 < 8 ? high : low) >> (56 - UInt64($0 % 8) * 8))
            }
        )
    }

    init(column data: Data) throws {
        guard data.count == 16 else { throw DatabaseError(resultCode: .SQLITE_CORRUPT) }
        let half = { (bytes: Data) in bytes.reduce(UInt64(0)) { $0 << 8 | UInt64($1) } }
        self.init(high: half(data.prefix(8)), low: half(data.suffix(8)))
    }
}

extension Hash {
    var data: Data { Data(bytes) }

    init(column data: Data) throws {
        guard let hash = Hash(raw: data) else { throw DatabaseError(resultCode: .SQLITE_CORRUPT) }
        self = hash
    }
}
