// SPDX-License-Identifier: Apache-2.0

import Figures

/// Lines over time as marks on a grid, each series with a mark of its own.
struct TextLines {
    let chart: Chart
    let table: FigureTable
    let style: TextStyle
    private static let height = 8

    var lines: [String] {
        let (series, top) = (chart.series(of: table), chart.top(of: table))
        let labels = axisLabels(top)
        let margin = labels.map(\.count).max() ?? 0
        let step = max(3, min(12, (style.width - margin - 2) / max(1, table.rows.count)))
        let columns = min(style.width - margin - 1, step * table.rows.count)
        var grid = Array(
            repeating: Array(repeating: " ", count: columns),
            count: Self.height
        )
        draw(series, in: &grid, step)
        let body = zip(labels, grid).map { "\($0.leading(margin))\(style.axis)\($1.joined())" }
        let base =
            "".leading(margin) + style.corner + String(repeating: style.rule, count: columns)
        return body + [base, "".leading(margin + 1) + names(step, columns)] + legend(series)
    }

    /// Marks stand before plans, and these before breaks.
    private func draw(_ series: [Chart.Series], in grid: inout [[String]], _ step: Int) {
        let columns = grid[0].count
        for (row, name) in table.rows.map(\.name).enumerated() where chart.breaks.contains(name) {
            for line in grid.indices where row * step < columns {
                grid[line][row * step] = style.breakMark
            }
        }
        if let target = chart.target {
            for column in 0..<columns { grid[line(target)][column] = style.target }
        }
        for series in series where chart.plans.contains(series.name) {
            for (row, point) in series.points.enumerated() {
                guard let size = point.size, row * step < columns else { continue }
                for column in row * step..<min(columns, row * step + step) {
                    grid[line(size)][column] = style.target
                }
            }
        }
        for (index, series) in series.enumerated() where !chart.plans.contains(series.name) {
            for (row, point) in series.points.enumerated() {
                guard let size = point.size, row * step + step / 2 < columns else { continue }
                grid[line(size)][row * step + step / 2] =
                    style.markers[index % style.markers.count]
            }
        }
    }

    private func line(_ size: Double) -> Int {
        let share = chart.place(of: size, in: table)
        return Self.height - 1 - Int((share * Double(Self.height - 1)).rounded())
    }

    private func axisLabels(_ top: Double) -> [String] {
        (0..<Self.height).map { line in
            let isMarked = line == 0 || line == Self.height - 1
            guard isMarked else { return "" }
            return line == 0 ? String(Int(top.rounded(.up))) : String(Int(chart.bottom))
        }
    }

    /// As much of each name as fits beside the next.
    private func names(_ step: Int, _ columns: Int) -> String {
        let names = table.rows.map { row in
            let name = style.plain(row.name)
            // Of a quarter, its end tells it from its neighbours.
            return (name.count < step ? name : String(name.suffix(step - 1))).padded(step)
        }
        return String(names.joined().prefix(columns))
    }

    private func legend(_ series: [Chart.Series]) -> [String] {
        var parts = series.enumerated().map { index, series in
            let mark =
                chart.plans.contains(series.name)
                ? style.target : style.markers[index % style.markers.count]
            return "\(mark) \(style.plain(series.name))"
        }
        if !chart.breaks.isEmpty { parts.append("\(style.breakMark) another definition") }
        if chart.target != nil { parts.append("\(style.target) target") }
        return parts.joined(separator: "   ").wrapped(style.width)
    }
}
