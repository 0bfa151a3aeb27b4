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

extension Row {
    /// The value of a column.
    ///
    /// - Throws: `SQLITE_CORRUPT` where a damaged file holds something else; GRDB's subscript would
    ///   end the program.
    func get<Value: DatabaseValueConvertible>(_ name: String) throws -> Value {
        let stored: DatabaseValue? = self[name]
        guard let value = stored.flatMap(Value.fromDatabaseValue) else {
            throw DatabaseError(resultCode: .SQLITE_CORRUPT)
        }
        return value
    }

    /// The value of a column that may be empty.
    func find<Value: DatabaseValueConvertible>(_ name: String) throws -> Value? {
        let stored: DatabaseValue? = self[name]
        guard let stored, !stored.isNull else { return nil }
        return try get(name)
    }
}
