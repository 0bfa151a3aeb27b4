// SPDX-License-Identifier: Apache-2.0

import Testing

@Suite("What a conflict moves for the place where the person lives", .timeLimit(.minutes(15)))
struct ConflictPlaceTests {
    /// Ann and Cy live in one area, Bob in another; two people scored Ann's follow-up differently.
    private struct Town {
        let field: Meeting
        let rita: Device
        let ann: String

        init() async throws {
            field = try await Meeting()
            rita = try await field.town.reviewer("rita", "reviewer")
            let areas = PlaceStoryTests.areas(2)
            ann = try await field.person("Ann", "lsoa=\(areas[0])")
            let cy = try await field.person("Cy", "lsoa=\(areas[0])")
            let bob = try await field.person("Bob", "lsoa=\(areas[1])")
            _ = try await Self.outcome(field, cy, score: 3)
            _ = try await Self.outcome(field, bob, score: 6)
            let disputed = try await Self.outcome(field, ann, score: 4)
            try await field.edit(disputed, amina: "followup[1]/score=6", ben: "followup[1]/score=2")
        }

        private static func outcome(
            _ field: Meeting,
            _ person: String,
            score: Int
        ) async throws -> String {
            try await field.record(
                "outcome",
                "participant=\(person)",
                "measure=scale_10",
                "baseline/date=2025-07-01",
                "baseline/value=3",
                "followup[+]/date=2025-08-01",
                "followup[+]/score=\(score)"
            )
        }

        func import2023() async throws {
            let old = try field.town.folder.write(
                PlaceStoryTests.file(23, PlaceStoryTests.before),
                to: "2023.csv"
            )
            try await rita.run("place", "lookup", "import", old, "--as-of", "2023-05-04")
            try await meet()
        }

        func name(_ neighbourhood: String) async throws {
            try await rita.run(
                ["place", "neighbourhood", "add", neighbourhood, "--lsoa"]
                    + [PlaceStoryTests.areas(1)[0], "--from", "2025-04-01"]
            )
            try await meet()
        }

        private func meet() async throws {
            try await rita.sync()
            try await field.carol.sync()
        }

        /// The places of which something is told, and all that is told.
        func told() async throws -> (places: [String?], words: String) {
            let conflict = try #require(try await field.conflicts().first)
            let id = try #require(conflict["id"].text)
            let shown = try await field.carol.run("conflict", "show", id).output
            return (conflict["effects"].list.map { $0["place"].text }, shown)
        }
    }

    @Test("is told by ward, and by the neighbourhood that the council has named there")
    func home() async throws {
        let town = try await Town()
        let whole = "improved, of all outcomes of the organisation, 2025-Q2: from 50 to 67 %"
        let before = try await town.told()
        #expect(before.places.allSatisfy { $0 == nil } && before.words.contains(whole))

        try await town.import2023()
        let ward = try await town.told()
        #expect(ward.places.compactMap(\.self) == ["Heaton"] && ward.words.contains(whole))
        #expect(ward.words.contains("improved in Heaton, 2025-Q2: from 50 to 67 %"))

        try await town.name("Manningham")
        let named = try await town.told()
        #expect(named.places.compactMap(\.self) == ["Manningham"])
        #expect(named.words.contains("improved in Manningham, 2025-Q2: from 0 to 50 %"))
        #expect(named.words.contains("improved in Manningham, 2025-Q2: stays 0 %"))
        let list = try await town.field.carol.run("conflict", "list").output
        #expect(list.contains("effect: improved in Manningham, 2025-Q2: "), "\(list)")
    }

    @Test("is not told while it is disputed where the person lives")
    func unknown() async throws {
        let town = try await Town()
        try await town.name("Manningham")
        let areas = PlaceStoryTests.areas(3)
        try await town.field.edit(
            town.ann,
            amina: "lsoa=\(areas[1])",
            ben: "lsoa=\(areas[2])"
        )
        let conflicts = try await town.field.conflicts()
        let score = try #require(conflicts.first { $0["field"].text?.contains("score") == true })
        #expect(score["effects"].list.allSatisfy { $0["place"] == .null })
        #expect(!score["effects"].list.isEmpty)
    }
}
