// SPDX-License-Identifier: Apache-2.0

package import Foundation

/// Reads the sheets of an Excel workbook (.xlsx) as texts.
package enum Workbook {
    /// The sheets in their order, each cell as Excel shows it: dates as ISO 8601, numbers to
    /// fifteen digits, a formula as its last result.
    ///
    /// - Throws: `WorkbookError` for a file that is no workbook or goes beyond `WorkbookBounds`.
    package static func sheets(of data: Data) throws -> [Sheet] {
        guard data.count <= WorkbookBounds.fileBytesMax else {
            throw WorkbookError(
                "",
                "The file is larger than \(WorkbookBounds.fileBytesMax / 1024 / 1024) MB. Copy the"
                    + " sheets of the form alone to a new workbook, and import that."
            )
        }
        let archive = try ZipArchive(data)
        let contents = try WorkbookContents(archive)
        let strings = try SharedStrings.read(archive, contents.path(ofType: "sharedStrings"))
        let styles = try CellStyles(
            archive,
            contents.path(ofType: "styles"),
            startsIn1904: contents.startsIn1904
        )
        var cellsLeft = WorkbookBounds.cellsMax
        return try contents.sheets.map { sheet in
            guard let bytes = try archive.contents(of: sheet.path) else {
                throw WorkbookError(
                    "sheet '\(sheet.name)'",
                    "Its rows are missing in the file. Save the workbook anew and import that."
                )
            }
            var reader = SheetReader(sheet.name, strings, styles, cellsLeft: cellsLeft)
            let read = try reader.read(XMLPart(bytes, name: sheet.path))
            cellsLeft = reader.cellsLeft
            return read
        }
    }
}

/// Which sheets a workbook has, and in which part each lies.
private struct WorkbookContents {
    private(set) var sheets: [(name: String, path: String)] = []
    private(set) var startsIn1904 = false
    private var paths: [String: String] = [:]
    private var types: [String: String] = [:]

    init(_ archive: ZipArchive) throws {
        var start = "xl/workbook.xml"
        if let bytes = try archive.contents(of: "_rels/.rels") {
            try readRelations(XMLPart(bytes, name: "_rels/.rels"), within: "")
            start = types["officeDocument"] ?? start
        }
        guard let book = try archive.contents(of: start) else {
            throw WorkbookError(
                "",
                "The file is an archive, but no Excel workbook. Save the form as \"Excel Workbook"
                    + " (.xlsx)\", and import that file."
            )
        }
        let folder = start.split(separator: "/").dropLast().map { $0 + "/" }.joined()
        let file = start.split(separator: "/").last.map(String.init) ?? start
        let relations = "\(folder)_rels/\(file).rels"
        (paths, types) = ([:], [:])
        if let bytes = try archive.contents(of: relations) {
            try readRelations(XMLPart(bytes, name: relations), within: folder)
        }
        try readSheets(XMLPart(book, name: start))
    }

    func path(ofType type: String) -> String? { types[type] }

    private mutating func readRelations(_ part: XMLPart, within folder: String) throws {
        while let event = try part.next() {
            guard event == .start("Relationship"), let target = part.attribute("Target"),
                let id = part.attribute("Id")
            else { continue }
            let path = target.hasPrefix("/") ? String(target.dropFirst()) : folder + target
            paths[id] = path
            let type = part.attribute("Type")?.split(separator: "/").last
            if let type { types[String(type)] = path }
        }
    }

    private mutating func readSheets(_ part: XMLPart) throws {
        while let event = try part.next() {
            if event == .start("workbookPr") {
                startsIn1904 = ["1", "true"].contains(part.attribute("date1904") ?? "")
            }
            guard event == .start("sheet"), let name = part.attribute("name"),
                let path = part.attribute("id").flatMap({ paths[$0] })
            else { continue }
            sheets.append((name, path))
            guard sheets.count <= WorkbookBounds.sheetsMax else {
                throw WorkbookError(
                    "",
                    "The workbook has more than \(WorkbookBounds.sheetsMax) sheets. Copy those of"
                        + " the form to a new workbook, and import that."
                )
            }
        }
    }
}
