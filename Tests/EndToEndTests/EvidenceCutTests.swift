// SPDX-License-Identifier: Apache-2.0

import FaultTable
import Foundation
import Glibc
import Seeds
import Testing

@Suite("A file whose upload is cut", .timeLimit(.minutes(15)))
struct EvidenceCutTests {
    private static let size = 6_000_000

    private func visit(_ town: Installation) async throws -> (Device, String, Data) {
        let amina = try await town.join("amina", "worker")
        var seed = Seed()
        let bytes = Data(
            (0..<Self.size / 8).flatMap { _ in
                withUnsafeBytes(of: seed.next()) { Array($0) }
            }
        )
        let path = try town.folder.path("video.mp4")
        try bytes.write(to: URL(filePath: path))
        let record = try await amina.contact("P-1", "photo=@\(path)")
        return (amina, record, bytes)
    }

    private func stored(_ town: Installation, _ bytes: Data) throws -> Bool {
        let whole = wholeFiles(town)
        return try whole.count == 1 && Data(contentsOf: URL(filePath: whole[0])) == bytes
    }

    private func wholeFiles(_ town: Installation) -> [String] {
        let root = town.server.data + "/blobs"
        let walk = FileManager.default.enumerator(atPath: root)
        return (walk?.compactMap { $0 as? String } ?? []).filter {
            $0.split(separator: "/").last?.count == 64
        }.map { root + "/" + $0 }
    }

    @Test("a connection that is cut after n bytes, again and again, resumes at the byte")
    func cut() async throws {
        let town = try await Installation()
        let (amina, _, bytes) = try await visit(town)
        let proxy = try CuttingProxy(to: town.server.port)
        try await amina.pointAt(port: proxy.port)
        var (up, syncs, cuts) = (0, 0, 0)
        var waiting = 1
        while waiting > 0, syncs < 40 {
            // Never enough for the whole: the last byte comes with the seventh cut at the soonest.
            proxy.allow(900_000 + syncs * 1_001)
            let outcome = try await amina.start("sync", "--json").finish()
            #expect([0, 4].contains(outcome.exit), "\(outcome.errors)")
            syncs += 1
            if let report = try? outcome.json() {
                waiting = report["filesWaiting"].integer ?? 1
            }
            cuts = proxy.cuts
            up = proxy.bytesUp
        }
        #expect(waiting == 0)
        #expect(cuts >= 5)
        #expect(try stored(town, bytes))
        let isWhole = try stored(town, bytes)
        FaultTable.add(
            fault: "file upload cut",
            cases: cuts,
            lost: waiting,
            duplicated: wholeFiles(town).count - 1,
            torn: isWhole ? 0 : 1,
            stalled: waiting
        )
        // What was on the way when a cut came may be sent again; nothing else is.
        #expect(up < Self.size + cuts * 300_000, "\(up) bytes in \(syncs) syncs, \(cuts) cuts")
    }

    @Test("a server and a device that are killed in the middle go on where they were")
    func killed() async throws {
        let town = try await Installation()
        let (amina, record, bytes) = try await visit(town)
        var seed = Seed()
        for round in 0..<6 {
            let sync = try amina.start("sync", "--json")
            try await seed.pause(upTo: .milliseconds(120))
            if round.isMultiple(of: 2) {
                try await town.server.kill()
                try await town.server.start()
            } else {
                sync.signal(SIGKILL)
            }
            _ = try await sync.finish()
        }
        let report = try await amina.sync()
        #expect(report["filesWaiting"] == 0, "\(seed)")
        #expect(try stored(town, bytes), "\(seed)")
        let states = try await amina.json("evidence", "list", record).list.map { $0["state"] }
        #expect(states == ["sent"])
        #expect(try await town.server.verify()["projection"] == "ok")
    }

    @Test("a partial file that was damaged on the server is found out, and sent anew")
    func damaged() async throws {
        let town = try await Installation()
        let (amina, _, bytes) = try await visit(town)
        let proxy = try CuttingProxy(to: town.server.port)
        try await amina.pointAt(port: proxy.port)
        proxy.allow(1_500_000, once: true)
        _ = try await amina.start("sync", "--json").finish()
        let folder = town.server.data + "/blobs/partial"
        let partial = try #require(
            try FileManager.default.contentsOfDirectory(atPath: folder).first
        )
        let file = try FileHandle(forUpdating: URL(filePath: folder + "/" + partial))
        try file.seek(toOffset: 1_000)
        try file.write(contentsOf: Data("damage".utf8))
        try file.close()
        proxy.allow(.max)
        var waiting = 1
        for _ in 0..<3 where waiting > 0 {
            let outcome = try await amina.start("sync", "--json").finish()
            waiting = try outcome.json()["filesWaiting"].integer ?? 1
        }
        #expect(waiting == 0)
        #expect(try stored(town, bytes))
    }

    @Test("a file that is cut on its way down goes on at the byte")
    func fetched() async throws {
        let town = try await Installation()
        let (amina, record, bytes) = try await visit(town)
        try await amina.sync()
        let carol = try await town.join("carol", "coordinator")
        try await carol.sync()
        let proxy = try CuttingProxy(to: town.server.port)
        try await carol.pointAt(port: proxy.port)
        let target = try town.folder.path("fetched.mp4")
        var (tries, exit) = (0, Int32(4))
        while exit != 0, tries < 40 {
            proxy.allow(900_000)
            exit =
                try await carol.start("evidence", "get", record, "--to", target).finish().exit ?? 1
            tries += 1
        }
        #expect(exit == 0)
        #expect(try Data(contentsOf: URL(filePath: target)) == bytes)
        #expect(proxy.bytesDown < Self.size + proxy.cuts * 300_000)
        #expect(proxy.cuts >= 5)
    }
}
