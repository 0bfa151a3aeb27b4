// SPDX-License-Identifier: Apache-2.0

import FaultTable
import Foundation
import Testing

@Suite("Photographs carried by hand", .timeLimit(.minutes(15)))
struct BundleFilesStoryTests {
    /// Amina, who never has a network, and her photographs; whoever drives; who reads in the end.
    private struct Valley {
        let town: Installation
        let amina: Device
        let dan: Device
        let carol: Device
        var pictures: [String] = []
        var records: [String] = []

        init(_ sizes: [Int]) async throws {
            town = try await Installation()
            amina = try await town.join("amina", "worker")
            dan = try await town.join("dan", "worker")
            carol = try await town.join("carol", "coordinator")
            for (number, size) in sizes.enumerated() {
                let path = try town.folder.path("picture-\(number).jpg")
                let bytes = (0..<size).map {
                    UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 9 &+ number)
                }
                try Data(bytes).write(to: URL(filePath: path))
                pictures.append(path)
                records.append(try await amina.contact("P-\(number)", "photo=@\(path)"))
            }
        }

        func states(_ device: Device) async throws -> [String?] {
            var states: [String?] = []
            for record in records {
                states.append(try await device.json("evidence", "list", record)[0]["state"].text)
            }
            return states
        }

        /// True where Carol has each picture as it was taken.
        func arrived(_ numbers: [Int], _ name: String) async throws -> Bool {
            try await carol.sync()
            for number in numbers {
                let target = try town.folder.path("\(name)-\(number).jpg")
                try await carol.run("evidence", "get", records[number], "--to", target)
                let isSame = FileManager.default.contentsEqual(
                    atPath: target,
                    andPath: pictures[number]
                )
                guard isSame else { return false }
            }
            return true
        }

        func stick(_ name: String) throws -> String { try town.folder.path(name) }
    }

    @Test("go out on a stick with their records, arrive whole and once, and receipts come back")
    func story() async throws {
        let valley = try await Valley([3_000_000, 70_000])
        let stick = try valley.stick("amina.bundle")
        let made = try await valley.amina.json("bundle", "export", stick)
        #expect([made["changes"], made["files"], made["filesLeft"]] == [2, 2, 0])
        let photo = try Data(contentsOf: URL(filePath: valley.pictures[0]))
        let sealed = try Data(contentsOf: URL(filePath: stick))
        #expect(sealed.range(of: photo[100_000..<100_040]) == nil)
        #expect(sealed.count < 3_100_000)

        let carried = try await valley.dan.json("bundle", "import", stick)
        #expect([carried["files"], carried["filesDamaged"], carried["filesLeft"]] == [2, 0, 0])
        #expect(try await valley.arrived([0, 1], "carried"))
        #expect(try await valley.states(valley.amina) == ["waiting", "waiting"])
        let again = try await valley.dan.json("bundle", "import", stick)
        #expect(again["files"] == 2)

        for receipts in [carried["receipts"].text, again["receipts"].text] {
            let taken = try await valley.amina.json("bundle", "import", try #require(receipts))
            #expect([taken["stored"], taken["files"], taken["filesLeft"]] == [2, 2, 0])
            #expect(try await valley.states(valley.amina) == ["sent", "sent"])
        }
        let none = try await valley.amina.json("bundle", "export", try valley.stick("none"))
        #expect(none["files"] == 0)
        let synced = try await valley.amina.sync()
        #expect([synced["pushed"], synced["filesSent"]] == [0, 0])
        #expect(try await valley.town.server.verify()["changes"] == 2)
    }

    @Test("a bundle that is cut short gives its records and the files before the cut")
    func cut() async throws {
        let valley = try await Valley([50_000, 400_000])
        let stick = try valley.stick("amina.bundle")
        try await valley.amina.run("bundle", "export", stick)
        let bytes = try Data(contentsOf: URL(filePath: stick))
        let short = try valley.stick("short.bundle")
        try bytes.dropLast(100_000).write(to: URL(filePath: short))
        let carried = try await valley.dan.json("bundle", "import", short, exit: 5)
        #expect([carried["files"], carried["filesDamaged"]] == [1, 1])
        #expect(try await valley.arrived([0], "cut"))
        #expect(try await valley.states(valley.carol) == ["here", "awaited"])
        let receipts = try #require(carried["receipts"].text)
        try await valley.amina.run("bundle", "import", receipts)
        #expect(try await valley.states(valley.amina) == ["sent", "waiting"])
        // Cut within the records, it gives nothing.
        let stump = try valley.stick("stump.bundle")
        try bytes.prefix(300).write(to: URL(filePath: stump))
        let problem = try await valley.dan.problem("bundle", "import", stump, exit: 5)
        #expect(problem["code"] == "bundle.damaged")

        let whole = try await valley.dan.json("bundle", "import", stick)
        #expect(whole["files"] == 2)
        #expect(try await valley.arrived([1], "whole"))
    }

    @Test("a byte that was changed costs one file, which goes on waiting and is sent by the net")
    func flipped() async throws {
        let valley = try await Valley([60_000, 200_000, 300_000])
        let stick = try valley.stick("amina.bundle")
        try await valley.amina.run("bundle", "export", stick)
        var bytes = try Data(contentsOf: URL(filePath: stick))
        // The last file has 300,000 bytes; this is in the one before it.
        bytes[bytes.count - 400_000] ^= 8
        let wrong = try valley.stick("wrong.bundle")
        try bytes.write(to: URL(filePath: wrong))
        let carried = try await valley.dan.json("bundle", "import", wrong, exit: 5)
        #expect([carried["files"], carried["filesDamaged"]] == [2, 1])
        #expect(try await valley.arrived([0, 2], "flipped"))
        #expect(try await valley.states(valley.carol) == ["here", "awaited", "here"])
        let receipts = try #require(carried["receipts"].text)
        try await valley.amina.run("bundle", "import", receipts)
        #expect(try await valley.states(valley.amina) == ["sent", "waiting", "sent"])
        let synced = try await valley.amina.sync()
        #expect([synced["filesSent"], synced["filesWaiting"]] == [1, 0])
        #expect(try await valley.arrived([1], "by the net"))
        FaultTable.add(
            fault: "a byte of a file changed on the stick",
            cases: 3,
            lost: try await valley.states(valley.carol).count { $0 != "here" },
            duplicated: 0,
            torn: 0,
            stalled: try await valley.states(valley.amina).count { $0 != "sent" }
        )
    }

    @Test("what does not fit is said, and goes into the next bundle")
    func full() async throws {
        let valley = try await Valley([900_000, 900_000, 1_500_000])
        let first = try valley.stick("first.bundle")
        let made = try await valley.amina.json("bundle", "export", first, "--files-max", "1")
        #expect([made["changes"], made["files"], made["filesLeft"]] == [3, 1, 2])
        let second = try valley.stick("second.bundle")
        let next = try await valley.amina.json("bundle", "export", second, "--files-max", "1")
        #expect([next["files"], next["filesLeft"]] == [1, 2])
        let none = try valley.stick("none.bundle")
        let bare = try await valley.amina.json("bundle", "export", none, "--files-max", "0")
        #expect([bare["changes"], bare["files"], bare["filesLeft"]] == [3, 0, 3])
        try await valley.amina.run(
            "bundle",
            "export",
            try valley.stick("x"),
            "--files-max",
            "-1",
            exit: 2
        )
        for stick in [second, first] { try await valley.dan.run("bundle", "import", stick) }
        #expect(try await valley.arrived([0, 1], "two bundles"))
        #expect(try await valley.states(valley.carol) == ["here", "here", "awaited"])
        // The rest goes once the receipts are here, or by the net.
        for stick in [first, second] {
            try await valley.amina.run("bundle", "import", stick + ".receipts")
        }
        let third = try valley.stick("third.bundle")
        let last = try await valley.amina.json("bundle", "export", third, "--files-max", "2")
        #expect([last["changes"], last["files"], last["filesLeft"]] == [0, 1, 0])
        try await valley.dan.run("bundle", "import", third)
        #expect(try await valley.arrived([2], "third"))
    }
}
