// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@Suite("Devices that nobody has seen for twenty days", .timeLimit(.minutes(15)))
struct FreshnessStoryTests {
    /// Twenty days after all had synced; only the council and the coordinator go on.
    private struct Later {
        let town: Installation
        let (amina, carol, rosa): (Device, Device, Device)

        init() async throws {
            town = try await Installation()
            let amina = try await town.join("amina", "worker")
            let carol = try await town.join("carol", "coordinator")
            let rosa = try await town.reviewer("rosa", "reviewer")
            _ = try await amina.contact("P-1", "minutes=30")
            for device in [amina, carol, rosa] { try await device.sync() }
            try await town.server.stop()
            let clock = try ShiftedClock.environment(days: 20)
            town.server.environment = clock
            try await town.server.start()
            (self.amina, self.carol, self.rosa) = (amina.on(clock), carol.on(clock), rosa.on(clock))
        }
    }

    private func words(_ outcome: Outcome) -> String {
        outcome.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    @Test("figures say so at the council and in the organisation, until the device is back")
    func back() async throws {
        let later = try await Later()
        let (amina, carol, rosa) = (later.amina, later.carol, later.rosa)
        #expect(try await rosa.json("status")["devices"]["places"][0]["synced"] == 3)
        try await carol.sync()
        try await rosa.sync()
        let share =
            "67% of 3 devices synced in the last 7 days; 1 not seen for 14 days, so figures may be"
            + " low"
        #expect(words(try await rosa.run("status")).contains(share))
        #expect(words(try await rosa.run("report", "board")).contains(", \(share)."))
        let page = try later.town.folder.path("board.html")
        try await rosa.run("report", "returns", "--html", page)
        #expect(try String(contentsOfFile: page, encoding: .utf8).contains(", \(share)."))
        let reach = try await carol.json("report", "reach")
        #expect(reach["freshness"].text?.contains("50% of 2 devices") == true)
        let lines = try later.town.folder.path("reach.csv")
        try await carol.run("report", "reach", "--csv", lines)
        #expect(try String(contentsOfFile: lines, encoding: .utf8).contains("50% of 2 devices"))

        let council = try await rosa.json("devices", "--unseen")
        #expect(council["places"].list.count == 2)
        #expect(council["places"][1]["name"].text == Installation.mills)
        #expect(council["places"][1]["unseen"] == 1)
        #expect(try await !rosa.run("devices", "--json").output.contains("amina"))
        let own = try await carol.json("devices")
        #expect(own["places"][0]["unseenDevices"][0]["personName"] == "amina")
        #expect(own["places"][0]["unseenDevices"][0]["name"] == "amina")
        try await amina.run("devices", exit: 6)

        try await amina.sync()
        try await rosa.sync()
        let now = try await rosa.json("report", "board")
        #expect(now["freshness"].text?.contains("100% of 3 devices synced") == true)
        #expect(now["devices"]["places"][0]["unseen"] == 0)
        #expect(try await later.town.server.verify()["chain"] == "ok")
    }

    @Test("a device that is lost counts until it is revoked, and whoever asks offline reads so")
    func revoked() async throws {
        let later = try await Later()
        let rosa = later.rosa
        try await rosa.sync()
        let admin = later.town.admin.on(rosa.environment)
        try await admin.run("admin", "device", "revoke", "amina", "--reason", "lost on the bus")
        try await rosa.sync()
        try await later.town.server.stop()
        let place = try await rosa.json("devices")["places"][0]
        #expect(place["devices"] == 2 && place["synced"] == 1 && place["unseen"] == 1)
    }
}
