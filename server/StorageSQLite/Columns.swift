// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import GRDB
import SyncService

extension Identifier {
    /// The 16 bytes that stand in the database.
    var data: Data {
        withUnsafeBytes(of: (high.bigEndian, low.bigEndian)) { Data($0) }
    }

    init(column data: Data) throws {
        guard data.count == 16 else {
            throw StorageFailure.damaged("an identifier has not 16 bytes")
        }
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

/// A row with the names that its statement has for its columns, as they are written here.
///
/// GRDB finds a column in either case of letters, which takes longer than to read its value.
struct StoredRow {
    let row: Row
    let columns: [String]

    /// The value of a column.
    ///
    /// - Throws: `StorageFailure.damaged` for one of another type, which only a damaged file has:
    ///   GRDB's subscript would end the process.
    func get<Value: DatabaseValueConvertible>(_ column: String) throws -> Value {
        guard let value = stored(column).flatMap(Value.fromDatabaseValue) else {
            throw StorageFailure.damaged("the column \(column) holds what it cannot hold")
        }
        return value
    }

    /// The value of a column that may be empty.
    func find<Value: DatabaseValueConvertible>(_ column: String) throws -> Value? {
        guard let stored = stored(column), !stored.isNull else { return nil }
        return try get(column)
    }

    private func stored(_ column: String) -> DatabaseValue? {
        columns.firstIndex(of: column).map { row[$0] }
    }
}

extension Statement {
    func rows(_ arguments: StatementArguments = []) throws -> [StoredRow] {
        let columns = columnNames
        return try Row.fetchAll(self, arguments: arguments).map {
            StoredRow(row: $0, columns: columns)
        }
    }

    func row(_ arguments: StatementArguments = []) throws -> StoredRow? {
        try Row.fetchOne(self, arguments: arguments).map {
            StoredRow(row: $0, columns: columnNames)
        }
    }

    /// The rows one by one; a row lives no longer than until the next one is asked for.
    func cursor(_ arguments: StatementArguments = []) throws -> some Cursor<StoredRow> {
        let columns = columnNames
        return try Row.fetchCursor(self, arguments: arguments).map {
            StoredRow(row: $0, columns: columns)
        }
    }
}

/// An absent organisation in a key of a table: an empty value, as NULL is never equal to itself.
func keyColumn(_ organisation: OrganisationID?) -> Data { organisation?.data ?? Data() }
