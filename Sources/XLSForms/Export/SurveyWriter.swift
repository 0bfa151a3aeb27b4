// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import Workbooks

/// Writes the questions of a form as rows.
struct SurveyWriter {
    private var table: TableWriter
    private static let order = [
        "type", "name", "label", "hint", "guidance_hint", "required", "required_message",
        "relevant", "constraint", "constraint_message", "read_only", "calculation", "trigger",
        "default", "choice_filter", "parameters", "repeat_count", "appearance", "save_to",
    ]

    init(_ definition: FormDefinition) { table = TableWriter(definition.languages) }

    var sheet: Sheet { table.sheet("survey", order: Self.order) }

    mutating func write(_ items: [FormItem]) {
        for item in items {
            table.begin()
            table.set("type", Self.type(of: item))
            table.set("name", item.name)
            writeTexts(item)
            writeRules(item)
            guard item.type == .group || item.type == .repeated else { continue }
            write(item.items ?? [])
            table.begin()
            table.set("type", item.type == .group ? "end group" : "end repeat")
        }
    }

    /// Tables that expressions alone may look at.
    mutating func addTables(_ names: [String]) {
        for name in names {
            table.begin()
            table.set("type", "csv-external")
            table.set("name", name)
        }
    }

    private mutating func writeTexts(_ item: FormItem) {
        let others = item.translations ?? [:]
        table.set("label", item.label, others.compactMapValues(\.label))
        table.set("hint", item.hint, others.compactMapValues(\.hint))
        table.set("guidance_hint", item.guidance, others.compactMapValues(\.guidance))
        table.set(
            "required_message",
            item.requiredMessage,
            others.compactMapValues(\.requiredMessage)
        )
        table.set(
            "constraint_message",
            item.constraintMessage,
            others.compactMapValues(\.constraintMessage)
        )
    }

    private mutating func writeRules(_ item: FormItem) {
        let cells: [(String, String?)] = [
            ("required", item.required), ("relevant", item.relevant),
            ("constraint", item.constraint), ("read_only", item.readOnly),
            ("calculation", item.calculation), ("default", item.initial ?? item.defaultValue),
            ("trigger", item.trigger?.map { "${\($0)}" }.joined(separator: ", ")),
            ("choice_filter", item.choiceFilter), ("parameters", Self.parameters(of: item)),
            ("repeat_count", item.repeatCount), ("appearance", item.appearance),
            ("save_to", item.saveTo), ("merge", item.merge?.rawValue), ("used_by", item.usedBy),
            ("record_of", item.recordOf?.text), ("maps_from", item.mapsFrom),
            ("scale", item.scale),
        ]
        for (column, text) in cells { table.set(column, text) }
    }

    private static func type(of item: FormItem) -> String {
        switch item.type {
        case .integer, .decimal: item.range == nil ? item.type.rawValue : "range"
        case .text, .boolean, .date, .time, .dateTime, .geopoint, .money, .note, .hidden,
            .calculate, .acknowledge:
            item.type.rawValue
        case .blob: "file"
        case .choice: "select_one" + list(of: item)
        case .choices: "select_multiple" + list(of: item)
        case .rank: "rank" + list(of: item)
        case .metadata: word(item.metadata)
        case .group: "begin group"
        case .repeated: "begin repeat"
        }
    }

    private static func list(of item: FormItem) -> String {
        guard let source = item.choicesFrom else { return " " + (item.choices ?? "") }
        return "_from_file \(source.table ?? source.records?.text ?? "").csv"
    }

    private static func word(_ metadata: FormItem.Metadata?) -> String {
        switch metadata {
        case .device: "deviceid"
        case .person: "username"
        case .start, .end, .today: metadata?.rawValue ?? ""
        case nil: "hidden"
        }
    }

    private static func parameters(of item: FormItem) -> String? {
        var parts: [String] = []
        if let range = item.range {
            for (name, value) in [
                ("start", range.start), ("end", range.end), ("step", range.step),
            ] {
                // A whole number of a decimal range keeps its point, which says that it is one.
                let whole = item.type == .integer ? Int64(exactly: value).map(String.init) : nil
                parts.append("\(name)=\(whole ?? "\(value)")")
            }
        }
        if let value = item.choicesFrom?.value { parts.append("value=\(value)") }
        if let label = item.choicesFrom?.label { parts.append("label=\(label)") }
        if item.randomize == true { parts.append("randomize=true") }
        if let seed = item.seed { parts.append("seed=\(seed)") }
        return parts.isEmpty ? nil : parts.joined(separator: " ")
    }
}
