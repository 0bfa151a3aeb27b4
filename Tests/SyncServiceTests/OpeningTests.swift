// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import GRDB
import StorageSQLite
import SyncService
import Testing

@Suite("Opening the server's database")
struct OpeningTests {
    private func folder() -> String {
        NSTemporaryDirectory() + "keeplocal-opening-\(UUID().uuidString)"
    }

    @Test("a connection that could lose what was acknowledged is not served from")
    func refused() throws {
        let folder = folder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let pool = try DatabasePool(path: folder + "/other.sqlite")
        pool.writeWithoutTransaction { db in
            // The pool's own choice is NORMAL.
            let failure = #expect(throws: StorageFailure.self) {
                try SQLiteStorage.checkSettings(db)
            }
            guard case .closed(let why)? = failure else {
                Issue.record("\(String(describing: failure))")
                return
            }
            #expect(why.contains("synchronous at 1"))
        }
    }

    @Test("a folder that cannot be used, and a file that is none of ours, are told apart")
    func unusable() throws {
        let file = folder()
        defer { try? FileManager.default.removeItem(atPath: file) }
        try Data("x".utf8).write(to: URL(fileURLWithPath: file))
        expectClosed(file)
        let folder = folder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try FileManager.default.createDirectory(
            atPath: folder + "/keeplocal.sqlite",
            withIntermediateDirectories: true
        )
        expectClosed(folder)
    }

    private func expectClosed(_ folder: String) {
        let failure = #expect(throws: StorageFailure.self) {
            try SQLiteStorage(directory: folder)
        }
        guard case .closed? = failure else {
            Issue.record("\(folder): \(String(describing: failure))")
            return
        }
    }

    @Test("a header that was overwritten is damage, told in words")
    func damaged() throws {
        let folder = folder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        do { _ = try SQLiteStorage(directory: folder) }
        let path = folder + "/keeplocal.sqlite"
        let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
        try file.write(contentsOf: Data(repeating: 0x2A, count: 4096))
        try file.close()
        #expect(throws: StorageFailure.self) { try SQLiteStorage(directory: folder) }
    }

    @Test("an SQLite with the fault of 3.51.2 is spoken of, a mended one is not")
    func caution() {
        #expect(SQLiteLibrary.caution(for: 3_040_001)?.contains("3.51.3") == true)
        #expect(SQLiteLibrary.caution(for: 3_051_002) != nil)
        #expect(SQLiteLibrary.caution(for: 3_051_003) == nil)
        #expect(SQLiteLibrary.version.hasPrefix("3."))
    }
}
