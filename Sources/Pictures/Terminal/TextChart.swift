// SPDX-License-Identifier: Apache-2.0

import Figures

/// A picture of signs, that is read without colour.
struct TextChart {
    let chart: Chart
    let table: FigureTable
    let style: TextStyle

    var lines: [String] {
        guard !table.rows.isEmpty else { return [] }
        let body: [String] =
            switch chart.kind {
            case .bars: bars
            case .stacked: stacked
            case .lines: TextLines(chart: chart, table: table, style: style).lines
            case .dots: dots
            case .spark: spark
            case .tiles: TextTiles(map: TileMap(chart: chart, table: table), style: style).lines
            }
        let lines = [style.plain(chart.title)] + body
        return lines.map { String($0.prefix(style.width)).withoutTrailingBlanks }
    }

    /// The names of the rows, the same width each.
    private var names: [String] {
        let names = table.rows.map { style.plain($0.name) }
        let width = min(names.map(\.count).max() ?? 0, style.width / 3)
        return names.map { $0.cut(width).padded(width) }
    }

    private var nameWidth: Int { names.first?.count ?? 0 }

    private var bars: [String] {
        chart.series(of: table).flatMap { series in
            let texts = series.points.map { style.plain($0.figure.text) }
            let room = max(4, style.width - nameWidth - 3 - (texts.map(\.count).max() ?? 0))
            let top = chart.top(of: table)
            return zip(zip(names, texts), series.points).map { named, point in
                let bar = point.size.map { style.bar($0, of: top, columns: room) } ?? ""
                return "\(named.0) \(style.axis)\(bar) \(named.1)"
            }
        }
    }

    private var stacked: [String] {
        let series = chart.series(of: table)
        let (top, room) = (chart.top(of: table), max(4, style.width - nameWidth - 2))
        let rows = names.enumerated().map { row, name in
            let parts = series.enumerated().map { index, series in
                let share = max(0, series.points[row].size ?? 0) / top
                let count = Int((share * Double(room)).rounded(.down))
                return String(repeating: style.fills[index % style.fills.count], count: count)
            }
            let hidden = series.contains { $0.points[row].figure.value == .suppressed }
            return "\(name) \(style.axis)\(parts.joined())" + (hidden ? " [c]" : "")
        }
        let legend = series.enumerated().map { index, series in
            "\(style.fills[index % style.fills.count]) \(style.plain(series.name))"
        }
        return rows.map { String($0.prefix(style.width)) }
            + legend.joined(separator: "   ").wrapped(style.width)
    }

    /// A step for each row, a gap where there is nothing, and where it begins and ends in words.
    private var spark: [String] {
        chart.series(of: table).map { series in
            let steps = series.points.map { point in
                point.size.map { size in
                    let place = chart.place(of: size, in: table) * Double(style.steps.count - 1)
                    return style.steps[Int(place.rounded())]
                } ?? " "
            }
            let ends = [table.rows.first, table.rows.last].compactMap { $0?.name }
            let last = series.points.last.map { style.plain($0.figure.text) } ?? ""
            return "\(steps.joined()) \(style.plain(ends.joined(separator: " - "))): \(last)"
        }
    }

    private var dots: [String] {
        chart.series(of: table).flatMap { series in
            let texts = series.points.map { style.plain($0.figure.text) }
            let room = max(8, style.width - nameWidth - 3 - (texts.map(\.count).max() ?? 0))
            return zip(zip(names, texts), series.points).map { named, point in
                "\(named.0) \(style.axis)\(strip(point.figure, room)) \(named.1)"
            }
        }
    }

    private func strip(_ figure: Figure, _ room: Int) -> String {
        guard let size = figure.magnitude else { return String(repeating: " ", count: room) }
        let place = { (size: Double) in
            min(room - 1, max(0, Int((size / 100 * Double(room - 1)).rounded())))
        }
        var cells = Array(repeating: " ", count: room)
        if let range = ShareRange(figure) {
            for cell in place(range.low)...place(range.high) { cells[cell] = style.rule }
        }
        cells[place(size)] = style.markers[0]
        return cells.joined()
    }
}
