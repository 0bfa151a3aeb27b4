// SPDX-License-Identifier: Apache-2.0

import Figures

/// Tiles as parts of an SVG: the name and the number in each, a shade that black is read upon, and
/// a broken edge where a number is not told.
struct PageTiles {
    let map: TileMap
    private static let height = 40.0
    private static let gap = 4.0
    private static let widest = 120.0
    /// From little to much; the darkest has a contrast of more than 7 to black.
    private static let fills = ["#FFFFFF", "#D9EAF4", "#A9D0E8", "#76B3DA"]

    var drawn: ([String], Double) {
        let width = min(Self.widest, PageChart.width / Double(map.columns)) - Self.gap
        let tiles = map.placed.flatMap { tile($0, width) }
        let bottom = Double(map.rows) * (Self.height + Self.gap)
        return (tiles + legend(bottom + 12), bottom + 40)
    }

    private func tile(_ placed: TileMap.Placed, _ width: Double) -> [String] {
        let x = Double(placed.tile.column) * (width + Self.gap)
        let y = Double(placed.tile.row) * (Self.height + Self.gap)
        let isHidden = placed.figure.value == .suppressed
        return [
            box(x, y, width, Self.height, map.level(of: placed.figure), isHidden: isHidden),
            PageChart.text(placed.name, x: x + 5, y: y + 16, room: Int(width / 6.8)),
            PageChart.text(placed.figure.short, x: x + 5, y: y + 33),
        ]
    }

    private func box(
        _ x: Double,
        _ y: Double,
        _ width: Double,
        _ height: Double,
        _ level: Int?,
        isHidden: Bool = false
    ) -> String {
        Markup.element(
            "rect",
            [
                "x": Markup.length(x + 1), "y": Markup.length(y + 1),
                "width": Markup.length(width - 2), "height": Markup.length(height - 2),
                "fill": level.map { Self.fills[$0] } ?? "#FFFFFF", "stroke": "#000",
                "stroke-width": "1", "stroke-dasharray": isHidden ? "4 3" : "none",
            ],
            []
        )
    }

    private func legend(_ y: Double) -> [String] {
        let levels = map.levels.enumerated().flatMap { level, text in
            let x = Double(level) * 105
            return [
                box(x, y, 16, 14, level), PageChart.text(text, x: x + 20, y: y + 11, room: 16),
            ]
        }
        guard map.hasHidden else { return levels }
        return levels + [
            box(420, y, 16, 14, nil, isHidden: true),
            PageChart.text("[c] not told", x: 440, y: y + 11),
        ]
    }
}
