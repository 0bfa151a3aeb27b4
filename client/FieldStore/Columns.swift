// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import GRDB

extension Identifier {
    /// The 16 bytes that stand in the database.
    var data: Data {
        withUnsafeBytes(of: (high.bigEndian, low.bigEndian)) { Data($0) }
    }

    init(column data: Data) throws {
        guard data.count == 16 else { throw DatabaseError(resultCode: .SQLITE_CORRUPT) }
        self = data.withUnsafeBytes { bytes in
            Self(
                high: UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self)),
                low: UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
            )
        }
    }
}

extension Hash {
    var data: Data { Data(bytes) }

    init(column data: Data) throws {
        guard let hash = Hash(raw: data) else { throw DatabaseError(resultCode: .SQLITE_CORRUPT) }
        self = hash
    }
}

/// A row that is read by the names of its columns.
protocol NamedColumns {
    /// What stands in a column; nil where there is no column of that name.
    func stored(_ name: String) -> DatabaseValue?
}

extension NamedColumns {
    /// The value of a column.
    ///
    /// - Throws: `SQLITE_CORRUPT` where a damaged file holds something else; GRDB's subscript would
    ///   end the program.
    func get<Value: DatabaseValueConvertible>(_ name: String) throws -> Value {
        guard let value = stored(name).flatMap(Value.fromDatabaseValue) else {
            throw DatabaseError(resultCode: .SQLITE_CORRUPT)
        }
        return value
    }

    /// The bytes of a column that has its SHA-256 beside it, in `seal`.
    ///
    /// - Throws: `SQLITE_CORRUPT` when they are not what was written.
    func sealed(_ name: String) throws -> Data {
        let bytes: Data = try get(name)
        guard try get("seal") == Hash(of: bytes).data else {
            throw DatabaseError(resultCode: .SQLITE_CORRUPT)
        }
        return bytes
    }

    /// The value of a column that may be empty.
    func find<Value: DatabaseValueConvertible>(_ name: String) throws -> Value? {
        guard let stored = stored(name), !stored.isNull else { return nil }
        return try get(name)
    }
}

extension Row: NamedColumns {
    func stored(_ name: String) -> DatabaseValue? { self[name] }
}

/// A row with the names that its statement has for its columns, as they are written here.
///
/// GRDB finds a column in either case of letters, which takes longer than to read its value.
struct StoredRow: NamedColumns {
    let row: Row
    let columns: [String]

    func stored(_ name: String) -> DatabaseValue? { columns.firstIndex(of: name).map { row[$0] } }
}
