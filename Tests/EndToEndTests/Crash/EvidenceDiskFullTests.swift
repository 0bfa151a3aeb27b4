// SPDX-License-Identifier: Apache-2.0

import FaultTable
import Foundation
import Seeds
import Testing

@Suite("A disk that is full while a file travels", .timeLimit(.minutes(15)))
struct EvidenceDiskFullTests {
    private static let size = 600_000
    /// Full for good, from one of the first operations that take room, or from one of the last.
    private static let cases = 5

    private func file(_ name: String, _ folder: Folder, _ seed: inout Seed) throws -> (
        path: String, bytes: Data
    ) {
        let words = (0..<Self.size / 8).map { _ in seed.next() }
        let bytes = Data(words.flatMap { word in withUnsafeBytes(of: word) { Array($0) } })
        let path = try folder.path(name)
        try bytes.write(to: URL(filePath: path))
        return (path, bytes)
    }

    /// The files under a folder whose name is a hash, where such are that are whole.
    private func whole(_ folder: String) throws -> [Data] {
        let walk = FileManager.default.enumerator(atPath: folder)
        return try (walk?.compactMap { $0 as? String } ?? []).filter { name in
            name.split(separator: "/").last?.count == 64 && !name.hasPrefix("partial/")
        }.map { try Data(contentsOf: URL(filePath: folder + "/" + $0)) }
    }

    private func partialBytes(_ folder: String) throws -> Int {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return try names.reduce(0) { sum, name in
            let attributes = try FileManager.default.attributesOfItem(atPath: folder + "/" + name)
            return sum + (attributes[.size] as? Int ?? 0)
        }
    }

    /// Places spread from the first to the last of so many, none twice.
    private func places(_ count: Int) -> [Int] {
        Set((0..<Self.cases).map { 1 + $0 * (count - 1) / (Self.cases - 1) }).sorted()
    }

    @Test("at the server: it says so, keeps what had come, and goes on there when there is room")
    func server() async throws {
        var seed = Seed()
        let town = try await Installation()
        let amina = try await town.join("amina", "worker")
        let disk = try FaultyDisk(over: town.server.data, in: town.folder)
        try await town.server.stop()
        town.server.environment = disk.environment
        try await town.server.start()
        var (tally, kept, resumed) = (Tally(), Set<Data>(), 0)
        // The first one only counts.
        var places = [Int.max / 2]
        while !places.isEmpty {
            let place = places.removeFirst()
            let (path, bytes) = try file("f-\(kept.count)", town.folder, &seed)
            _ = try await amina.contact("P-\(kept.count)", "photo=@\(path)")
            let record = try await amina.pushRequest()
            #expect(try await Wire(port: town.server.port).ask(record).status == 200)
            try disk.arm(.full, of: .room, at: place...Int.max)
            let outcome = try await amina.start("sync").finish()
            if kept.isEmpty { places = self.places(try disk.count) }
            let isMet = try disk.met > 0
            try disk.mend()
            #expect(outcome.exit == (isMet ? 4 : 0), "\(place): \(outcome.errors)")
            if isMet {
                (tally.cases, tally.met) = (tally.cases + 1, tally.met + 1)
                #expect(outcome.errors.contains("disk is full"), "\(outcome.errors)")
                #expect(outcome.errors.contains("sync again later"), "\(outcome.errors)")
            }
            let partial = try partialBytes(town.server.data + "/blobs/partial")
            if partial > 0 { resumed += 1 }
            let halves = try Set(whole(town.server.data + "/blobs")).subtracting(kept + [bytes])
            let report = try await amina.sync()
            #expect(report["filesWaiting"] == 0, "\(seed)")
            let up = report["bytesUp"].integer ?? 0
            #expect(up <= Self.size - partial + 5_000, "\(seed): \(up) after \(partial)")
            kept.insert(bytes)
            let found = try Set(whole(town.server.data + "/blobs"))
            tally.saw(lost: kept.subtracting(found).count, torn: halves.count, stalled: 0)
        }
        #expect(resumed > 0)
        #expect(try await town.server.verify()["projection"] == "ok")
        tally.expectClean("server's disk full under a file upload", seed)
    }

    @Test("at a device: it says so, and goes on where it stopped when there is room")
    func device() async throws {
        var seed = Seed()
        let town = try await Installation()
        let amina = try await town.join("amina", "worker")
        var carol = try await town.join("carol", "coordinator")
        let disk = try FaultyDisk(over: carol.home, in: town.folder)
        carol.environment = disk.environment
        let proxy = try FaultProxy(before: town.server.port)
        try await carol.pointAt(port: proxy.port)
        var (tally, done, resumed) = (Tally(), 0, 0)
        var places = [Int.max / 2]
        while !places.isEmpty {
            let place = places.removeFirst()
            let (path, bytes) = try file("g-\(done)", town.folder, &seed)
            let record = try await amina.contact("P-\(done)", "photo=@\(path)")
            try await amina.sync()
            try await carol.sync()
            let target = try town.folder.path("target-\(done)")
            let get = ["evidence", "get", record, "--to", target]
            try disk.arm(.full, of: .room, at: place...Int.max)
            let outcome = try await carol.start(get + ["--json"]).finish()
            if done == 0 { places = self.places(try disk.count) }
            let isMet = try disk.met > 0
            try disk.mend()
            let isThere = FileManager.default.fileExists(atPath: target)
            if isMet {
                (tally.cases, tally.met) = (tally.cases + 1, tally.met + 1)
                #expect(outcome.exit == 1, "\(place): \(outcome.errors)")
                let problem = try outcome.problem()
                #expect(problem["code"] == "device.disk_full", "\(outcome.errors)")
                #expect(problem["message"].text?.contains("Make room") == true)
            }
            let partial = try partialBytes(carol.home + "/evidence/partial")
            if partial > 0 { resumed += 1 }
            let halves = try Set(whole(carol.home + "/evidence")).filter { $0.count != Self.size }
            let before = proxy.bytes.down
            if !isThere { try await carol.run(get) }
            let down = proxy.bytes.down - before
            #expect(down <= Self.size - partial + 5_000, "\(seed): \(down) after \(partial)")
            let isRight = try Data(contentsOf: URL(filePath: target)) == bytes
            tally.saw(torn: halves.count + (isRight ? 0 : 1), stalled: 0)
            done += 1
        }
        #expect(resumed > 0)
        tally.expectClean("device's disk full under a file download", seed)
    }
}
