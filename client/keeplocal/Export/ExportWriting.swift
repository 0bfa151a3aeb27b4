// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import Foundation
import Workbooks

/// What an export is written as: record by record, and then finished.
protocol ExportWriting {
    func add(_ record: ExportRecord) throws
    /// - Returns: The files, by their paths.
    func finish() throws -> [String]
}

/// A file of comma-separated values (RFC 4180) for the records, and one for each repeat.
struct CSVExport: ExportWriting {
    private let tables: [(table: ExportTable, file: ExportFile)]

    /// - Throws: `Failure` for a file that is there already and is not to be replaced.
    init(
        _ tables: [ExportTable],
        path: String,
        marksBytes: Bool,
        replaces: Bool = false
    ) throws {
        self.tables = try zip(tables, Self.paths(of: tables, path)).map { table, path in
            let file = try ExportFile(path, replaces: replaces)
            // Without it, Excel reads the file as if it were older than UTF-8.
            if marksBytes { try file.write("\u{FEFF}") }
            try file.write(CSVSheet.line(of: table.headings))
            return (table, file)
        }
    }

    /// `visits.csv`, and for its repeats `visits-item.csv`; of two repeats that would be called the
    /// same the later has a number.
    private static func paths(of tables: [ExportTable], _ path: String) -> [String] {
        let stem = (path as NSString).deletingPathExtension
        var paths: [String] = []
        for table in tables {
            guard let template = table.template else {
                paths.append(path)
                continue
            }
            let name = stem + "-" + template.replacing("/", with: "-")
            let numbered = [name + ".csv"] + (2...tables.count + 1).map { "\(name)-\($0).csv" }
            paths.append(numbered.first { !paths.contains($0) } ?? name)
        }
        return paths
    }

    func add(_ record: ExportRecord) throws {
        for (table, file) in tables {
            for row in table.rows(of: record) { try file.write(CSVSheet.line(of: row)) }
        }
    }

    func finish() throws -> [String] {
        try tables.map { _, file in
            try file.finish()
            return file.path
        }
    }
}

/// One JSON object a line, value by path: what `keeplocal import` reads.
struct NDJSONExport: ExportWriting {
    private let file: ExportFile

    /// - Throws: `Failure` for a file that is there already and is not to be replaced.
    init(path: String, replaces: Bool = false) throws {
        file = try ExportFile(path, replaces: replaces)
    }

    func add(_ exported: ExportRecord) throws {
        var members = Dictionary(
            exported.values.map {
                (ExportHeading.heading(ofQuestion: $0.key.text), Self.value($0.value))
            },
            uniquingKeysWith: { first, _ in first }
        )
        members[ExportHeading.key] = .string(exported.record.id.description)
        members[ExportHeading.place] = .string(exported.record.scope.description)
        members[ExportHeading.version] = .integer(Int64(exported.record.formVersion))
        members[ExportHeading.disputed] = .integer(Int64(exported.disputed))
        if !exported.former.isEmpty { members[ExportHeading.former] = .string(exported.former) }
        if !exported.unasked.isEmpty {
            members[ExportHeading.notAsked] = .string(exported.notAsked)
        }
        if let submission = exported.submission {
            members[ExportHeading.state] = .string(submission.state)
            members[ExportHeading.revision] = .integer(Int64(submission.revision))
            members[ExportHeading.content] = .string(submission.content)
        }
        try file.write(try JSON.object(members).canonicalText + "\n")
    }

    /// A place as the numbers that the import reads.
    private static func value(_ value: FieldValue) -> JSON {
        guard case .geopoint = value else { return value.plain }
        return .string(ExportCell(value, of: nil, .codes).text)
    }

    func finish() throws -> [String] {
        try file.finish()
        return [file.path]
    }
}

/// A feature a record (RFC 7946), placed by the first question of the form that asks for a place;
/// one without an answer there has no geometry.
final class GeoJSONExport: ExportWriting {
    private let file: ExportFile
    private let field: FieldPath
    private let words: ExportWords
    private let form: CompiledForm
    private var isFirst = true

    /// - Throws: `Failure` for a form that asks for no place, and for a file that is there already
    ///   and is not to be replaced.
    init(
        _ form: CompiledForm,
        path: String,
        _ words: ExportWords,
        replaces: Bool = false
    ) throws {
        let first = form.fields.first { $0.item.type == .geopoint && !$0.isRepeated }
        guard let field = first.flatMap({ FieldPath($0.template) }) else {
            throw Failure(
                usage: "The form \(form.id) asks for no place, so there is no map of it. Write"
                    + " --csv or --ndjson instead."
            )
        }
        (self.form, self.field, self.words) = (form, field, words)
        file = try ExportFile(path, replaces: replaces)
        try file.write(#"{"type":"FeatureCollection","features":["# + "\n")
    }

    func add(_ exported: ExportRecord) throws {
        var geometry = JSON.null
        if case .geopoint(let point)? = exported.values[field] {
            // Longitude stands first here (RFC 7946, 3.1.1).
            let numbers = [point.longitude, point.latitude] + [point.altitude].compactMap { $0 }
            geometry = ["type": "Point", "coordinates": .array(numbers.map(JSON.number))]
        }
        var properties: [String: JSON] = [
            ExportHeading.disputed: .integer(Int64(exported.disputed))
        ]
        if !exported.unasked.isEmpty {
            properties[ExportHeading.notAsked] = .string(exported.notAsked)
        }
        for (path, value) in exported.values where path != field {
            properties[ExportHeading.heading(ofQuestion: path.text)] = labelled(value, path)
        }
        let feature: JSON = [
            "type": "Feature", "id": .string(exported.record.id.description),
            "geometry": geometry, "properties": .object(properties),
        ]
        try file.write((isFirst ? "" : ",\n") + (try feature.canonicalText))
        isFirst = false
    }

    private func labelled(_ value: FieldValue, _ path: FieldPath) -> JSON {
        guard words.areLabels, let field = form.field(path) else { return value.plain }
        return switch value {
        case .choice, .choices: .string(ExportCell(value, of: field, words).text)
        case .text where field.item.type == .rank:
            .string(SpreadsheetText.unguarded(ExportCell(value, of: field, words).text))
        default: value.plain
        }
    }

    func finish() throws -> [String] {
        try file.write("\n]}\n")
        try file.finish()
        return [file.path]
    }
}

extension JSON {
    fileprivate var canonicalText: String {
        get throws { String(decoding: try Canonical.encode(self), as: UTF8.self) }
    }
}
