// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

struct PlaceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "place",
        abstract: "Keep ward boundaries and neighbourhoods, and see what lies where.",
        discussion: """
            A record has the LSOA of 2021, which does not change. Wards and named
            neighbourhoods are looked up when a report is made, so that boundaries which
            come late change nothing.
              keeplocal place lookup import FILE.csv --as-of 2026-05-07
              keeplocal place neighbourhood add Heaton --lsoa E01010568 --from 2026-04-01
              keeplocal report reach --by ward
            """,
        subcommands: [
            PlaceLookup.self, PlaceNeighbourhood.self, PlaceNeedCommand.self, PlaceShow.self,
        ]
    )
}
