// SPDX-License-Identifier: Apache-2.0

import Figures

/// Lines over time as parts of an SVG; where a figure is missing, the line breaks.
struct PageLines {
    let chart: Chart
    let table: FigureTable
    private let left = 40.0
    private let bottom = 170.0
    private let height = 150.0

    var drawn: ([String], Double) {
        let (series, top) = (chart.series(of: table), chart.top(of: table))
        var parts = [
            PageChart.line((left, bottom - height), (left, bottom), "#000"),
            PageChart.line((left, bottom), (PageChart.width, bottom), "#000"),
            PageChart.text(String(Int(top.rounded(.up))), x: 0, y: bottom - height + 5),
            PageChart.text(String(Int(chart.bottom)), x: 0, y: bottom),
        ]
        for (index, row) in table.rows.enumerated() {
            if chart.breaks.contains(row.name) {
                let x = x(index) - step / 2
                parts.append(
                    PageChart.line((x, bottom - height), (x, bottom), "#000", dashes: "2 3")
                )
            }
            parts.append(PageChart.text(row.name, x: x(index) - 22, y: bottom + 16, room: 12))
        }
        if let target = chart.target {
            let y = y(target)
            parts.append(PageChart.line((left, y), (PageChart.width, y), "#000", dashes: "6 4"))
        }
        for (index, series) in series.enumerated() { parts += line(series, index) }
        return (parts + legend(series), bottom + 46 + Double((series.count - 1) / 4) * 20)
    }

    private var step: Double { (PageChart.width - left) / Double(max(1, table.rows.count)) }

    private func x(_ row: Int) -> Double {
        left + step * (Double(row) + 0.5)
    }

    private func y(_ size: Double) -> Double {
        bottom - chart.place(of: size, in: table) * height
    }

    private func line(_ series: Chart.Series, _ index: Int) -> [String] {
        let isPlan = chart.plans.contains(series.name)
        let places = series.points.enumerated().map { row, point in
            point.size.map { (x(row), y($0)) }
        }
        let strokes = zip(places, places.dropFirst()).compactMap { from, to -> String? in
            guard let from, let to else { return nil }
            return PageChart.line(from, to, Palette.colour(index), dashes: isPlan ? "6 4" : "none")
        }
        if isPlan { return strokes }
        return strokes + places.compactMap { $0.map { Palette.mark(index, $0, $1) } }
    }

    private func legend(_ series: [Chart.Series]) -> [String] {
        var parts = series.enumerated().flatMap { index, series in
            let (x, y) = (left + Double(index % 4) * 150, bottom + 38 + Double(index / 4) * 20)
            let mark =
                chart.plans.contains(series.name)
                ? PageChart.line(
                    (x - 8, y - 4),
                    (x + 8, y - 4),
                    Palette.colour(index),
                    dashes: "6 4"
                )
                : Palette.mark(index, x, y - 4)
            return [mark, PageChart.text(series.name, x: x + 10, y: y, room: 20)]
        }
        if chart.target != nil {
            let x = left + Double(series.count) * 150
            parts.append(PageChart.text("– – target", x: x, y: bottom + 38))
        }
        return parts
    }
}
