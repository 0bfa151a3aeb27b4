// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@Suite("Who may lean on whom")
struct ImportTests {
    /// The arrows of docs/ARCHITECTURE.md: a module and all that it may import.
    private static let allowed: [String: Set<String>] = [
        "FieldModel": ["Foundation", "Crypto", "Synchronization"],
        "FieldForms": ["Foundation", "FieldModel", "Synchronization"],
        "LocalSpend": ["Foundation", "FieldModel"],
        "Places": ["FieldModel"],
        "Schema": [],
        "Gzip": ["Foundation", "CZlib"],
        "Sealing": ["Foundation", "Crypto", "CryptoExtras"],
        "Figures": ["FieldModel"],
        "Disclosure": ["Figures"],
        "Standards": ["Foundation", "FieldModel"],
        "Pictures": ["FieldModel", "Figures"],
        "Workbooks": ["Foundation", "CZlib", "CZip", "CXML"],
        "XLSForms": ["FieldModel", "FieldForms", "Workbooks"],
        "SyncService": [
            "Foundation", "FieldModel", "FieldForms", "Crypto", "Synchronization", "Glibc",
            "Sealing",
        ],
        "SyncHTTP": [
            "Foundation", "FieldModel", "SyncService", "Gzip", "Hummingbird", "HTTPTypes",
            "NIOCore", "Logging", "Synchronization", "ServiceLifecycle", "Dispatch",
            "Sealing",
        ],
        "StorageSQLite": [
            "Foundation", "FieldModel", "SyncService", "Schema", "GRDB", "GRDBSQLite", "Dispatch",
            "Glibc", "Synchronization",
        ],
        "keeplocald": [
            "Foundation", "FieldModel", "FieldForms", "Schema", "SyncService", "SyncHTTP",
            "StorageSQLite", "ArgumentParser", "Hummingbird", "HummingbirdCore", "HummingbirdTLS",
            "NIOCore",
            "NIOPosix", "NIOSSL", "ServiceLifecycle", "UnixSignals", "Logging", "Glibc", "Dispatch",
        ],
        "FieldStore": [
            "Foundation", "FieldModel", "FieldForms", "Figures", "LocalSpend", "Schema", "GRDB",
            "GRDBSQLite", "Glibc",
            "Synchronization",
        ],
        "FieldSync": [
            "Foundation", "FieldModel", "FieldForms", "FieldStore", "Gzip", "CCurl", "Glibc",
            "Sealing",
            "Synchronization",
        ],
        "Screens": ["Foundation", "FieldModel", "FieldForms", "Glibc"],
        "keeplocal": [
            "Foundation", "FieldModel", "FieldForms", "FieldStore", "FieldSync", "Figures",
            "Disclosure", "LocalSpend", "Pictures", "Places", "Standards", "Workbooks", "XLSForms",
            "Screens", "CNcurses", "CEditline", "ArgumentParser", "Glibc",
            "Synchronization",
        ],
    ]

    private nonisolated(unsafe) static let importLine =
        #/^(?:@\w+(?:\(.*\))? )?(?:(?:package|public|internal) )?import (?:\w+ )?(\w+)/#

    @Test("every import is in the table")
    func imports() throws {
        let files = try House.files(House.products, ending: ".swift")
        #expect(files.count > 40)
        for file in files {
            let allowed = try #require(
                Self.allowed[file.module],
                "\(file.path) is in no module of the table"
            )
            for line in file.lines {
                guard let match = line.firstMatch(of: Self.importLine)
                else { continue }
                #expect(
                    allowed.contains(String(match.1)),
                    "\(file.path) imports \(match.1), which the table does not allow"
                )
            }
        }
    }

    @Test("the server never imports the device, nor the device the server")
    func sides() {
        let server: Set = ["SyncService", "SyncHTTP", "StorageSQLite", "keeplocald"]
        let client: Set = ["FieldStore", "FieldSync", "Screens", "keeplocal"]
        for module in server { #expect(Self.allowed[module]?.isDisjoint(with: client) == true) }
        for module in client { #expect(Self.allowed[module]?.isDisjoint(with: server) == true) }
    }
}
