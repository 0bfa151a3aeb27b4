// SPDX-License-Identifier: Apache-2.0

/// The texts that the cells of a workbook refer to by number.
enum SharedStrings {
    static func read(_ archive: ZipArchive, _ path: String?) throws -> [String] {
        guard let path, let bytes = try archive.contents(of: path) else { return [] }
        let part = try XMLPart(bytes, name: path)
        var strings: [String] = []
        var text = ""
        var (isText, isPhonetic) = (false, false)
        while let event = try part.next() {
            switch event {
            case .start("si"): text = ""
            case .start("rPh"): isPhonetic = true
            case .end("rPh"): isPhonetic = false
            case .start("t"): isText = !isPhonetic
            case .end("t"): isText = false
            case .text(let piece) where isText: text += piece
            case .end("si"):
                strings.append(CellText.decoded(text))
                guard strings.count <= WorkbookBounds.stringsMax else {
                    throw WorkbookError(
                        path,
                        "The workbook has more than \(WorkbookBounds.stringsMax) texts. Copy the"
                            + " sheets of the form alone to a new workbook, and import that."
                    )
                }
            default: break
            }
        }
        return strings
    }
}
