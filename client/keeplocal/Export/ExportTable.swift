// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel

/// A table of an export: that of the records, or that of a repeat, one row an instance.
struct ExportTable {
    /// The repeats down to this one, `visit/item`; nil for the records themselves.
    let template: String?
    private let columns: [Column]
    private let labels: Bool

    private struct Column {
        enum Part {
            case whole, latitude, longitude
            /// 1 where it is chosen, 0 where others are.
            case choice(String)
        }

        let heading: String
        let field: FormField
        let part: Part
    }

    /// The records' table first, then every repeat in the order of the form.
    static func all(of form: CompiledForm, labels: Bool, split: Bool) -> [ExportTable] {
        var templates: [String?] = [nil]
        for field in form.fields where field.isRepeated && !templates.contains(field.repeatPath) {
            templates.append(field.repeatPath)
        }
        return templates.map { template in
            let fields = form.fields.filter {
                $0.repeatPath == template && ($0.isKept || $0.isCalculated)
            }
            return ExportTable(
                template: template,
                columns: fields.flatMap { columns(of: $0, split: split) },
                labels: labels
            )
        }
    }

    private static func columns(of field: FormField, split: Bool) -> [Column] {
        let whole = Column(heading: field.template, field: field, part: .whole)
        let part = { (name: String, part: Column.Part) in
            Column(heading: "\(field.template):\(name)", field: field, part: part)
        }
        switch field.item.type {
        case .geopoint:
            return [whole, part("latitude", .latitude), part("longitude", .longitude)]
        case .choices where split:
            return [whole] + field.listed.map { part($0.name, .choice($0.name)) }
        default: return [whole]
        }
    }

    var headings: [String] {
        let names = columns.map(\.heading)
        guard template == nil else { return [ExportHeading.parent, ExportHeading.key] + names }
        return [ExportHeading.key] + names + [
            ExportHeading.place, ExportHeading.version, ExportHeading.disputed,
            ExportHeading.former,
        ]
    }

    /// The rows of one record, each with as many cells as there are headings.
    func rows(of exported: ExportRecord) -> [[String]] {
        guard template != nil else {
            let record = exported.record
            let cells = columns.map { cell($0, exported.values, []) }
            return [
                [record.id.description] + cells + [
                    record.scope.description, String(record.formVersion),
                    String(exported.disputed), exported.former,
                ]
            ]
        }
        return instances(in: exported).map { place in
            let keys = place.compactMap(\.instance).map(\.description)
            let parent = keys.dropLast().last ?? exported.record.id.description
            return [parent, keys.last ?? ""] + columns.map { cell($0, exported.values, place) }
        }
    }

    private func cell(
        _ column: Column,
        _ values: [FieldPath: FieldValue],
        _ place: [FieldPath.Segment]
    ) -> String {
        let names = column.field.template.split(separator: "/").dropFirst(place.count)
        let path = FieldPath(place + names.map { FieldPath.Segment(name: String($0)) })
        guard let value = values[path] else { return "" }
        switch (column.part, value) {
        case (.latitude, .geopoint(let point)): return "\(point.latitude)"
        case (.longitude, .geopoint(let point)): return "\(point.longitude)"
        case (.choice(let name), .choices(let chosen)): return chosen.contains(name) ? "1" : "0"
        case (.whole, _): return ExportCell(value, of: column.field, labels: labels).text
        default: return ""
        }
    }

    /// The instances of this repeat that hold anything, in the order that they were made.
    private func instances(in exported: ExportRecord) -> [[FieldPath.Segment]] {
        guard let template else { return [] }
        let depth = template.split(separator: "/").count
        var seen: Set<FieldPath> = []
        return exported.values.keys.sorted().compactMap { path in
            let place = Array(path.segments.prefix(depth))
            let name = place.map(\.name).joined(separator: "/")
            guard name == template, seen.insert(FieldPath(place)).inserted else { return nil }
            return place
        }
    }
}

extension FormField {
    /// The groups and repeats down to the innermost repeat around it; nil outside of all.
    fileprivate var repeatPath: String? {
        guard let last = ancestors.lastIndex(where: \.repeats) else { return nil }
        return ancestors.prefix(last + 1).map(\.name).joined(separator: "/")
    }
}
