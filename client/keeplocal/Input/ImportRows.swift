// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import Foundation
import Workbooks

/// One record of an import: where it stands in the file, and its values by path.
struct ImportRow {
    let line: Int
    /// As it stands in the file, with its line end.
    let text: String
    let result: Result<[(String, JSON)], Failure>
    /// True for a row of a file that spreadsheets open.
    var isSheet = false
}

extension ImportRow {
    /// The record that an export says it is.
    fileprivate var key: RecordID? {
        guard let values = try? result.get(),
            case .string(let text)? = values.first(where: { $0.0 == ExportHeading.key })?.1
        else { return nil }
        return RecordID(text)
    }

    /// Without what an export adds to the answers, as the form gives that by itself.
    ///
    /// - Throws: The `Failure` of a row that cannot be read.
    func answers(of form: CompiledForm) throws -> [(String, JSON)] {
        let values = try result.get()
        guard key != nil else { return values }
        return values.compactMap { heading, value in
            guard let name = ExportHeading.question(of: heading), !ExportHeading.isPart(name)
            else { return nil }
            let template = name.replacing(#/\[[^\]]*\]/#, with: "")
            guard form.field(template: template)?.isCalculated != true else { return nil }
            guard isSheet, case .string(let text) = value else { return (name, value) }
            return (name, .string(SpreadsheetText.unguarded(text)))
        }
    }
}

/// The rows of an NDJSON or CSV file, read one by one.
struct ImportRows: Sequence, IteratorProtocol {
    private var source: any IteratorProtocol<ImportRow>
    private let hash: Hash
    /// `csv` or `ndjson`.
    let kind: String
    /// The first line of a file of cells.
    let heading: String?
    /// True for an export: a row that is mended in it is still the same record.
    let hasKeys: Bool

    /// - Throws: `Failure` for a file that is not there, of neither kind, or that cannot be told
    ///   into rows.
    init(path: String) throws {
        guard let data = try? Data(contentsOf: URL(filePath: path), options: .mappedIfSafe) else {
            throw Failure(usage: "The file \(path) cannot be read.")
        }
        hash = Hash(of: data)
        switch Self.kind(of: path) {
        case "ndjson":
            (kind, heading, source) = ("ndjson", nil, NDJSONRows(data))
            hasKeys = false
        case "csv":
            let rows = try CSVRows(data)
            guard !rows.paths.contains(ExportHeading.parent) else {
                throw Failure(
                    usage: "\(path) has the rows of a repeat, not the records. Import the file of"
                        + " the records, or NDJSON, which has both."
                )
            }
            (kind, heading, source) = ("csv", CSVSheet.line(of: rows.paths), rows)
            hasKeys = rows.paths.contains(ExportHeading.key)
        default:
            throw Failure(
                usage: "\(path) must end in .ndjson (one JSON object a line) or .csv (with a"
                    + " first line of field paths)."
            )
        }
    }

    static func kind(of path: String) -> String {
        let ending = (path as NSString).pathExtension.lowercased()
        return ending == "jsonl" ? "ndjson" : ending
    }

    mutating func next() -> ImportRow? { source.next() }

    /// The identifier of the record that a row becomes: the same whenever this file is imported, so
    /// that an import that was stopped can be run again.
    ///
    /// The line stands in it, so that the records of a file sort as their rows do.
    func recordID(of row: ImportRow, form: FormID) -> RecordID {
        if let key = row.key { return key }
        let half = { (hash: Hash) in hash.bytes.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        }
        let file = half(Hash(of: Array("import\n\(form)\n\(hash)".utf8)))
        let line = half(Hash(of: Array("import\n\(form)\n\(hash)\n\(row.line)".utf8)))
        // UUID version 8: a name of our own making.
        return RecordID(
            high: file & ~0xF000 | 0x8000,
            low: 0x8000_0000_0000_0000 | UInt64(row.line & 0x3FFF_FFFF) << 32 | line >> 32
        )
    }
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
            return ImportRow(
                line: line,
                text: String(decoding: text, as: UTF8.self) + "\n",
                result: Self.values(Data(text))
            )
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
    let paths: [String]

    /// Reads the whole file once before a row of it is given.
    ///
    /// What is wrong with the file must be said before anything is saved, as a file that was mended
    /// is another file.
    init(_ data: Data) throws {
        reader = CSVReader(data)
        guard let heading = try reader.next() else {
            throw Failure(usage: "The file is empty; its first line must name the fields.")
        }
        paths = heading.cells
        for (column, path) in paths.enumerated() where !path.isEmpty {
            guard let first = paths.firstIndex(of: path), first < column else { continue }
            throw Failure(
                usage: "Line \(heading.line): the heading '\(path.prefix(50))' stands over columns"
                    + " \(first + 1) and \(column + 1). Nothing was saved. Name each field once,"
                    + " and import the file again."
            )
        }
        var rehearsal = reader
        while try rehearsal.next() != nil {}
    }

    mutating func next() -> ImportRow? {
        guard let row = try? reader.next() else { return nil }
        let text = CSVSheet.line(of: row.cells)
        guard row.cells.count == paths.count else {
            let problem = Problem(
                .requestMalformed,
                "there are \(row.cells.count) cells, but \(paths.count) headings."
            )
            return ImportRow(line: row.line, text: text, result: .failure(Failure(problem)))
        }
        let values = zip(paths, row.cells).filter { !$1.isEmpty }.map { ($0, JSON.string($1)) }
        return ImportRow(line: row.line, text: text, result: .success(values), isSheet: true)
    }
}
