// SPDX-License-Identifier: Apache-2.0

import Testing

@Suite("What a report would wait for is done at the end of the sync before it")
struct ReadyFiguresTests {
    @Test("a first load and a sync of many records leave nothing to read for the first report")
    func ready() async throws {
        let town = try await Installation()
        let (amina, carol) = (
            try await town.join("amina", "worker"), try await town.join("carol", "coordinator")
        )
        try await amina.run("import", "contact", town.contacts(1_600, "amina"))
        try await amina.sync()
        try await expectAllKept(amina)
        try await carol.sync()
        try await expectAllKept(carol)
        try await expectAllKept(town.join("ben", "worker"))
    }

    private func expectAllKept(
        _ device: Device,
        at location: SourceLocation = #_sourceLocation
    ) async throws {
        let (due, kept) = (
            try await device.query("SELECT count(*) FROM counted_due"),
            try await device.query("SELECT count(*) FROM counted")
        )
        #expect(due == ["0"] && kept == ["1600"], sourceLocation: location)
    }
}
