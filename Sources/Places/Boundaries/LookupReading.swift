// SPDX-License-Identifier: Apache-2.0

/// Reads the rows of a lookup, and keeps those of some councils.
package struct LookupReading: Sendable {
    package struct Areas: Hashable, Sendable {
        package fileprivate(set) var wardOf: [String: String] = [:]
        package fileprivate(set) var names: [String: String] = [:]
    }

    /// By the code of the council.
    package private(set) var areas: [String: Areas]
    /// Rows of other councils: the Office publishes England and Wales in one file.
    package private(set) var elsewhere = 0
    private let headings: LookupHeadings
    private var lines: [String: Int] = [:]

    package init(_ headings: LookupHeadings, of authorities: some Sequence<String>) {
        self.headings = headings
        areas = Dictionary(
            authorities.map { ($0, Areas()) },
            uniquingKeysWith: { first, _ in first }
        )
    }

    /// - Throws: `PlaceError` with the line, for a code that is none, or an LSOA or a ward about
    ///   which two rows say different things. Nothing of the file is worth anything then.
    package mutating func take(_ cells: [String], line: Int) throws {
        let cell = { (column: Int) in
            cells.indices.contains(column) ? String(cells[column].trimmed) : ""
        }
        let authority = try code(cell(headings.authority), .authority, "council", line)
        guard areas[authority] != nil else { return elsewhere += 1 }
        let lsoa = try code(cell(headings.lsoa), .lsoa, "neighbourhood (LSOA 2021)", line)
        let ward = try code(cell(headings.ward), .ward, "ward", line)
        let name = cell(headings.name)
        guard !name.isEmpty, name.utf8.count <= 200 else {
            throw Self.wrong(line, "the ward \(ward) has no name, or one that is too long")
        }
        try put(lsoa, ward, authority, line)
        if let other = areas[authority]?.names.updateValue(name, forKey: ward), other != name {
            throw Self.wrong(line, "ward \(ward) is called '\(name)', and '\(other)' before")
        }
    }

    private mutating func put(
        _ lsoa: String,
        _ ward: String,
        _ authority: String,
        _ line: Int
    ) throws {
        let former = lines.updateValue(line, forKey: lsoa)
        let other = areas.values.compactMap { $0.wardOf[lsoa] }.first
        if let former, let other, other != ward || areas[authority]?.wardOf[lsoa] == nil {
            throw Self.wrong(
                line,
                "\(lsoa) is in ward \(ward) of \(authority), and in \(other) by line \(former)"
            )
        }
        areas[authority]?.wardOf[lsoa] = ward
    }

    private func code(
        _ text: String,
        _ kind: AreaCode,
        _ noun: String,
        _ line: Int
    ) throws -> String {
        guard kind.fits(text) else {
            throw Self.wrong(
                line,
                text.isEmpty
                    ? "the code of the \(noun) is missing"
                    : "'\(text.prefix(40))' is no code of a \(noun), such as \(kind.example)"
            )
        }
        return text
    }

    private static func wrong(_ line: Int, _ what: String) -> PlaceError {
        PlaceError(
            "Line \(line)",
            "\(what). Nothing was imported. Download the file anew; if it stays, it is not a lookup"
                + " that can be used."
        )
    }
}

extension String {
    /// Without blanks at either end.
    var trimmed: Substring {
        var text = self[...]
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return text
    }
}
