// SPDX-License-Identifier: Apache-2.0

import FaultTable
import Foundation
import Testing

@Suite("Work carried by hand", .timeLimit(.minutes(15)))
struct BundleStoryTests {
    @Test("goes out on a stick, is stored once, and its receipts come back")
    func story() async throws {
        let town = try await Installation()
        let amina = try await town.join("amina", "worker")
        let dan = try await town.join("dan", "worker")
        let carol = try await town.join("carol", "coordinator")
        try await amina.sync()
        try await amina.run("import", "contact", try town.contacts(1_200, "many"))
        let stick = try town.folder.path("stick/amina.bundle")
        let made = try await amina.json("bundle", "export", stick)
        #expect(made["changes"] == 1_200)
        #expect(made["left"] == 0)
        #expect(try await amina.json("status")["sent"] == 1_200)
        #expect(try await amina.problem("bundle", "export", stick, exit: 2)["code"] == "usage")

        // Nobody reads on the stick whose work it is, nor what.
        let bytes = try Data(contentsOf: URL(filePath: stick))
        for secret in ["many-7", "contact", "amina", try await amina.authorization()] {
            #expect(bytes.range(of: Data(secret.utf8)) == nil)
        }
        let carried = try await dan.json("bundle", "import", stick)
        #expect(carried["carried"] == true)
        let receipts = try #require(carried["receipts"].text)
        #expect(try await dan.records().isEmpty)
        let foreign = try await dan.problem("bundle", "import", receipts, exit: 5)
        #expect(foreign["code"] == "bundle.foreign")
        let second = try await dan.json("bundle", "import", stick)["receipts"].text
        #expect(second == receipts + "2")

        let taken = try await amina.json("bundle", "import", receipts)
        #expect(taken["stored"] == 1_200)
        let status = try await amina.json("status")
        #expect([status["saved"], status["sent"], status["stored"]] == [0, 0, 1_200])
        let again = try await amina.json("bundle", "import", receipts + "2")
        #expect(again["duplicates"] == 1_200)
        let synced = try await amina.sync()
        #expect(synced["pushed"] == 0)
        #expect(synced["digestsAgree"] == true)
        try await carol.sync()
        let records = try await carol.records()
        let verified = try await town.server.verify()
        FaultTable.add(
            fault: "carried by hand",
            cases: 1_200,
            lost: 1_200 - Set(records).count,
            duplicated: (verified["changes"].integer ?? 0) - 1_200,
            torn: try await amina.json("status")["stored"].integer == 1_200 ? 0 : 1,
            stalled: status["sent"].integer ?? 1
        )
        #expect(Set(records).count == 1_200)
        #expect(verified["changes"] == 1_200)
    }

    @Test("a bundle that comes after a sync is all duplicates, and one that was lost loses nothing")
    func late() async throws {
        let town = try await Installation()
        let amina = try await town.join("amina", "worker")
        _ = try await amina.contact("P-1")
        let lost = try town.folder.path("lost.bundle")
        try await amina.run("bundle", "export", lost)
        _ = try await amina.contact("P-2")
        #expect(try await amina.sync()["pushed"] == 2)
        let carried = try await town.admin.json("bundle", "import", lost)
        let receipts = try #require(carried["receipts"].text)
        #expect(try await amina.json("bundle", "import", receipts)["duplicates"] == 1)
        let none = try await amina.json("bundle", "export", try town.folder.path("none"))
        #expect(none["changes"] == 0)
        #expect(try await town.server.verify()["changes"] == 2)
    }

    @Test("a revoked device's bundle, a damaged one, and one for another server are refused")
    func refused() async throws {
        let town = try await Installation()
        let other = try await Installation()
        let amina = try await town.join("amina", "worker")
        _ = try await amina.contact("P-1")
        let stick = try town.folder.path("amina.bundle")
        try await amina.run("bundle", "export", stick)
        var bytes = try Data(contentsOf: URL(filePath: stick))
        let foreign = try await other.admin.problem("bundle", "import", stick, exit: 5)
        #expect(foreign["code"] == "bundle.foreign")
        bytes[bytes.count / 2] ^= 1
        let damaged = try town.folder.path("damaged.bundle")
        try bytes.write(to: URL(filePath: damaged))
        let problem = try await town.admin.problem("bundle", "import", damaged, exit: 5)
        #expect(problem["code"] == "bundle.damaged")
        let text = try town.folder.write("no bundle", to: "text")
        let nothing = try await town.admin.problem("bundle", "import", text, exit: 5)
        #expect(nothing["code"] == "bundle.damaged")
        let device = try await amina.identity()["device"].text ?? ""
        try await town.admin.run("admin", "device", "revoke", device, "--reason", "lost")
        let revoked = try await town.admin.problem("bundle", "import", stick, exit: 5)
        #expect(revoked["code"] == "bundle.device_refused")
        #expect(!FileManager.default.fileExists(atPath: stick + ".receipts"))
        #expect(try await town.server.verify()["changes"] == 0)
        #expect(try await amina.records().count == 1)
    }
}
