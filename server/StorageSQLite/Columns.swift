// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import GRDB
import SyncService

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
        guard data.count == 16 else {
            throw StorageFailure.damaged("an identifier has not 16 bytes")
        }
        let half = { (bytes: Data) in bytes.reduce(UInt64(0)) { $0 << 8 | UInt64($1) } }
        self.init(high: half(data.prefix(8)), low: half(data.suffix(8)))
    }
}

extension Hash {
    var data: Data { Data(bytes) }

    init(column data: Data) throws {
        guard let hash = Hash(raw: data) else {
            throw StorageFailure.damaged("a hash has not 32 bytes")
        }
        self = hash
    }
}

extension Key {
    init(column text: String) throws {
        guard let key = Key(text) else { throw StorageFailure.damaged("'\(text)' is not a key") }
        self = key
    }
}

extension Instant {
    init(column milliseconds: Int64) { self.init(milliseconds: milliseconds) }
}

extension Row {
    /// The value of a column.
    ///
    /// - Throws: `StorageFailure.damaged` for one of another type, which only a damaged file has:
    ///   GRDB's subscript would end the process.
    func get<Value: DatabaseValueConvertible>(_ column: String) throws -> Value {
        let stored: DatabaseValue? = self[column]
        guard let stored, let value = Value.fromDatabaseValue(stored) else {
            throw StorageFailure.damaged("the column \(column) holds what it cannot hold")
        }
        return value
    }

    /// The value of a column that may be empty.
    func find<Value: DatabaseValueConvertible>(_ column: String) throws -> Value? {
        let stored: DatabaseValue? = self[column]
        guard let stored, !stored.isNull else { return nil }
        return try get(column)
    }
}

/// An absent organisation in a key of a table: an empty value, as NULL is never equal to itself.
func keyColumn(_ organisation: OrganisationID?) -> Data { organisation?.data ?? Data() }
