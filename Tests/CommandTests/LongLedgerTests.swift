// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FieldStore
import Foundation
import LocalSpend
import Testing

@testable import keeplocal

@Suite("A ledger that takes long to import", .timeLimit(.minutes(15)))
struct LongLedgerTests {
    private func write(_ count: Int, to path: String) throws {
        let rows = (1...count).map { "2025-10-13,Mill \($0 % 50),\($0).25,BD1 1HX,T\($0)" }
        let text = (["Date,Supplier,Amount,Postcode,Transaction Number"] + rows)
            .joined(separator: "\r\n")
        try Data(text.utf8).write(to: URL(filePath: path))
    }

    private func storeBytes(_ office: Desk) throws -> Int {
        let path = office.home + "/keeplocal.sqlite"
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        return attributes[.size] as? Int ?? 0
    }

    @Test("its file is on this device in the end, though a sync took the copy away meanwhile")
    func removed() throws {
        for count in [60_000, 180_000, 540_000] where try wasRemoved(among: count) { return }
        Issue.record("it was always done before its copy could be taken away")
    }

    /// False where the import was faster than this test, on a machine that does much else.
    private func wasRemoved(among count: Int) throws -> Bool {
        let office = try Desk(.finance)
        let path = office.home + "/q3.csv"
        try write(count, to: path)
        let hash = Hash(of: try Data(contentsOf: URL(filePath: path)))
        let before = try storeBytes(office)
        let running = try StartedProgram([
            "spend", "import", path, "--json", "--home", office.home,
        ])
        // When its first rows are kept, it has the copy open and reads on.
        while running.process.isRunning, try storeBytes(office) < before + 100_000 {
            Thread.sleep(forTimeInterval: 0.002)
        }
        try? FileManager.default.removeItem(atPath: office.store.evidence.path(of: hash))
        let reached = try storeBytes(office)
        let done = try running.finish()
        // Else it may have looked for the copy before that went.
        guard try reached - before < (storeBytes(office) - before) / 2 else { return false }
        #expect(done.exit == 0, "\(done.errors)")
        let ledgers = try office.store.read { try SpendBook($0, council: nil).ledgers.ledgers }
        let ledger = try #require(ledgers.first)
        #expect(ledgers.count == 1 && ledger.count.rows == count && ledger.file.sha256 == hash)
        #expect(try office.store.evidence.isIntact(ledger.file))
        return true
    }
}
