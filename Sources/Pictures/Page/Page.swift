// SPDX-License-Identifier: Apache-2.0

import Figures

/// A report as one page of HTML: no program in it, nothing fetched, one sheet of A4 in print.
///
/// It is well-formed XML too, so that a machine can check it.
extension Report {
    package var page: String {
        let head = [
            "<meta charset=\"utf-8\"/>",
            "<meta name=\"viewport\" content=\"width=device-width\"/>",
            Markup.element("title", text: "\(title) – \(subtitle)"),
            "<style>\(Self.style)</style>",
        ]
        let body =
            [
                Palette.definitions, Markup.element("h1", text: title),
                Markup.element("p", ["class": "subtitle"], text: subtitle),
            ]
            + sections.enumerated().map { $1.page("s\($0)") }
            + [
                Markup.element(
                    "footer",
                    [:],
                    (notes + [freshness]).map { Markup.element("p", text: $0) }
                )
            ]
        return "<!DOCTYPE html>\n"
            + Markup.element(
                "html",
                ["lang": "en-GB"],
                [Markup.element("head", [:], head), Markup.element("body", [:], body)]
            ) + "\n"
    }

    private static let style = """
        body{font:14px/1.4 sans-serif;color:#000;background:#fff;max-width:46rem;margin:1rem auto;\
        padding:0 1rem}h1{font-size:1.5rem;margin:0}h2{font-size:1.1rem;margin:1.2rem 0 .3rem}\
        p{margin:.2rem 0}svg[role]{width:100%;height:auto}\
        table{border-collapse:collapse;width:100%}\
        th,td{border-bottom:1px solid #767676;padding:.15rem .4rem;text-align:right}\
        th:first-child,td:first-child{text-align:left}dl{font-size:.85rem;margin:.3rem 0}\
        dt{font-weight:bold;float:left;margin-right:.4rem}dd{margin:0}footer{font-size:.85rem;\
        border-top:1px solid;margin-top:1rem}@page{size:A4;margin:12mm}\
        @media print{body{font-size:10px;line-height:1.25;max-width:none;margin:0;padding:0}\
        h1{font-size:17px}h2{font-size:12px;margin:2.5mm 0 .5mm}p{margin:.3mm 0}\
        section{break-inside:avoid}caption{display:none}th,td{padding:0 1mm}\
        .pair{display:flex;gap:4mm;align-items:flex-start}.pair>*{flex:1 1 50%;min-width:0}\
        svg[role]{max-height:34mm}.pictures svg{max-height:30mm}dl{margin:.5mm 0;font-size:9px}\
        dt,dd{display:inline;float:none;margin:0}dt::after{content:": "}\
        dd::after{content:" "}th[scope=row]{white-space:nowrap}\
        footer{margin-top:2mm;font-size:9px}}
        """
}

extension Report.Section {
    fileprivate func page(_ id: String) -> String {
        var parts = [Markup.element("h2", text: table.title)]
        parts += sentences.map { Markup.element("p", text: $0) }
        if table.rows.isEmpty {
            parts.append(Markup.element("p", text: "Nothing was recorded."))
            return Markup.element("section", [:], parts)
        }
        let pictures = charts.enumerated().map { number, chart in
            PageChart(chart: chart, table: table, id: "\(id)c\(number)").svg
        }
        parts += pictured(pictures)
        let terms = table.columns.flatMap { column in
            [
                Markup.element("dt", text: column.name),
                Markup.element("dd", text: column.definition),
            ]
        }
        parts.append(Markup.element("dl", [:], terms))
        parts += (table.leftOutSentences + table.sourceSentences).map {
            Markup.element("p", text: $0)
        }
        return Markup.element("section", [:], parts)
    }

    /// On paper a narrow table stands beside its pictures, so that a report keeps to one sheet.
    private func pictured(_ pictures: [String]) -> [String] {
        guard !pictures.isEmpty, table.columns.count <= Self.columnsBeside else {
            return pictures + [grid]
        }
        return [
            Markup.element(
                "div",
                ["class": "pair"],
                [
                    Markup.element("div", ["class": "pictures"], pictures),
                    Markup.element("div", [:], [grid]),
                ]
            )
        ]
    }

    private static var columnsBeside: Int { 5 }

    private var grid: String {
        let heads = ([table.rowName] + table.columns.map(\.name)).map {
            Markup.element("th", ["scope": "col"], text: $0)
        }
        let rows = table.rows.map { row in
            let name = Markup.element("th", ["scope": "row"], text: row.name)
            let cells = row.figures.map { Markup.element("td", text: $0.text) }
            return Markup.element("tr", [:], [name] + cells)
        }
        return Markup.element(
            "table",
            [:],
            [
                Markup.element("caption", text: table.title),
                Markup.element("thead", [:], [Markup.element("tr", [:], heads)]),
                Markup.element("tbody", [:], rows),
            ]
        )
    }
}
