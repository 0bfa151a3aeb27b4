// SPDX-License-Identifier: Apache-2.0

package import FieldModel

extension NetworkFigure {
    /// Nil for a record that is in dispute, or that says what no council would tell.
    ///
    /// The record has each field by the name that it had first.
    package init?(_ record: Record) {
        guard record.conflicts.isEmpty, let kind = record.text("kind").flatMap(Kind.init)
        else { return nil }
        let isTold = record.text("standing") == "told"
        switch kind {
        case .outcomes:
            guard let period = record.text("period").flatMap(ReturnPeriod.init) else { return nil }
            self = .outcomes(period, isTold ? Outcomes(record) : nil)
        case .spend:
            guard let definition = record.text("definition"), let year = record.text("year")
            else { return nil }
            self = .spend(definition: definition, year: year, isTold ? Spend(record) : nil)
        case .principle:
            guard let key = record.text("principle"), let period = record.text("period")
            else { return nil }
            self = .principle(key, period: period, isTold ? Level(record) : nil)
        }
        if isTold, !self.isTold { return nil }
    }

    /// By the names of the form; what it does not say is not there.
    package var fields: [String: FieldValue] {
        var fields: [String: FieldValue] = [
            "kind": .choice(kind.rawValue), "standing": .choice(isTold ? "told" : "withdrawn"),
        ]
        let value: [String: FieldValue]
        switch self {
        case .outcomes(let period, let outcomes):
            fields["period"] = .text(period.description)
            value = outcomes?.fields ?? [:]
        case .spend(let definition, let year, let spend):
            (fields["definition"], fields["year"]) = (.text(definition), .text(year))
            value = spend?.fields ?? [:]
        case .principle(let key, let period, let level):
            (fields["principle"], fields["period"]) = (.text(key), .text(period))
            value = level?.fields ?? [:]
        }
        return fields.merging(value) { first, _ in first }
    }

    /// Every field that a figure may have, for an edit that takes away what is not told any more.
    package static let valueNames = [
        "returns", "improved", "paired", "answer_half_days", "answered", "hidden", "sources",
        "local", "counted", "title", "rule", "source", "level", "target",
    ]
}

extension NetworkFigure.Outcomes {
    fileprivate init?(_ record: Record) {
        let hidden = record.names("hidden")
        guard let returns = record.count("returns") else { return nil }
        var improved = Figure(hidden.contains("improved") ? .suppressed : .none)
        if let part = record.count("improved"), let whole = record.count("paired") {
            guard part <= whole, !hidden.contains("improved") else { return nil }
            improved = .ratio(part, of: whole)
        }
        var answer = Figure(hidden.contains("answer") ? .suppressed : .none)
        if let doubled = record.integer("answer_half_days"), let count = record.count("answered") {
            guard !hidden.contains("answer") else { return nil }
            answer = Figure(.median(doubled: Int(clamping: doubled), count: count))
        }
        self.init(
            returns: returns,
            improved: improved,
            answer: answer,
            sources: (record.text("sources") ?? "").split(separator: "\n").compactMap {
                NetworkFigure.Source(line: $0)
            }
        )
    }

    fileprivate var fields: [String: FieldValue] {
        var fields: [String: FieldValue] = ["returns": .integer(Int64(returns))]
        var hidden: [String] = []
        switch improved.value {
        case .ratio(let part, let whole):
            fields["improved"] = .integer(Int64(part))
            fields["paired"] = .integer(Int64(whole))
        case .suppressed: hidden.append("improved")
        default: break
        }
        switch answer.value {
        case .median(let doubled, let count):
            fields["answer_half_days"] = .integer(Int64(doubled))
            fields["answered"] = .integer(Int64(count))
        case .suppressed: hidden.append("answer")
        default: break
        }
        if !hidden.isEmpty { fields["hidden"] = .choices(hidden.sorted()) }
        if !sources.isEmpty {
            fields["sources"] = .text(sources.map(\.line).joined(separator: "\n"))
        }
        return fields
    }
}

extension NetworkFigure.Source {
    fileprivate var line: String { "\(record) \(content)" }

    fileprivate init?(line: Substring) {
        let parts = line.split(separator: " ")
        guard parts.count == 2, let record = RecordID(String(parts[0])) else { return nil }
        self.init(record, content: String(parts[1]))
    }
}

extension NetworkFigure.Spend {
    fileprivate init?(_ record: Record) {
        guard let local = record.money("local"), let counted = record.money("counted"),
            counted.pence > 0, let rule = record.text("rule")
        else { return nil }
        self.init(
            local: local,
            counted: counted,
            title: record.text("title") ?? "",
            rule: rule,
            source: record.text("source") ?? ""
        )
    }

    fileprivate var fields: [String: FieldValue] {
        [
            "local": .money(local), "counted": .money(counted), "title": .text(title),
            "rule": .text(rule), "source": .text(source),
        ].filter { $0.value != .text("") }
    }
}

extension NetworkFigure.Level {
    fileprivate init?(_ record: Record) {
        let levels = PrincipleAssessment.levels.indices
        let target = record.count("target")
        guard let level = record.count("level"), levels.contains(level),
            target.map(levels.contains) ?? true
        else { return nil }
        self.init(level, target: target)
    }

    fileprivate var fields: [String: FieldValue] {
        var fields: [String: FieldValue] = ["level": .integer(Int64(level))]
        fields["target"] = target.map { .integer(Int64($0)) }
        return fields
    }
}

extension Record {
    /// A number of nothing or more.
    fileprivate func count(_ name: String) -> Int? {
        integer(name).flatMap { $0 >= 0 ? Int(exactly: $0) : nil }
    }
}
