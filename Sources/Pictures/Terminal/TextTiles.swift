// SPDX-License-Identifier: Apache-2.0

import Figures

/// Tiles as two lines of text each: the name, and a shade with the number.
struct TextTiles {
    let map: TileMap
    let style: TextStyle
    private static let widths = 7...12

    var lines: [String] {
        let room = (style.width + 1) / map.columns - 1
        guard !map.placed.isEmpty, room >= Self.widths.lowerBound else {
            return "A map of \(map.columns) columns is too wide here; the table has all of it."
                .wrapped(style.width)
        }
        let width = min(room, Self.widths.upperBound)
        let names = map.names(width).map { style.plain($0).cut(width) }
        let grid = (0..<map.rows).flatMap { row -> [String] in
            let tiles = map.placed.indices.filter { map.placed[$0].tile.row == row }
            let lines = [
                line(tiles.map { (map.placed[$0].tile.column, names[$0]) }, width),
                line(tiles.map { (map.placed[$0].tile.column, value(map.placed[$0])) }, width),
            ]
            return row == 0 ? lines : [""] + lines
        }
        return grid + [""] + legend + full(names)
    }

    private func value(_ placed: TileMap.Placed) -> String {
        let shade = map.level(of: placed.figure).map { style.shades[$0] } ?? " "
        return "\(shade)\(shade) \(style.plain(placed.figure.short))"
    }

    private func line(_ tiles: [(column: Int, text: String)], _ width: Int) -> String {
        var line = ""
        for (column, text) in tiles {
            line = line.padded(column * (width + 1)) + text.cut(width)
        }
        return line
    }

    private var legend: [String] {
        let shades = zip(style.shades, map.levels).map { "\($0)\($0) \($1)" }
        let others = [
            map.hasHidden ? "[c] not told" : nil,
            map.hasNothing ? "\(style.plain("–")) nothing to tell" : nil,
        ].compactMap { $0 }
        return (shades + others).joined(separator: ", ").wrapped(style.width)
            + (map.hasOthers ? TileMap.others.wrapped(style.width) : [])
    }

    /// What the names that were cut are in full.
    private func full(_ names: [String]) -> [String] {
        let cut = zip(names, map.placed).compactMap { short, placed -> String? in
            let name = style.plain(placed.name)
            return short == name ? nil : "\(short) = \(name)"
        }
        return cut.isEmpty ? [] : cut.joined(separator: "; ").wrapped(style.width)
    }
}
