// SPDX-License-Identifier: Apache-2.0

import Figures

extension Report {
    /// The report as lines of at most the width of the style.
    package func text(_ style: TextStyle) -> [String] {
        var lines = heading(style)
        for section in sections {
            lines.append("")
            lines += section.text(style)
        }
        let notes = (self.notes + [freshness]).flatMap { style.plain($0).wrapped(style.width) }
        return lines + [""] + notes
    }

    private func heading(_ style: TextStyle) -> [String] {
        let title = style.plain(title).wrapped(style.width)
        let rule = String(repeating: style.rule, count: min(style.width, title[0].count))
        return title + [rule] + style.plain(subtitle).wrapped(style.width)
    }
}

extension Report.Section {
    fileprivate func text(_ style: TextStyle) -> [String] {
        var lines = style.plain(table.title).wrapped(style.width)
        lines += sentences.flatMap { style.plain($0).wrapped(style.width) }
        if table.rows.isEmpty { return lines + ["Nothing was recorded."] }
        for chart in charts {
            lines += [""] + TextChart(chart: chart, table: table, style: style).lines
        }
        lines += [""] + TextTable(table: table, style: style).lines + [""]
        for column in table.columns {
            lines += style.plain("\(column.name): \(column.definition)").wrapped(style.width)
        }
        for sentence in table.leftOutSentences + table.sourceSentences {
            lines += style.plain(sentence).wrapped(style.width)
        }
        return lines
    }
}
