// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@Suite("Outcomes by ward: deciles, and a map of tiles", .timeLimit(.minutes(5)))
struct TileStoryTests {
    /// An outcome of each person, better than it was.
    private func outcomes(_ amina: Device) async throws {
        let people = try await amina.json("list", "participant").list.compactMap {
            $0["record"].text
        }
        for person in people {
            let answers = [
                "participant=\(person)", "measure=scale_10", "baseline/value=3",
                "baseline/date=2025-07-01", "followup[+]/date=2025-08-01", "followup[+]/score=5",
            ]
            _ = try await amina.saved("outcome", answers)
        }
    }

    @Test(
        "outcomes by ward have the decile beside them, and a map once it is known where wards lie"
    )
    func tiles() async throws {
        let town = try await Installation()
        let rita = try await town.reviewer("rita", "reviewer")
        let amina = try await town.join("amina", "worker")
        try await PlaceStoryTests.people(town, amina)
        try await outcomes(amina)
        let wards = try town.folder.write(
            PlaceStoryTests.file(23, PlaceStoryTests.before),
            to: "2023.csv"
        )
        try await rita.run("place", "lookup", "import", wards, exit: 2)
        try await rita.run("place", "lookup", "import", wards, "--as-of", "2023-05-04")
        let decile = "Index of Multiple Deprivation (IMD) Decile (where 1 is most deprived)"
        let deciles = zip(PlaceStoryTests.areas(3), [1, 4, 9]).map {
            "\($0),\(PlaceStoryTests.bradford),\($1)"
        }
        let need = try town.folder.write(
            (["LSOA code (2021),Local Authority District code (2024),\(decile)"] + deciles
                + ["E01999999,E08000033,7"]).joined(separator: "\n"),
            to: "iod.csv"
        )
        try await rita.run("place", "need", "import", need)
        try await rita.sync()
        try await amina.sync()
        let report = [
            "report", "outcomes", "--by", "ward", "--quarter", "2025-Q2", "--quarters", "1",
        ]
        let plain = try await amina.run(report).output
        #expect(plain.contains("For a map of tiles import where each ward lies"))
        #expect(plain.contains("IMD decile 2025, the median of its LSOAs; low is great need"))
        let rows = try await amina.run(report + ["--json"]).json()["tables"][0]["rows"].list
        let heaton = try #require(rows.first { $0["name"] == "Heaton" })
        #expect(heaton["figures"][5]["text"] == "2.5")

        // Points of LSOAs, as the statistics office has them: Toller is north-west of Heaton.
        let points = zip(PlaceStoryTests.areas(4), ["900,100", "920,120", "100,800", "100,90"]).map
        {
            "\($0),\($1)"
        }
        let places = try town.folder.write(
            (["LSOA21CD,BNG_E,BNG_N"] + points + ["E01999999,5,5"]).joined(separator: "\n"),
            to: "points.csv"
        )
        try await rita.run("place", "lookup", "import", places, "--as-of", "2023-05-04", exit: 2)
        try await rita.run("place", "lookup", "import", places)
        #expect(
            try await rita.run("place", "lookup", "import", places).output.contains("Here already")
        )
        try await rita.sync()
        try await amina.sync()
        let map = try await amina.run(report).output
        #expect(map.contains("a tile for each ward, about where it lies"))
        #expect(!map.contains("For a map of tiles import"))
        let path = try town.folder.path("page.html")
        try await amina.run(report + ["--html", path])
        let page = try String(contentsOfFile: path, encoding: .utf8)
        // Two people with a pair in Toller: not told in the table, nor on the map.
        #expect(page.contains("Toller [c]") && page.contains(">Heaton</text>"))
        #expect(!page.contains("Toller 100%"))
    }
}
