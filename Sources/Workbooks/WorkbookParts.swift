// SPDX-License-Identifier: Apache-2.0

/// The texts of a workbook around its rows (ECMA-376, parts 1 and 2).
enum WorkbookParts {
    private static let start = #"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#
    private static let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    private static let relations =
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    private static let package = "http://schemas.openxmlformats.org/package/2006"
    private static let type = "application/vnd.openxmlformats-officedocument.spreadsheetml"

    static func sheetStart(hasHeader: Bool) -> String {
        let pane = #"<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>"#
        return start + #"<worksheet xmlns="\#(main)"><sheetViews><sheetView workbookViewId="0">"#
            + (hasHeader ? pane : "") + "</sheetView></sheetViews><sheetData>"
    }

    static let sheetEnd = "</sheetData></worksheet>"

    /// All that stands beside the sheets.
    static func all(sheets: [String]) -> [(name: String, text: String)] {
        [
            ("xl/workbook.xml", workbook(sheets)),
            ("xl/_rels/workbook.xml.rels", workbookRelations(sheets.count)),
            ("xl/styles.xml", styles),
            ("_rels/.rels", rootRelations),
            ("[Content_Types].xml", contentTypes(sheets.count)),
        ]
    }

    private static func workbook(_ sheets: [String]) -> String {
        let list = sheets.enumerated().map { index, name in
            #"<sheet name="\#(escaped(name))" sheetId="\#(index + 1)" r:id="rId\#(index + 1)"/>"#
        }
        return start + #"<workbook xmlns="\#(main)" xmlns:r="\#(relations)"><sheets>"#
            + list.joined() + "</sheets></workbook>"
    }

    private static func workbookRelations(_ count: Int) -> String {
        let list = (1...count).map { number in
            #"<Relationship Id="rId\#(number)" Type="\#(relations)/worksheet" "#
                + #"Target="worksheets/sheet\#(number).xml"/>"#
        }
        return start + #"<Relationships xmlns="\#(package)/relationships">"# + list.joined()
            + #"<Relationship Id="rId\#(count + 1)" Type="\#(relations)/styles" "#
            + #"Target="styles.xml"/></Relationships>"#
    }

    private static let rootRelations =
        start + #"<Relationships xmlns="\#(package)/relationships"><Relationship Id="rId1" "#
        + #"Type="\#(relations)/officeDocument" Target="xl/workbook.xml"/></Relationships>"#

    private static func contentTypes(_ count: Int) -> String {
        let sheets = (1...count).map { number in
            #"<Override PartName="/xl/worksheets/sheet\#(number).xml" "#
                + #"ContentType="\#(type).worksheet+xml"/>"#
        }
        return start + #"<Types xmlns="\#(package)/content-types"><Default Extension="rels" "#
            + #"ContentType="application/vnd.openxmlformats-package.relationships+xml"/>"#
            + #"<Override PartName="/xl/workbook.xml" ContentType="\#(type).sheet.main+xml"/>"#
            + #"<Override PartName="/xl/styles.xml" ContentType="\#(type).styles+xml"/>"#
            + sheets.joined() + "</Types>"
    }

    /// Three ways to show a cell: as it is, as a date, as a date with its time.
    private static let styles =
        start + #"<styleSheet xmlns="\#(main)"><numFmts count="2">"#
        + #"<numFmt numFmtId="164" formatCode="yyyy\-mm\-dd"/>"#
        + #"<numFmt numFmtId="165" formatCode="yyyy\-mm\-dd hh:mm:ss"/></numFmts>"#
        + #"<fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>"#
        + #"<fills count="2"><fill><patternFill patternType="none"/></fill>"#
        + #"<fill><patternFill patternType="gray125"/></fill></fills>"#
        + "<borders count=\"1\"><border/></borders>"
        + #"<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3"><xf xfId="0"/>"#
        + #"<xf numFmtId="164" xfId="0" applyNumberFormat="1"/>"#
        + #"<xf numFmtId="165" xfId="0" applyNumberFormat="1"/></cellXfs></styleSheet>"#

    /// A text as XML holds it.
    ///
    /// Characters that XML cannot hold stand as Excel writes them: `_x001B_`; a text that looks
    /// like that already keeps its underscore the same way.
    static func escaped(_ text: String) -> String {
        var result = ""
        result.reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "\r": result += "_x000D_"
            case "\t", "\n": result.unicodeScalars.append(scalar)
            case _ where scalar.value < 0x20 || scalar.value == 0xFFFE || scalar.value == 0xFFFF:
                let digits = String(scalar.value, radix: 16, uppercase: true)
                result += "_x" + String(repeating: "0", count: 4 - digits.count) + digits + "_"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result.contains("_x") ? keepingUnderscores(result, of: text) : result
    }

    private static func keepingUnderscores(_ result: String, of text: String) -> String {
        guard text.contains(/_x[0-9A-Fa-f]{4}_/) else { return result }
        return text.split(separator: "_x", omittingEmptySubsequences: false)
            .map { escaped(String($0)) }
            .joined(separator: "_x005F_x")
    }
}
