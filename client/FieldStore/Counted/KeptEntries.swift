// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Figures
import Foundation
import GRDB
import GRDBSQLite

/// One kept entry as it stands in the file, until the next one is read.
struct KeptEntry {
    let record: RecordID
    let place: Int64
    let bytes: UnsafeRawBufferPointer
    private let seal: Int64

    fileprivate init?(_ row: OpaquePointer) {
        let record = column(row, 0)
        guard record.count == 16 else { return nil }
        self.record = RecordID(
            high: UInt64(bigEndian: record.loadUnaligned(as: UInt64.self)),
            low: UInt64(bigEndian: record.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
        )
        (place, seal) = (sqlite3_column_int64(row, 1), sqlite3_column_int64(row, 3))
        bytes = column(row, 2)
    }

    /// False for what a damaged file made of it.
    var isSound: Bool { seal == Self.seal(of: record, place, bytes) }

    /// Notices damage, and costs a small part of reading; nobody is kept from making one.
    static func seal(
        of record: RecordID,
        _ place: Int64,
        _ bytes: UnsafeRawBufferPointer
    ) -> Int64 {
        var sum = UInt64(bitPattern: place)
        let mix = { (word: UInt64) in
            sum = (sum ^ word) &* 0x9E37_79B9_7F4A_7C15
            sum ^= sum >> 29
        }
        mix(record.high)
        mix(record.low)
        var offset = 0
        while offset + 8 <= bytes.count {
            mix(UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)))
            offset += 8
        }
        var rest = UInt64(bytes.count - offset)
        while offset < bytes.count {
            rest = rest << 8 | UInt64(bytes[offset])
            offset += 1
        }
        mix(rest)
        return Int64(bitPattern: sum)
    }
}

private func column(_ row: OpaquePointer, _ index: Int32) -> UnsafeRawBufferPointer {
    let start = sqlite3_column_blob(row, index)
    return UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(row, index)))
}

extension StoreSession {
    /// Reads what is kept by the library itself: GRDB makes an object of each value, which for
    /// hundreds of thousands of rows takes longer than to read them.
    func forEachKeptEntry(_ body: (KeptEntry) throws -> Void) throws {
        let sql = "SELECT record, place, entry, seal FROM counted ORDER BY record"
        let row = try database.cachedStatement(sql: sql).sqliteStatement
        sqlite3_reset(row)
        defer { sqlite3_reset(row) }
        while true {
            switch sqlite3_step(row) {
            case SQLITE_ROW:
                guard let entry = KeptEntry(row) else {
                    throw DatabaseError(resultCode: .SQLITE_CORRUPT)
                }
                try body(entry)
            case SQLITE_DONE: return
            case let code: throw DatabaseError(resultCode: ResultCode(rawValue: code))
            }
        }
    }
}
