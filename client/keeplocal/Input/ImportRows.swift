// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation

/// One record of an import: where it stands in the file, and its values by path.
struct ImportRow {
    let line: Int
    let result: Result<[(String, JSON)], Failure>
}

/// The rows of an NDJSON or CSV file, read one by one.
struct ImportRows: Sequence, IteratorProtocol {
    private var source: any IteratorProtocol<ImportRow>

    /// - Throws: `Failure` for a file that is not there, or of neither kind.
    init(path: String) throws {
        guard let data = try? Data(contentsOf: URL(filePath: path), options: .mappedIfSafe) else {
            throw Failure(usage: "The file \(path) cannot be read.")
        }
        switch (path as NSString).pathExtension.lowercased() {
        case "ndjson", "jsonl": source = NDJSONRows(data)
        case "csv": source = try CSVRows(data)
        default:
            throw Failure(
                usage: "\(path) must end in .ndjson (one JSON object a line) or .csv (with a"
                    + " first line of field paths)."
            )
        }
    }

    mutating func next() -> ImportRow? { source.next() }
}

private struct NDJSONRows: IteratorProtocol {
    private var rest: Data
    private var line = 0

    init(_ data: Data) { rest = data }

    mutating func next() -> ImportRow? {
        while !rest.isEmpty {
            let end = rest.firstIndex(of: UInt8(ascii: "\n")) ?? rest.endIndex
            let text = rest[rest.startIndex..<end]
            rest = end == rest.endIndex ? Data() : rest[rest.index(after: end)...]
            line += 1
            guard text.contains(where: { $0 != 0x20 && $0 != 0x0D && $0 != 0x09 }) else {
                continue
            }
            return ImportRow(line: line, result: Self.values(Data(text)))
        }
        return nil
    }

    private static func values(_ text: Data) -> Result<[(String, JSON)], Failure> {
        guard text.count <= Limits.changeBytesMax,
            case .object(let object)? = try? Canonical.decode(JSON.self, from: text)
        else {
            return .failure(
                Failure(
                    Problem(.requestMalformed, "this is not one JSON object of path: value.")
                )
            )
        }
        return .success(object.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
    }
}

private struct CSVRows: IteratorProtocol {
    private var reader: CSVReader
    private let paths: [String]

    init(_ data: Data) throws {
        reader = CSVReader(data)
        guard let heading = reader.next() else {
            throw Failure(usage: "The file is empty; its first line must name the fields.")
        }
        paths = heading.cells
    }

    mutating func next() -> ImportRow? {
        guard let row = reader.next() else { return nil }
        guard row.cells.count == paths.count else {
            let problem = Problem(
                .requestMalformed,
                "there are \(row.cells.count) cells, but \(paths.count) headings."
            )
            return ImportRow(line: row.line, result: .failure(Failure(problem)))
        }
        let values = zip(paths, row.cells).filter { !$1.isEmpty }.map { ($0, JSON.string($1)) }
        return ImportRow(line: row.line, result: .success(values))
    }
}
