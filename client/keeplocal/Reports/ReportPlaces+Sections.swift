// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Figures
import Pictures
import Places

/// What a report tells by place: its tables, and a tile for each place where it is known where that
/// lies.
extension ReportPlaces {
    /// Need of each place, from the numbers of its LSOAs where it has none of its own.
    private var need: PlaceNeed? {
        book.need.map { need in
            PlaceNeed(
                title: inert(need.title),
                tenths: Dictionary(
                    uniqueKeysWithValues: map.places.compactMap { place in
                        need.tenths(of: place.key, areas: place.areas).map { (place.key, $0) }
                    }
                ),
                isLowGreatest: need.greatest == .low
            )
        }
    }

    private func tables(_ material: ReportMaterial) -> PlaceTables? {
        PlaceTables(material.cases, in: material.periods, of: material.service?.id, by: map)
    }

    func outcomes(_ material: ReportMaterial) -> [Report.Section] {
        let dots = Chart(.dots, "Improved, within the range of chance", columns: ["improved"])
        let tables = tables(material)?.outcomes(
            material.measures,
            need: need,
            today: material.today
        )
        return (tables ?? []).enumerated().map { index, table in
            .init(
                table,
                charts: tiles("Improved, per cent", "improved") + [dots],
                sentences: index == 0 ? [noNeed, noTiles].compactMap { $0 } : []
            )
        }
    }

    func reach(_ material: ReportMaterial) -> [Report.Section] {
        let bars = Chart(.bars, "People", columns: ["all"])
        return tables(material).map {
            [
                .init(
                    $0.people,
                    charts: tiles("People", "all") + [bars],
                    sentences: [noTiles].compactMap { $0 }
                ), .init($0.newPeople),
            ]
        } ?? []
    }

    func coverage(_ material: ReportMaterial) throws -> [Report.Section] {
        guard let tables = tables(material) else { return [] }
        let services = material.service.map { [(id: $0.id, title: $0.name)] }
        let table = tables.coverage(services ?? material.namedServices, need: need)
        let bars = Chart(.bars, "People", columns: ["people"])
        return [
            .init(
                table,
                charts: tiles("People", "people") + [bars],
                sentences: [noNeed, noTiles].compactMap { $0 }
            )
        ]
    }

    private var noNeed: String? {
        book.need == nil
            ? "The council has given no need by place: keeplocal place need import FILE" : nil
    }
}

extension ReportPlaces {
    /// By the newest positions that every place has; none of LSOAs, which are too many.
    private var grid: TileGrid? {
        guard kind != .lsoa else { return nil }
        let places = map.places.map { (key: $0.key, areas: $0.areas) }
        return book.positions.lazy.compactMap { TileGrid(places, $0) }.first
    }

    private func tiles(_ title: String, _ column: String) -> [Chart] {
        guard let grid else { return [] }
        let tiles = map.places.compactMap { place in
            grid.cells[place.key].map { cell in
                (place.title, Chart.Tile(column: cell.column, row: cell.row))
            }
        }
        return [
            Chart(
                .tiles,
                "\(title): a tile for each \(map.noun), about where it lies",
                columns: [column],
                tiles: Dictionary(tiles, uniquingKeysWith: { first, _ in first })
            )
        ]
    }

    /// How to come by a map, where there could be one.
    private var noTiles: String? {
        guard kind != .lsoa, map.places.count > 1, grid == nil else { return nil }
        return "For a map of tiles import where each \(map.noun) lies: keeplocal place lookup"
            + " import FILE, with the columns code, column and row, or points of the statistics"
            + " office."
    }
}

extension ReportMaterial {
    /// The services that enrolments name, each by its name.
    fileprivate var namedServices: [(id: String, title: String)] {
        let names = Dictionary(
            services.map { ($0.id.description, $0.text("name") ?? $0.id.short) },
            uniquingKeysWith: { first, _ in first }
        )
        return cases.serviceNames.map { ($0, inert(names[$0] ?? $0)) }
            .sorted { ($0.1, $0.0) < ($1.1, $1.0) }
    }
}
