// SPDX-License-Identifier: Apache-2.0

import Glibc
import Testing

@Suite(
    "A program that is killed between two writes",
    .enabled(
        if: Fault.isAvailable(for: "killed at a write, by strace"),
        "strace cannot trace here"
    ),
    .timeLimit(.minutes(15))
)
struct KilledWritingTests {
    private static let contact = ["new", "contact", "--json"] + Device.answers("P-2")

    @Test("a device has what it said was saved, and nothing by halves")
    func saving() async throws {
        let town = try await Installation()
        let amina = try await town.join("amina", "worker")
        var reported: Set = [try await amina.contact("P-1")]
        var killed = 0
        for write in [1, 2, 4, 7, 10, 14, 18, 22, 26, 30, 33, 34, 35] {
            let tried = try amina.start(Self.contact, through: Fault.killed.at("\(write)"))
            let outcome = try await tried.finish()
            if outcome.signal == SIGKILL { killed += 1 }
            if let record = try? outcome.json()["record"].text { reported.insert(record) }
            // A command that was killed after its commit has said nothing, and it is there.
            let found = try await Set(amina.records())
            #expect(reported.isSubset(of: found), "\(write)")
            #expect(found.count <= reported.count + 1, "\(write)")
            reported = found
            let whole = try await amina.query(
                "SELECT count(*) = max(counter) FROM journal; PRAGMA integrity_check"
            )
            #expect(whole == ["1", "ok"], "\(write)")
        }
        #expect(killed >= 8)
        #expect(try await amina.json("sync")["pushed"].integer == reported.count)
        #expect(try await town.server.verify()["changes"].integer == reported.count)
    }

    @Test("a home that was being made can be used", arguments: [1, 3, 6, 12, 20, 28])
    func beginning(_ write: Int) async throws {
        let folder = try Folder()
        let device = Device(home: try folder.path("home"), folder: folder)
        // Nobody listens there: the home is made, and the device stays without a network.
        let enrol = ["enrol", "http://127.0.0.1:9", "AAAA-BBBB-CCCC", "--json"]
        let first = try await device.start(enrol, through: Fault.killed.at("\(write)")).finish()
        #expect(first.signal == SIGKILL || first.exit == 4)
        #expect(try await device.run(enrol, exit: 4).problem()["code"] == "device.offline")
    }

    @Test("a database that was being made can be made again", arguments: [1, 4, 9, 18, 30, 60])
    func initialising(_ write: Int) async throws {
        let folder = try Folder()
        let server = try Server(in: folder)
        let command = [Running.path(of: "keeplocald"), "init", "--data", server.data]
        let outcome = try await Running(Fault.killed.at("\(write)") + command, in: folder).finish()
        #expect(outcome.signal == SIGKILL || outcome.exit == 0)
        _ = try await server.initialise()
        try await server.start()
        #expect(try await server.verify()["chain"] == "ok")
    }

    @Test(
        "a server has a push as a whole or not at all, and then it has it once",
        .enabled(
            if: Fault.isAvailable(for: "killed at a write, by strace to a server", attaching: true),
            "strace cannot attach here"
        )
    )
    func pushing() async throws {
        let town = try await Installation()
        let amina = try await town.join("amina", "worker")
        var (records, killed) = (0, 0)
        for write in [1, 2, 3, 5, 8, 12] {
            try await amina.run("import", "contact", town.contacts(3, "rows\(write)"))
            records += 3
            let request = try await amina.pushRequest()
            let strace = try await Fault.killed.enter(town.server, at: "\(write)")
            let answer = try? await Wire(port: town.server.port).ask(request)
            if answer == nil { killed += 1 }
            #expect(answer == nil || answer?.status == 200, "\(write)")
            try await town.server.kill()
            _ = try await strace.finish()
            try await town.server.start()
            let duplicates = try await amina.json("sync")["duplicates"]
            #expect(duplicates == 3 || answer == nil && duplicates == 0, "\(write)")
        }
        #expect(killed >= 4)
        let verified = try await town.server.verify()
        #expect(verified["changes"].integer == records && verified["records"].integer == records)
        #expect(verified["chain"] == "ok" && verified["projection"] == "ok")
    }
}
