// SPDX-License-Identifier: Apache-2.0

import Figures

/// A picture as SVG, with a title and a description for who does not see it.
struct PageChart {
    let chart: Chart
    let table: FigureTable
    /// Tells its parts apart from those of other pictures of the page.
    let id: String

    static let width = 640.0
    static let names = 150.0
    static let numbers = 130.0
    static let row = 22.0

    var svg: String {
        let (body, height): ([String], Double) =
            switch chart.kind {
            case .bars, .dots, .stacked: rows
            case .lines, .spark: PageLines(chart: chart, table: table).drawn
            case .tiles: PageTiles(map: TileMap(chart: chart, table: table)).drawn
            }
        let described = [
            Markup.element("title", ["id": "\(id)t"], text: chart.title),
            Markup.element("desc", ["id": "\(id)d"], text: chart.summary(of: table)),
        ]
        return Markup.element(
            "svg",
            [
                "role": "img", "aria-labelledby": "\(id)t \(id)d",
                "viewBox": "0 0 \(Int(Self.width)) \(Markup.length(height))",
            ],
            described + body
        )
    }

    private var rows: ([String], Double) {
        let series = chart.series(of: table)
        let each = chart.kind == .stacked ? [series] : series.map { [$0] }
        var (parts, y): ([String], Double) = ([], 0)
        for group in each {
            for (index, row) in table.rows.enumerated() {
                let texts = group.map(\.points[index].figure.text)
                parts.append(Self.text(row.name, x: 0, y: y + 15, room: 22))
                parts += marks(group, index, y)
                let last = chart.kind == .stacked ? "" : texts[0]
                parts.append(Self.text(last, x: Self.width - Self.numbers + 6, y: y + 15))
                y += Self.row
            }
        }
        if chart.kind == .stacked { parts += legend(series, &y) }
        return (parts, max(y, Self.row))
    }

    private var room: Double { Self.width - Self.names - Self.numbers }

    private func marks(_ group: [Chart.Series], _ row: Int, _ y: Double) -> [String] {
        let top = chart.kind == .dots ? 100 : chart.top(of: table)
        let scale = { (size: Double) in min(1, max(0, size / top)) * room }
        if chart.kind == .dots { return dot(group[0].points[row].figure, y, scale) }
        var x = Self.names
        return group.enumerated().compactMap { index, series in
            guard let size = series.points[row].size, size > 0 else { return nil }
            let bar = Markup.element(
                "rect",
                [
                    "x": Markup.length(x), "y": Markup.length(y + 3),
                    "width": Markup.length(scale(size)), "height": "15",
                    "fill": Palette.fill(index), "stroke": "#000", "stroke-width": "0.5",
                ],
                []
            )
            x += scale(size)
            return bar
        }
    }

    private func dot(_ figure: Figure, _ y: Double, _ scale: (Double) -> Double) -> [String] {
        guard let size = figure.magnitude else { return [] }
        let range = ShareRange(figure).map { range in
            Self.line(
                (Self.names + scale(range.low), y + 11),
                (Self.names + scale(range.high), y + 11),
                "#000"
            )
        }
        return [range, Palette.mark(0, Self.names + scale(size), y + 11)].compactMap { $0 }
    }

    private func legend(_ series: [Chart.Series], _ y: inout Double) -> [String] {
        let parts = series.enumerated().flatMap { index, series in
            let (x, line) = (Double(index % 4) * 155, y + Double(index / 4) * Self.row)
            return [
                Markup.element(
                    "rect",
                    [
                        "x": Markup.length(x), "y": Markup.length(line + 4), "width": "14",
                        "height": "12", "fill": Palette.fill(index), "stroke": "#000",
                        "stroke-width": "0.5",
                    ],
                    []
                ),
                Self.text(series.name, x: x + 20, y: line + 15, room: 20),
            ]
        }
        y += Double((series.count + 3) / 4) * Self.row
        return parts
    }

    static func text(_ text: String, x: Double, y: Double, room: Int = 40) -> String {
        Markup.element(
            "text",
            ["x": Markup.length(x), "y": Markup.length(y), "font-size": "12"],
            text: text.count > room ? String(text.prefix(room - 1)) + "…" : text
        )
    }

    static func line(
        _ from: (Double, Double),
        _ to: (Double, Double),
        _ colour: String,
        dashes: String = "none"
    ) -> String {
        Markup.element(
            "line",
            [
                "x1": Markup.length(from.0), "y1": Markup.length(from.1),
                "x2": Markup.length(to.0), "y2": Markup.length(to.1), "stroke": colour,
                "stroke-width": "1.5", "stroke-dasharray": dashes,
            ],
            []
        )
    }
}
