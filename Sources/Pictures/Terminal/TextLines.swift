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
        if let target = chart.target {
            for column in 0..<columns { grid[line(target, top)][column] = style.target }
        }
        for (index, series) in series.enumerated() {
            for (row, point) in series.points.enumerated() {
                guard let size = point.size, row * step + step / 2 < columns else { continue }
                grid[line(size, top)][row * step + step / 2] =
                    style.markers[index % style.markers.count]
            }
        }
        let body = zip(labels, grid).map { "\($0.leading(margin))\(style.axis)\($1.joined())" }
        let base =
            "".leading(margin) + style.corner + String(repeating: style.rule, count: columns)
        return body + [base, "".leading(margin + 1) + names(step, columns)] + legend(series)
    }

    private func line(_ size: Double, _ top: Double) -> Int {
        let share = min(1, max(0, size / top))
        return Self.height - 1 - Int((share * Double(Self.height - 1)).rounded())
    }

    private func axisLabels(_ top: Double) -> [String] {
        (0..<Self.height).map { line in
            let isMarked = line == 0 || line == Self.height - 1
            guard isMarked else { return "" }
            return line == 0 ? String(Int(top.rounded(.up))) : "0"
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
            "\(style.markers[index % style.markers.count]) \(style.plain(series.name))"
        }
        if chart.target != nil { parts.append("\(style.target) target") }
        return parts.joined(separator: "   ").wrapped(style.width)
    }
}
