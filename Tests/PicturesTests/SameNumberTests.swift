// SPDX-License-Identifier: Apache-2.0

import Disclosure
import FieldModel
import Figures
import Foundation
import Pictures
import Testing

#if canImport(FoundationXML)
import FoundationXML
#endif

@Suite("The same number everywhere")
struct SameNumberTests {
    @Test("terminal, page, lines and JSON say the same of every figure")
    func same() throws {
        let report = SampleReport.report
        let text = report.text(TextStyle()).joined(separator: "\n")
        let page = report.page
        let lines = report.lines.dropFirst().map { $0[6] }
        var found: [String] = []
        let json = try #require(report.json.member("tables")?.array)
        for table in json {
            for row in try #require(table.member("rows")?.array) {
                for figure in try #require(row.member("figures")?.array) {
                    found.append(try #require(figure.member("text")?.string))
                }
            }
        }
        let figures = report.sections.flatMap { $0.table.rows.flatMap(\.figures) }.map(\.text)
        #expect(figures.count == 21 && lines == figures && found == figures)
        for figure in figures {
            #expect(text.contains(figure) && page.contains("<td>\(figure)</td>"))
        }
    }

    @Test("what is hidden in a table is hidden in every picture of it")
    func hidden() throws {
        var disclosing = Disclosing(Threshold())
        let table = FigureTable(
            "Few",
            rowName: "row",
            columns: [.init("people", "some.")],
            rows: [.init("a", [.count(3)]), .init("b", [.count(70)])]
        )
        let report = Report(
            name: "few",
            title: "Few",
            subtitle: "",
            freshness: "",
            sections: [.init(table, charts: [Chart(.bars, "Few", columns: ["people"])])]
        ).mapTables { disclosing.told($0) }
        #expect(report.suppressed == 1)
        let texts = [
            report.text(TextStyle()).joined(separator: "\n"), report.page,
            report.lines.map { $0.joined(separator: ",") }.joined(separator: "\n"),
            String(decoding: try Canonical.encode(report.json), as: UTF8.self),
        ]
        for text in texts {
            #expect(text.contains("[c]"))
            for small in [">3<", " 3\n", ",3,", ":3,"] { #expect(!text.contains(small)) }
        }
    }

    @Test("the page is whole, runs nothing, fetches nothing, and describes its pictures")
    func page() throws {
        let evil = SampleReport.evil
        let table = FigureTable(
            evil,
            rowName: evil,
            columns: [.init(evil, evil)],
            rows: [.init(evil, [.count(7)], sources: [evil])]
        )
        let report = Report(
            name: evil,
            title: evil,
            subtitle: evil,
            freshness: evil,
            sections: SampleReport.report.sections + [
                .init(table, charts: [Chart(.bars, evil, columns: [evil])], sentences: [evil])
            ],
            notes: [evil]
        )
        let page = report.page
        for word in ["<script", "http", "javascript:", "\u{1B}", "<link", "<img", "@import"] {
            #expect(!page.contains(word), "\(word)")
        }
        let parser = XMLParser(data: Data(page.utf8))
        let reader = PageReader()
        parser.delegate = reader
        #expect(parser.parse(), "\(parser.parserError.map { "\($0)" } ?? "")")
        #expect(reader.names["svg"] == 6 && reader.names["desc"] == 5)
        #expect(reader.names["table"] == 4 && reader.names["script"] == nil)
        #expect(reader.pictures == 5)
    }
}

private final class PageReader: NSObject, XMLParserDelegate {
    var names: [String: Int] = [:]
    var pictures = 0

    func parser(
        _ parser: XMLParser,
        didStartElement name: String,
        namespaceURI: String?,
        qualifiedName: String?,
        attributes: [String: String]
    ) {
        names[name, default: 0] += 1
        if attributes["role"] == "img", attributes["aria-labelledby"] != nil { pictures += 1 }
    }
}

extension JSON {
    fileprivate func member(_ name: String) -> JSON? {
        if case .object(let members) = self { members[name] } else { nil }
    }

    fileprivate var array: [JSON]? { if case .array(let items) = self { items } else { nil } }
    fileprivate var string: String? { if case .string(let text) = self { text } else { nil } }
}
