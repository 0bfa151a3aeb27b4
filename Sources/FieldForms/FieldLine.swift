// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation

/// One field through the versions of its form, whatever its path is in each.
struct FieldLine: Sendable {
    struct Stop: Sendable {
        let version: Int
        let field: FormField
    }

    /// Oldest first and never empty; a version in between that did not ask has none.
    private(set) var stops: [Stop]
    var last: Stop { stops[stops.count - 1] }

    init(_ first: Stop) { stops = [first] }

    mutating func add(_ stop: Stop) { stops.append(stop) }

    /// A value that was written under a version, as the newest version has it.
    ///
    /// A value on another scale goes no further than the last version that had this scale.
    func value(_ value: FieldValue, from version: Int, upTo newest: Int) -> FieldValue {
        if case .scaled(let inner, let former) = value {
            return self.value(inner, from: former, upTo: newest)
        }
        guard version <= newest else { return value }
        let start = stops.lastIndex { $0.version <= version } ?? 0
        let scale = stops[start].field.item.scale
        var current = stops[start]
        var mapped = value
        for stop in stops[(start + 1)...] where stop.field.item.scale == scale {
            mapped = stop.field.mapped(mapped)
            current = stop
        }
        return last.field.item.scale == scale
            ? mapped : .scaled(mapped, formVersion: current.version)
    }
}

extension FormField {
    /// A value of the version before as this field has it: wider types, and choices renamed.
    fileprivate func mapped(_ value: FieldValue) -> FieldValue {
        switch (item.type, value) {
        case (.decimal, .integer(let number)): .decimal(Decimal(number))
        case (.choice, .choice(let name)): .choice(choice(from: name))
        case (.choices, .choice(let name)): .choices([choice(from: name)])
        case (.choices, .choices(let names)): .choices(of: names.map(choice))
        default: value
        }
    }

    private func choice(from name: String) -> String {
        listed.first { $0.mapsFrom?.contains(name) == true }?.name ?? name
    }
}

/// Follows each field from version to version, as far as what is declared makes sense.
struct FieldLineBuilder {
    private(set) var lines: [FieldLine] = []
    private(set) var lineByTemplate: [String: Int] = [:]

    mutating func add(_ form: CompiledForm) {
        var taken: Set<Int> = []
        for field in form.fields where !field.isCalculated {
            let stop = FieldLine.Stop(version: form.version, field: field)
            let known =
                lineByTemplate[field.template] ?? field.item.mapsFrom.flatMap { lineByTemplate[$0] }
            if let known, taken.insert(known).inserted {
                lines[known].add(stop)
                lineByTemplate[field.template] = known
            } else if known == nil {
                lines.append(FieldLine(stop))
                lineByTemplate[field.template] = lines.count - 1
                taken.insert(lines.count - 1)
            }
        }
    }
}
