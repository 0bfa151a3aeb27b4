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
            PageChart.text("0", x: 0, y: bottom),
        ]
        for (index, row) in table.rows.enumerated() {
            parts.append(PageChart.text(row.name, x: x(index) - 22, y: bottom + 16, room: 12))
        }
        if let target = chart.target {
            let y = y(target, top)
            parts.append(PageChart.line((left, y), (PageChart.width, y), "#000", dashes: "6 4"))
        }
        for (index, series) in series.enumerated() { parts += line(series, index, top) }
        return (parts + legend(series), bottom + 46)
    }

    private func x(_ row: Int) -> Double {
        let step = (PageChart.width - left) / Double(max(1, table.rows.count))
        return left + step * (Double(row) + 0.5)
    }

    private func y(_ size: Double, _ top: Double) -> Double {
        bottom - min(1, max(0, size / top)) * height
    }

    private func line(_ series: Chart.Series, _ index: Int, _ top: Double) -> [String] {
        let places = series.points.enumerated().map { row, point in
            point.size.map { (x(row), y($0, top)) }
        }
        let strokes = zip(places, places.dropFirst()).compactMap { from, to -> String? in
            guard let from, let to else { return nil }
            return PageChart.line(from, to, Palette.colour(index))
        }
        return strokes + places.compactMap { $0.map { Palette.mark(index, $0, $1) } }
    }

    private func legend(_ series: [Chart.Series]) -> [String] {
        var parts = series.enumerated().flatMap { index, series in
            let x = left + Double(index) * 150
            return [
                Palette.mark(index, x, bottom + 34),
                PageChart.text(series.name, x: x + 10, y: bottom + 38, room: 20),
            ]
        }
        if chart.target != nil {
            let x = left + Double(series.count) * 150
            parts.append(PageChart.text("– – target", x: x, y: bottom + 38))
        }
        return parts
    }
}
