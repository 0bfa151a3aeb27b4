// SPDX-License-Identifier: Apache-2.0

import Testing

@Suite("What a command leaves with", .timeLimit(.minutes(15)))
struct ExitCodeTests {
    @Test("4 without a network, with everything saved")
    func offline() async throws {
        let town = try await Installation()
        let amina = try await town.join("amina", "worker")
        try await town.server.stop()
        let records = [try await amina.contact("P-1"), try await amina.contact("P-2")]
        let problem = try await amina.problem("sync", exit: 4)
        #expect(problem["code"] == "device.offline")
        #expect(problem["message"].text?.contains("saved") == true)
        let status = try await amina.json("status")
        #expect(status["saved"].integer.map { $0 + (status["sent"].integer ?? 0) } == 2)
        #expect(try await Set(amina.records()) == Set(records))
        try await town.server.start()
        #expect(try await amina.json("sync")["pushed"] == 2)
    }

    @Test("2 for what cannot be understood")
    func usage() async throws {
        let town = try await Installation()
        for arguments in [
            ["nonsense"], ["new"], ["new", "contact", "--set", "participant"],
            ["edit", "7f3a91c2", "--again", "--let-go"], ["sync", "--what"],
            ["conflict", "take", "7f3a91c2"],
            ["import", "contact", "no-such-file.ndjson"], ["return", "open", "2025-Q9"],
        ] {
            try await town.admin.run(arguments, exit: 2)
        }
        let stranger = Device(home: try town.folder.path("stranger"), folder: town.folder)
        try await stranger.run("enrol", "ftp://example.org", "AAAA-BBBB-CCCC", exit: 2)
    }

    @Test("1 for a device that nobody enrolled")
    func notEnrolled() async throws {
        let folder = try Folder()
        let device = Device(home: try folder.path("home"), folder: folder)
        let problem = try await device.problem("status", exit: 1)
        #expect(problem["code"] == "device.not_enrolled")
    }

    @Test("5 for a wrong answer, with its place, and nothing is saved")
    func refused() async throws {
        let town = try await Installation()
        let amina = try await town.join("amina", "worker")
        let answers = ["--set", "participant=P-1", "--set", "kind=visit", "--set", "minutes=9999"]
        let outcome = try await amina.run(["new", "contact", "--json"] + answers, exit: 5)
        let problem = try outcome.problem()
        #expect(problem["code"] == "field.constraint")
        #expect(problem["message"].text?.contains("1 to 720 minutes") == true)
        #expect(try await amina.records() == [])
    }

    @Test("6 for what a role does not allow, and for a code that was used")
    func notPermitted() async throws {
        let town = try await Installation()
        let amina = try await town.join("amina", "worker")
        let denied = try await amina.problem("admin", "person", "list", exit: 6)
        #expect(denied["code"] == "permission.denied")
        let stranger = Device(home: try town.folder.path("stranger"), folder: town.folder)
        let url = town.server.url
        let wrong = try await stranger.problem("enrol", url, "AAAA-BBBB-CCCC", exit: 6)
        #expect(wrong["code"] == "enrolment.code_invalid")
    }

    @Test("5 for an import in which rows are wrong; each is named, the others are saved")
    func importing() async throws {
        let town = try await Installation()
        let amina = try await town.join("amina", "worker")
        let file = try town.folder.write(
            """
            participant,kind,minutes
            P-1,visit,30
            P-2,broomstick,30
            P-3,phone,12
            P-4,visit,soon
            """,
            to: "contacts.csv"
        )
        let report = try await amina.json("import", "contact", file, exit: 5)
        #expect(report["saved"] == 2)
        #expect(report["refused"].list.map { $0["line"] } == [3, 5])
        #expect(report["refused"].list.map { $0["code"] } == ["field.choice", "field.type"])
        #expect(try await amina.records().count == 2)
    }
}
