// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FieldStore
import Testing

@testable import keeplocal

@Suite("Who is asked for a passphrase", .timeLimit(.minutes(5)))
struct ApproveCommandTests {
    /// A device of somebody who approves with a passphrase, and an accepted return on it.
    private func desk(_ role: Role) throws -> (desk: Desk, record: String) {
        let desk = try Desk(role)
        let accepted = try AcceptedReturn(in: "bradford", ["period": .text("2026-Q2")])
        try desk.take([accepted])
        try desk.store.write { try $0.noteProvesApprovals() }
        return (desk, accepted.record.description)
    }

    @Test("a champion who may approve, but not to see what would be done")
    func champion() throws {
        let (desk, record) = try desk(.seniorChampion)
        let asked = try desk.run(["return", "approve", record])
        #expect(asked.exit == ExitStatus.usage && asked.errors.contains("--passphrase-file FILE"))
        #expect(try desk.run(["return", "approve", record, "--dry-run"]).exit == 0)
    }

    @Test(
        "nobody whose role approves nothing: they are refused before they type",
        arguments: [
            Role.reviewer, .cabinetChampion, .coordinator,
        ]
    )
    func others(_ role: Role) throws {
        let (desk, record) = try desk(role)
        let refused = try desk.run(["return", "approve", record])
        #expect(refused.exit == 6, "\(refused.errors)")
        #expect(!refused.errors.contains("passphrase"), "\(refused.errors)")
    }
}
