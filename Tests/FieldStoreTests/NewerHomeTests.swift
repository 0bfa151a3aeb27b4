// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FieldStore
import Foundation
import GRDB
import Schema
import Testing

@Suite("A folder that a newer program has used")
struct NewerHomeTests {
    private let amina: Device
    private let record: RecordID
    private var home: Home { Home(path: amina.home) }

    init() throws {
        amina = try Device(on: CouncilLog())
        record = try amina.contact()
    }

    private func files() throws -> [String: Data] {
        let names = try FileManager.default.contentsOfDirectory(atPath: home.path)
        let files = names.filter { $0.hasPrefix("keeplocal.") }
        return try Dictionary(
            uniqueKeysWithValues: files.map { name in
                (name, try Data(contentsOf: URL(filePath: home.path + "/" + name)))
            }
        )
    }

    @Test(
        "is called that, also where the side file is still of this one, and nothing is touched",
        arguments: ["CREATE TABLE later (a)", "ALTER TABLE record ADD COLUMN later TEXT"]
    )
    func database(_ migration: String) throws {
        try DatabaseQueue(path: home.database).write {
            try $0.execute(sql: migration + "; PRAGMA user_version = \(Schema.client.count + 1)")
        }
        let before = try files()
        for attempt in [
            { _ = try amina.reopened() }, { _ = try Repairing(home: home).run() },
        ] as [() throws -> Void] {
            let problem = #expect(throws: Problem.self) { try attempt() }
            #expect(problem?.code == .homeForeign)
            #expect(problem?.message.contains("newer version") == true)
        }
        #expect(try files() == before)
    }

    @Test("one wrong bit in the number of its version is damage, and is put right")
    func wrongBit() throws {
        try DatabaseQueue(path: home.database).write {
            try $0.execute(sql: "PRAGMA user_version = 66")
        }
        #expect(amina.code(of: { _ = try amina.reopened() }) == "device.store_damaged")
        #expect(try Repairing(home: home).run().unsent == 1)
        #expect(try amina.reopened().read { try $0.journal(in: [.sent, .saved]) }.count == 1)
    }
}
