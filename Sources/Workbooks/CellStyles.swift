// SPDX-License-Identifier: Apache-2.0

/// Which styles of a workbook show a number as a date or a time.
struct CellStyles {
    let startsIn1904: Bool
    private var formats: [Int] = []
    private var codes: [Int: String] = [:]
    private var dates: Set<Int> = []

    init(_ archive: ZipArchive, _ path: String?, startsIn1904: Bool) throws {
        self.startsIn1904 = startsIn1904
        guard let path, let bytes = try archive.contents(of: path) else { return }
        try read(XMLPart(bytes, name: path))
        dates = Set(
            formats.indices.filter { index in
                Self.builtIn.contains { $0.contains(formats[index]) }
                    || codes[formats[index]].map(Self.isDate) == true
            }
        )
    }

    /// The styles are numbered from 0, in the order of `cellXfs`.
    func isDate(style: String?) -> Bool {
        style.flatMap { Int($0) }.map(dates.contains) ?? false
    }

    /// Of the formats that a workbook does not describe (ECMA-376, part 1, 18.8.30).
    private static let builtIn = [14...22, 27...36, 45...47, 50...58]

    private mutating func read(_ part: XMLPart) throws {
        var isCell = false
        while let event = try part.next() {
            switch event {
            case .start("numFmt"):
                guard let id = part.attribute("numFmtId").flatMap({ Int($0) }) else { continue }
                codes[id] = part.attribute("formatCode")
            case .start("cellXfs"): isCell = true
            case .end("cellXfs"): isCell = false
            case .start("xf") where isCell:
                formats.append(part.attribute("numFmtId").flatMap { Int($0) } ?? 0)
            default: break
            }
        }
    }

    /// A code shows a date where a letter of one stands outside of quotes and brackets.
    static func isDate(code: String) -> Bool {
        // Excel takes no longer one.
        guard code.utf8.count <= 255 else { return false }
        if code.lowercased().contains(/\[[hms]+\]/) { return true }
        let bare = code.lowercased().replacing(/"[^"]*"|\\.|_.|\*.|\[[^\]]*\]|general/, with: "")
        return bare.contains { "ymdhs".contains($0) }
    }
}
