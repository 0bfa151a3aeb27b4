// SPDX-License-Identifier: Apache-2.0

import Testing

@Suite("A council's principles, rated, signed and seen from the other side")
struct PrincipleStoryTests {
    @Test("rated, signed, changed and signed again; the organisation's rating stands beside it")
    func story() async throws {
        let town = try await Installation()
        let carol = try await town.join("carol", "coordinator")
        let rosa = try await town.reviewer("rosa", "reviewer")
        let saeed = try await town.reviewer("saeed", "senior_champion")
        let year = ["--period", "2025"]
        let rating = ["principle", "assess", "local_spend", "--level", "3", "--target", "4"] + year
        let made = try await rosa.run(
            rating + ["--action", "Publish spend;Rosa;2025-09-30", "--json"]
        ).json()
        let record = try #require(made["record"].text)
        try await rosa.run("principle", "sign", record, exit: 6)
        try await carol.run(["principle", "assess", "local_spend", "--level", "1"] + year)
        for device in [rosa, carol, saeed] { try await device.sync() }
        try await saeed.run("principle", "sign", "local_spend")
        for device in [saeed, rosa, carol] { try await device.sync() }

        let shown = try await rosa.json("principle", "show")
        let spend = try #require(
            shown["principles"].list.first { $0["principle"].text == "local_spend" }
        )
        #expect(spend["now"] == 3 && spend["shadow"] == 1 && spend["gap"] == 2)
        #expect(spend["signed"] == true && spend["overdueActions"] == 1)
        // An organisation sees its own rating, and not what the council says of itself.
        let own = try await carol.json("principle", "show")["principles"].list
        let shadow = try #require(own.first { $0["principle"].text == "local_spend" })
        #expect(shadow["now"] == .null && shadow["shadow"] == 1)
        let words = try await rosa.run("principle", "show").output
        #expect(words.contains("■■■□ 3") && words.contains("saeed") && words.contains("! overdue"))

        // What was signed is what was read.
        try await rosa.run(["principle", "assess", "local_spend", "--level", "2"] + year)
        try await rosa.sync()
        let changed = try await rosa.run("principle", "show").output
        #expect(changed.contains("saeed (changed since)"))
        try await saeed.run("principle", "sign", record)
        #expect(try await saeed.json("sync", exit: 5)["refused"] == 1)
        let refused = try await saeed.json("status")["refusedChanges"][0]
        #expect(refused["code"] == "record.changed")
        try await saeed.run("edit", record, "--let-go")
        try await saeed.run("principle", "sign", record)
        try await saeed.sync()
        try await rosa.sync()
        let again = try await rosa.run("principle", "show").output
        #expect(again.contains("saeed (changed since)") == false)
        try await rosa.run("principle", "assess", "local_spend", "--level", "9", exit: 5)
    }

    @Test("two who rate one principle apart rate it once, and where they differ a person decides")
    func apart() async throws {
        let town = try await Installation()
        let rosa = try await town.reviewer("rosa", "reviewer")
        let rob = try await town.reviewer("rob", "reviewer")
        for (device, level, evidence) in [(rosa, "1", "Spend is published"), (rob, "4", nil)] {
            let words = evidence.map { ["--evidence", $0] } ?? []
            try await device.run(
                ["principle", "assess", "local_spend", "--period", "2025", "--level", level] + words
            )
        }
        for device in [rosa, rob, rosa] { try await device.sync() }

        for device in [rosa, rob] {
            let open = try await device.json("conflict", "list").list
            #expect(open.count == 1 && open.first?["field"] == "level")
            #expect(
                try await device.json("list", "principle_assessment").list.count == 1
            )
            let words = try await device.run("principle", "show").output
            #expect(words.contains("in dispute"))
        }
        let conflict = try #require(
            try await rosa.json("conflict", "list").list.first?["id"].text
        )
        try await rosa.run("conflict", "edit", conflict, "2", "--reason", "we met")
        for device in [rosa, rob] { try await device.sync() }
        let shown = try await rob.json("principle", "show")["principles"].list
        let spend = try #require(shown.first { $0["principle"].text == "local_spend" })
        #expect(spend["now"] == 2 && spend["disputed"] == false)
    }
}
