// SPDX-License-Identifier: Apache-2.0

import Glibc
import Testing

@Suite(
    "A disk that is full",
    .enabled(
        if: Fault.isAvailable(for: "disk full, by strace"),
        "strace cannot trace here"
    ),
    .timeLimit(.minutes(15))
)
struct DiskFullTests {
    private static let contact = ["new", "contact", "--json"] + Device.answers("P-2")

    @Test("a device says that nothing was saved, and saves it once there is room")
    func device() async throws {
        let town = try await Installation()
        let amina = try await town.join("amina", "worker")
        var records: Set = [try await amina.contact("P-1")]
        var met = 0
        // From the first write of a save to beyond its last: full for good, and full for once.
        for writes in ["1+", "2", "3+", "5", "8+", "12", "16+", "20", "24+", "28", "32+", "200+"] {
            let tried = try amina.start(Self.contact, through: Fault.diskFull.at(writes))
            let outcome = try await tried.finish()
            if outcome.exit == 0 {
                records.insert(try outcome.json()["record"].text ?? "")
            } else {
                met += 1
                #expect(outcome.exit == 1, "\(writes): \(outcome.errors)")
                #expect(try outcome.problem()["code"] == "device.disk_full", "\(writes)")
                #expect(outcome.output.isEmpty, "\(writes)")
            }
            #expect(try await Set(amina.records()) == records, "\(writes)")
        }
        #expect(met >= 6)
        records.insert(try await amina.contact("P-3"))
        #expect(try await Set(amina.records()) == records)
        let counters = try await amina.query("SELECT counter FROM journal ORDER BY counter")
        #expect(counters == (1...records.count).map(String.init))
        #expect(try await amina.json("sync")["pushed"].integer == records.count)
    }

    @Test(
        "a server says that it stored nothing, goes on, and stores what is sent again",
        .enabled(
            if: Fault.isAvailable(for: "disk full, by strace to a server", attaching: true),
            "strace cannot attach here"
        )
    )
    func server() async throws {
        let town = try await Installation()
        let amina = try await town.join("amina", "worker")
        let wire = Wire(port: town.server.port)
        let writes = ["1+", "2+", "3+", "5+", "8+"]
        var met = 0
        for first in writes {
            _ = try await amina.contact("P-\(first)")
            let request = try await amina.pushRequest()
            let full = try await Fault.diskFull.enter(town.server, at: first)
            var answer = try await wire.ask(request)
            if answer.status != 200 {
                met += 1
                #expect(answer.status == 507, "\(first): \(answer.body)")
                #expect(try answer.json()["code"] == "server.storage_full", "\(first)")
                let problem = try await amina.problem("sync", exit: 4)
                #expect(problem["code"] == "server.storage_full", "\(first)")
                #expect(try await amina.json("status")["stored"].integer == met - 1)
            }
            // The system lets go of what a tracer that is killed held.
            full.signal(SIGKILL)
            _ = try await full.finish()
            answer = try await wire.ask(request)
            #expect(answer.status == 200, "\(first): \(answer.body)")
            #expect(try answer.json()["outcomes"].list.last?["duplicate"] == false, "\(first)")
            try await amina.run("sync")
        }
        #expect(met == writes.count)
        let verified = try await town.server.verify()
        #expect(verified["changes"].integer == writes.count)
        #expect(verified["records"].integer == writes.count)
        #expect(verified["chain"] == "ok" && verified["projection"] == "ok")
    }

    @Test("a server that cannot even start for it says so", arguments: ["1+", "9+", "17+"])
    func starting(_ writes: String) async throws {
        let town = try await Installation()
        try await town.server.stop()
        let keeplocald = [Running.path(of: "keeplocald"), "serve", "--data", town.server.data]
        let command = Fault.diskFull.at(writes) + keeplocald + ["--port", "0"]
        let outcome = try await Running(command, in: town.folder).finish()
        #expect(outcome.exit == 1)
        #expect(outcome.errors.contains("is full"), "\(outcome.errors)")
        try await town.server.start()
        try await town.admin.run("sync")
    }
}
