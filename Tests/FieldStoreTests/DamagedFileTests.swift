// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import FieldStore
import Foundation
import Seeds
import Testing

@Suite("A damaged file")
struct DamagedFileTests {
    @Test("a sound copy can be used")
    func undamaged() throws {
        let home = try DamagedHome()
        try home.use(home.sound)
    }

    @Test("random damage is told, and ends no program")
    func random() async {
        await #expect(processExitsWith: .success) {
            let home = try DamagedHome()
            var told = 0
            for seed in SeededRandom.seeds(150) {
                print("seed \(seed)")
                var random = SeededRandom(seed: seed)
                do {
                    try home.use(home.damaged(&random))
                } catch is Problem {
                    told += 1
                } catch is JSONFault {
                    // The commands say device.store_damaged for these two.
                    told += 1
                } catch is DecodingError {
                    told += 1
                } catch {
                    Issue.record("seed \(seed): \(type(of: error)) \(error)")
                }
            }
            #expect(told > 30)
        }
    }

    @Test("a damaged page is told with what to do, and no byte is changed")
    func told() throws {
        let home = try DamagedHome()
        var data = home.sound
        for page in 1..<data.count / 4096 { data[page * 4096] = 0xFF }
        let problem = #expect(throws: Problem.self) { try home.use(data) }
        #expect(problem?.code == .storeDamaged)
        #expect(problem?.message.contains("keeplocal doctor --repair") == true)
        #expect(try home.bytes() == data)
    }

    @Test("a file that lost its end is told, not begun anew")
    func truncated() throws {
        let home = try DamagedHome()
        for pages in [1, 2, 5] {
            let data = home.sound.prefix(pages * 4096)
            let problem = #expect(throws: Problem.self) { try home.use(data) }
            #expect(problem?.code == .storeDamaged)
            #expect(try home.bytes() == data)
        }
    }
}

/// A home whose file is replaced by a damaged copy of a sound one.
private struct DamagedHome {
    let sound: Data
    private let folder = TemporaryFolder()
    private let record: RecordID
    private var path: String { folder.path + "/keeplocal.sqlite" }

    init() throws {
        let amina = try Device(on: CouncilLog(), random: .seeded(1))
        record = try amina.contact()
        for index in 0..<20 { _ = try amina.contact(note: "note \(index)") }
        try amina.sync()
        try amina.edit(record, ["note": .text("not sent")])
        sound = try Data(contentsOf: URL(filePath: amina.home + "/keeplocal.sqlite"))
    }

    func bytes() throws -> Data { try Data(contentsOf: URL(filePath: path)) }

    /// Everything that commands read, and a save.
    func use(_ data: Data) throws {
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
            try FileManager.default.removeItem(atPath: folder.path + "/" + name)
        }
        try data.write(to: URL(filePath: path))
        let store = try Device.open(folder.path)
        _ = try store.read { session in
            _ = try session.status()
            _ = try session.records()
            _ = try session.returns()
            _ = try session.directory()
            return try session.forms()
        }
        _ = try store.write { try $0.edit(record, fields: fields(["note": .text("new")])) }
        _ = try store.read { try $0.journal(in: JournalEntry.State.allCases) }
        _ = try store.write { try $0.unsent() }
    }

    func damaged(_ random: inout SeededRandom) -> Data {
        var data = sound
        switch Int.random(in: 0..<4, using: &random) {
        case 0:
            data = data.prefix(Int.random(in: 1..<data.count, using: &random))
        case 1:
            let start = Int.random(in: 0..<data.count, using: &random)
            let end = min(data.count, start + Int.random(in: 1...8192, using: &random))
            data.replaceSubrange(start..<end, with: [UInt8](repeating: 0, count: end - start))
        default:
            for _ in 0..<Int.random(in: 1...200, using: &random) {
                let place = Int.random(in: 0..<data.count, using: &random)
                data[place] ^= UInt8.random(in: 1...255, using: &random)
            }
        }
        return data
    }
}
