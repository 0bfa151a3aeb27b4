// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc
import Testing

@Suite(
    "A save goes into two files",
    .enabled(
        if: Fault.isAvailable(for: "save into two files, cut off"),
        "strace cannot trace here"
    ),
    .timeLimit(.minutes(15))
)
struct SideFileTests {
    private static let contact = ["new", "contact", "--json"] + Device.answers("P-2")

    /// The fault at the n-th of these calls: SIGKILL, a full disk, or one that fails.
    private static func strace(_ calls: String, _ fault: String, _ number: Int) -> [String] {
        [
            "strace", "-D", "-f", "-qq", "-o", "/dev/null", "-e", "trace=\(calls)", "-e",
            "inject=\(calls):\(fault):when=\(number)",
        ]
    }

    @Test(
        "killed, without room or with a failing disk at each step of it, both files agree",
        arguments: [
            ("pwrite64", "signal=SIGKILL"), ("pwrite64", "error=ENOSPC"),
            ("fsync,fdatasync", "signal=SIGKILL"), ("fsync,fdatasync", "error=EIO"),
        ]
    )
    func everyStep(_ calls: String, _ fault: String) async throws {
        let town = try await Installation()
        let amina = try await town.join("amina", "worker")
        var reported: Set = [try await amina.contact("P-1")]
        var (met, number) = (0, 0)
        while true {
            number += 1
            let tried = try amina.start(
                Self.contact,
                through: Self.strace(calls, fault, number)
            )
            let outcome = try await tried.finish()
            let isSaved = outcome.signal == nil && outcome.exit == 0
            if isSaved {
                reported.insert(try outcome.json()["record"].text ?? "")
            } else {
                met += 1
            }
            let found = try await Set(amina.records())
            #expect(reported.isSubset(of: found), "\(number)")
            // Only a killed command may have saved what it did not come to say.
            let more = found.count - reported.count
            let isTold = outcome.signal == SIGKILL || outcome.errors.contains("saved or not")
            #expect(more == 0 || isTold && more == 1, "\(number): \(more)")
            reported = found
            #expect(try await amina.json("doctor")["isSound"] == true, "\(number)")
            // The folder's own sync may fail without harm: some steps further are tried then.
            if isSaved, calls == "pwrite64" || number >= 6 { break }
        }
        #expect(met >= (fault == "error=EIO" ? 2 : 3), "\(met)")
        // The side file alone is enough for all of it.
        try FileManager.default.removeItem(atPath: amina.home + "/keeplocal.sqlite")
        let problem = try await amina.problem("list", exit: 1)
        #expect(problem["code"] == "device.store_damaged")
        #expect(problem["message"].text?.contains("was put right") == true)
        #expect(try await amina.json("sync")["pushed"].integer == reported.count)
        #expect(try await Set(amina.records()) == reported)
    }

    @Test("a damaged file is put right by the command that meets it, and syncs as before")
    func putRight() async throws {
        let town = try await Installation()
        let amina = try await town.join("amina", "worker")
        try await amina.run("import", "contact", town.contacts(300, "stored"))
        try await amina.run("sync")
        try await amina.run("import", "contact", town.contacts(50, "waiting"))
        let path = amina.home + "/keeplocal.sqlite"
        var data = try Data(contentsOf: URL(filePath: path))
        for page in stride(from: 3, to: data.count / 4096, by: 4) { data[page * 4096] ^= 0xFF }
        try data.write(to: URL(filePath: path))
        #expect(try await amina.json("doctor", exit: 1)["isSound"] == false)
        #expect(try await amina.run("doctor", "--repair").output.contains("was put right"))
        #expect(try await amina.records().count >= 50)
        let report = try await amina.json("sync")
        #expect(report["digestsAgree"] == true)
        #expect(report["refused"] == 0)
        #expect(try await amina.records().count == 350)
        let verified = try await town.server.verify()
        #expect(verified["changes"] == 350 && verified["records"] == 350)
        let kept = try FileManager.default.contentsOfDirectory(atPath: amina.home)
        #expect(kept.contains { $0.hasPrefix("keeplocal.sqlite.damaged-") })
    }
}
