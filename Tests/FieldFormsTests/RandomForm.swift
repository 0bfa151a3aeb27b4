// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import Foundation
import Seeds

/// A form of several versions whose fields are renamed, moved, widened, put on other scales, left
/// out and asked again at random; and what each of its values must read as, told from the plan
/// alone.
struct RandomForm {
    enum Kind: String { case text, integer, decimal, choice, choices }

    /// A field in one version.
    struct Stop {
        /// Without instances.
        let path: String
        let kind: Kind
        let scale: String?
        /// What the choices are called: the first, the second and so on.
        let names: [String]
    }

    struct Field {
        let merge: String?
        let isRepeated: Bool
        /// Nil in a version that does not ask.
        var stops: [Stop?]

        /// Of the last version that asks.
        var last: Stop? { stops.last { $0 != nil } ?? nil }
    }

    private(set) var fields: [Field] = []
    let count: Int

    init(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        count = Int.random(in: 2...4, using: &random)
        // A repeat may be called otherwise as well, with all that stands in it.
        var containers = ["rounds"]
        for version in 2...count {
            let isRenamed = Int.random(in: 0..<3, using: &random) == 0
            containers.append(isRenamed ? "rounds\(version)" : containers[version - 2])
        }
        for number in 0..<6 {
            fields.append(Self.field(number, containers, &random))
        }
    }

    private static func field(
        _ number: Int,
        _ containers: [String],
        _ random: inout SeededRandom
    ) -> Field {
        var kind = [Kind.text, .integer, .integer, .choice, .choices][
            Int.random(in: 0..<5, using: &random)
        ]
        let merges: [String?] =
            switch kind {
            case .integer: [nil, nil, "sum", "max"]
            case .choices: [nil, "union"]
            default: [nil]
            }
        let isRepeated = Int.random(in: 0..<4, using: &random) == 0
        var (name, scale, names): (String, String?, [String]) = (
            "f\(number)", nil, ["a", "b", "c"]
        )
        var stops: [Stop?] = []
        for (index, container) in containers.enumerated() {
            let version = index + 1
            if version > 1 {
                switch Int.random(in: 0..<8, using: &random) {
                case 0, 1: name = "f\(number)v\(version)"
                case 2: name = "about/f\(number)v\(version)"
                case 3 where kind == .integer: kind = .decimal
                case 3 where kind == .choice: kind = .choices
                case 4, 5: if kind == .integer || kind == .decimal { scale = "s\(version)" }
                case 6: names[1] = "b\(version)"
                default: break
                }
                if isRepeated { name = name.replacing("about/", with: "") }
            }
            let isAsked = version == 1 || Int.random(in: 0..<6, using: &random) > 0
            let path = isRepeated ? "\(container)/\(name)" : name
            stops.append(
                isAsked ? Stop(path: path, kind: kind, scale: scale, names: names) : nil
            )
        }
        return Field(
            merge: merges.randomElement(using: &random) ?? nil,
            isRepeated: isRepeated,
            stops: stops
        )
    }

    /// The value of this number, as a version asks for it.
    func value(_ number: Int, of field: Field, version: Int) -> FieldValue? {
        guard let stop = field.stops[version - 1] else { return nil }
        return switch stop.kind {
        case .text: .text("\(number)")
        case .integer: .integer(Int64(number))
        case .decimal: .decimal(Decimal(number))
        case .choice: .choice(stop.names[number])
        case .choices: .choices([stop.names[number]])
        }
    }

    /// What a value that was written under a version reads as under the newest.
    func expected(_ number: Int, of field: Field, version: Int) -> FieldValue? {
        let scale = field.stops[version - 1]?.scale
        let same = (version...count).last { other in
            field.stops[other - 1].map { $0.scale == scale } ?? false
        }
        guard let same, let value = value(number, of: field, version: same) else { return nil }
        return field.last?.scale == scale ? value : .scaled(value, formVersion: same)
    }

    func versions() throws -> [CompiledForm] {
        try (1...count).map { try TwoVersions.form(definition($0)) }
    }
}

extension RandomForm {
    private func definition(_ version: Int) -> String {
        var lists: [String] = []
        var items: [String: [String]] = [:]
        for (number, field) in fields.enumerated() {
            guard let stop = field.stops[version - 1] else { continue }
            let former = field.stops[..<(version - 1)].compactMap { $0 }.last
            let parts = stop.path.split(separator: "/").map(String.init)
            var members = [#""type":"\#(stop.kind.rawValue)","name":"\#(parts.last ?? "")""#]
            if let former, former.path != stop.path {
                members.append(#""mapsFrom":"\#(former.path)""#)
            }
            if let scale = stop.scale { members.append(#""scale":"\#(scale)""#) }
            if let merge = field.merge { members.append(#""merge":"\#(merge)""#) }
            if stop.kind == .choice || stop.kind == .choices {
                members.append(#""choices":"list\#(number)""#)
                lists.append(#""list\#(number)":["# + Self.choices(stop, former) + "]")
            }
            items[parts.count > 1 ? parts[0] : "", default: []].append(
                "{" + members.joined(separator: ",") + "}"
            )
        }
        let all = items.sorted { $0.key < $1.key }.map { container, fields in
            let inner = fields.joined(separator: ",")
            let kind = container == "about" ? "group" : "repeat"
            return container.isEmpty
                ? inner : #"{"type":"\#(kind)","name":"\#(container)","items":[\#(inner)]}"#
        }
        return """
            {"id":"visit","version":\(version),"title":"Visit","audience":"organisation",
             "category":"case","choiceLists":{\(lists.joined(separator: ","))},
             "items":[{"type":"text","name":"who"}\(all.map { "," + $0 }.joined())]}
            """
    }

    private static func choices(_ stop: Stop, _ former: Stop?) -> String {
        stop.names.enumerated().map { index, name in
            let before = former?.names[index] ?? name
            let from = before == name ? "" : #","mapsFrom":["\#(before)"]"#
            return #"{"name":"\#(name)","label":"\#(name)"\#(from)}"#
        }.joined(separator: ",")
    }
}
