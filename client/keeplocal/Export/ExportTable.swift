// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel

/// A table of an export: that of the records, or that of a repeat, one row an instance.
struct ExportTable {
    /// The repeats down to this one, `visit/item`; nil for the records themselves.
    let template: String?
    let columns: [Column]
    let words: ExportWords
    /// True where each row says where a return stands.
    var isOfReturns = false

    struct Column {
        enum Part {
            case whole, latitude, longitude
            /// 1 where it is chosen, 0 where others are.
            case choice(String)
        }

        let heading: String
        let field: FormField
        let part: Part
        /// Those around the question within its table, outermost first.
        var groups: [FormItem] = []
    }

    /// The records' table first, then every repeat in the order of the form.
    static func all(of form: CompiledForm, _ words: ExportWords, split: Bool) -> [ExportTable] {
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
                columns: fields.flatMap { field in
                    columns(of: field, split: split).map { column in
                        var column = column
                        column.groups = groups(around: field, in: form)
                        return column
                    }
                },
                words: words,
                isOfReturns: template == nil && form.definition.category == .return
            )
        }
    }

    private static func groups(around field: FormField, in form: CompiledForm) -> [FormItem] {
        let names = field.ancestors.map(\.name)
        let inner = (field.ancestors.lastIndex(where: \.repeats) ?? -1) + 1
        return (inner..<names.count).compactMap { index in
            form.item(template: names[...index].joined(separator: "/"))
        }
    }

    private static func columns(of field: FormField, split: Bool) -> [Column] {
        let heading = ExportHeading.heading(ofQuestion: field.template)
        let whole = Column(heading: heading, field: field, part: .whole)
        let part = { (name: String, part: Column.Part) in
            Column(heading: "\(heading):\(name)", field: field, part: part)
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
            ExportHeading.former, ExportHeading.notAsked,
        ] + (isOfReturns ? ExportHeading.returns : [])
    }

    /// The rows of one record, each with as many cells as there are headings.
    func rows(of exported: ExportRecord) -> [[String]] {
        rows(of: exported, fact: \.text) { column, value in
            switch (column.part, value) {
            case (.latitude, .geopoint(let point)): "\(point.latitude)"
            case (.longitude, .geopoint(let point)): "\(point.longitude)"
            case (.choice(let name), .choices(let chosen)): chosen.contains(name) ? "1" : "0"
            case (.whole, let value?): ExportCell(value, of: column.field, words).text
            default: ""
            }
        }
    }

    /// What stands in a row besides the answers.
    enum Fact {
        case text(String)
        case number(Int)

        var text: String {
            switch self {
            case .text(let text): text
            case .number(let number): String(number)
            }
        }
    }

    func rows<Value>(
        of exported: ExportRecord,
        fact: (Fact) -> Value,
        cell: (Column, FieldValue?) -> Value
    ) -> [[Value]] {
        let values = exported.values
        guard template != nil else {
            let record = exported.record
            let before = [Fact.text(record.id.description)]
            let after: [Fact] = [
                .text(record.scope.description), .number(record.formVersion),
                .number(exported.disputed), .text(exported.former), .text(exported.notAsked),
            ]
            let cells = columns.map { cell($0, values[path(of: $0, [])]) }
            let standing: [Fact] =
                exported.submission.map {
                    [.text($0.state), .number($0.revision), .text($0.content)]
                } ?? []
            return [before.map(fact) + cells + (after + standing).map(fact)]
        }
        return instances(in: exported).map { place in
            let outer = place.dropLast().lastIndex { $0.instance != nil }.map { place[...$0] }
            return [outer ?? [], place[...]].map { fact(.text(exported.key(of: Array($0)))) }
                + columns.map { cell($0, values[path(of: $0, place)]) }
        }
    }

    private func path(of column: Column, _ place: [FieldPath.Segment]) -> FieldPath {
        let names = column.field.template.split(separator: "/").dropFirst(place.count)
        return FieldPath(place + names.map { FieldPath.Segment(name: String($0)) })
    }

    /// The instances of this repeat that hold anything, or that the form counts, in their order.
    private func instances(in exported: ExportRecord) -> [[FieldPath.Segment]] {
        guard let template else { return [] }
        let depth = template.split(separator: "/").count
        let places = (exported.instances + exported.values.keys).compactMap { path -> FieldPath? in
            let place = Array(path.segments.prefix(depth))
            let name = place.map(\.name).joined(separator: "/")
            guard name == template, place.last?.instance != nil else { return nil }
            return FieldPath(place)
        }
        return Set(places).sorted().map(\.segments)
    }
}

extension FormField {
    /// The groups and repeats down to the innermost repeat around it; nil outside of all.
    fileprivate var repeatPath: String? {
        guard let last = ancestors.lastIndex(where: \.repeats) else { return nil }
        return ancestors.prefix(last + 1).map(\.name).joined(separator: "/")
    }
}
