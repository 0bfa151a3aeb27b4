// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@Suite("A photograph of a visit", .timeLimit(.minutes(15)))
struct EvidenceStoryTests {
    private func picture(_ bytes: Int, _ name: String, in folder: Folder) throws -> String {
        let path = try folder.path(name)
        try Data((0..<bytes).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 9) })
            .write(to: URL(filePath: path))
        return path
    }

    private func states(_ device: Device, _ record: String) async throws -> [String?] {
        try await device.json("evidence", "list", record).list.map { $0["state"].text }
    }

    @Test("is saved offline, travels after the record, is awaited meanwhile, and arrives whole")
    func story() async throws {
        let town = try await Installation()
        let amina = try await town.join("amina", "worker")
        let carol = try await town.join("carol", "coordinator")
        let picture = try picture(3_000_000, "picture.jpg", in: town.folder)
        try await town.server.stop()
        let record = try await amina.contact("P-1", "photo=@\(picture)")
        #expect(try await states(amina, record) == ["waiting"])
        // It is the device's own from now on.
        try FileManager.default.moveItem(atPath: picture, toPath: picture + ".moved")
        try await town.server.start()

        // The record alone goes first, as by a device that stops in between.
        let request = try await amina.pushRequest()
        #expect(try await Wire(port: town.server.port).ask(request).status == 200)
        try await carol.sync()
        #expect(try await states(carol, record) == ["awaited"])
        let awaited = try await carol.problem("evidence", "get", record, exit: 5)
        #expect(awaited["code"] == "blob.awaited")

        let sent = try await amina.sync()
        #expect(sent["filesSent"] == 1)
        #expect(sent["filesWaiting"] == 0)
        #expect((sent["bytesUp"].integer ?? 0) < 3_010_000)
        #expect(try await states(amina, record) == ["sent"])
        try await carol.sync()
        #expect(try await states(carol, record) == ["there"])
        let target = try town.folder.path("fetched.jpg")
        try await carol.run("evidence", "get", record, "--field", "photo", "--to", target)
        #expect(
            FileManager.default.contentsEqual(atPath: target, andPath: picture + ".moved")
        )
        #expect(try await states(carol, record) == ["here"])
        let mode =
            try FileManager.default.attributesOfItem(
                atPath: carol.home + "/evidence"
            )[.posixPermissions] as? Int
        #expect(mode == 0o700)
        try await carol.run("evidence", "get", record, "--to", target, exit: 2)
        #expect(try await amina.sync()["filesSent"] == 0)
    }

    @Test("goes on waiting when the database of its device is lost, and is sent afterwards")
    func databaseLost() async throws {
        let town = try await Installation()
        let amina = try await town.join("amina", "worker")
        let carol = try await town.join("carol", "coordinator")
        let picture = try picture(400_000, "picture.jpg", in: town.folder)
        let record = try await amina.contact("P-1", "photo=@\(picture)")
        // Only the side file knows of the record, and nothing but the record of the picture.
        try FileManager.default.removeItem(atPath: amina.home + "/keeplocal.sqlite")
        #expect(try await amina.run("doctor", "--repair").output.contains("was put right"))
        #expect(try await states(amina, record) == ["waiting"])
        let sent = try await amina.sync()
        #expect(sent["pushed"] == 1 && sent["filesSent"] == 1 && sent["filesWaiting"] == 0)
        try await carol.sync()
        let target = try town.folder.path("fetched.jpg")
        try await carol.run("evidence", "get", record, "--to", target)
        #expect(FileManager.default.contentsEqual(atPath: target, andPath: picture))
    }

    @Test("two devices that attach the same file send it both, and the server has it once")
    func twice() async throws {
        let town = try await Installation()
        let devices = [
            try await town.join("amina", "worker"), try await town.join("dan", "worker"),
        ]
        let picture = try picture(2_000_000, "picture.png", in: town.folder)
        for device in devices { _ = try await device.contact("P-1", "photo=@\(picture)") }
        let syncs = try devices.map { try $0.start("sync", "--json") }
        var sent = 0
        for sync in syncs { sent += try await sync.finish().json()["filesSent"].integer ?? 0 }
        // The second may hear that it is there already.
        #expect((1...2).contains(sent))
        #expect(try blobs(town).count == 1)
    }

    private func blobs(_ town: Installation) throws -> [String] {
        let walk = FileManager.default.enumerator(atPath: town.server.data + "/blobs")
        return (walk?.compactMap { $0 as? String } ?? []).filter {
            $0.split(separator: "/").count == 2
        }
    }

    @Test(
        "what is no file to attach is said, and nothing saved",
        arguments: ["@/nowhere.jpg", "@/", "@/dev/null", "@", "photo.jpg"]
    )
    func unusable(_ value: String) async throws {
        let town = try await Installation()
        let amina = try await town.join("amina", "worker")
        let tried = try await amina.start(
            ["new", "contact", "--json", "--set", "photo=\(value)"] + Device.answers("P-1")
        ).finish()
        #expect(tried.exit == 2 || tried.exit == 5, "\(tried.errors)")
        #expect(try await amina.records().isEmpty)
    }

    @Test("a file goes from a device with the right to see its record")
    func revoked() async throws {
        let town = try await Installation()
        let amina = try await town.join("amina", "worker")
        let carol = try await town.join("carol", "coordinator")
        let picture = try picture(50_000, "picture.jpg", in: town.folder)
        let record = try await amina.contact("P-1", "photo=@\(picture)")
        try await amina.sync()
        try await carol.sync()
        try await carol.run("evidence", "get", record)
        let person = try await carol.identity()["person"].text ?? ""
        try await town.admin.run(
            "admin",
            "grant",
            "remove",
            person,
            "--role",
            "coordinator",
            "--organisation",
            Installation.mills
        )
        try await carol.sync()
        let left = FileManager.default.enumerator(atPath: carol.home + "/evidence")?
            .compactMap { $0 as? String }.filter { $0.count > 60 }
        #expect(left == [])
    }
}
