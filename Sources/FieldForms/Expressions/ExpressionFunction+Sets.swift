// SPDX-License-Identifier: Apache-2.0

import FieldModel

extension ExpressionFunction {
    static func sets(
        _ name: String,
        _ arguments: [Expression],
        _ context: ExpressionContext
    ) -> ExpressionValue {
        switch name {
        case "position", "index":
            return position(arguments.first, isIndex: name == "index", context)
        case "last": return .number(Double(context.candidate.count))
        case "indexed-repeat": return indexed(arguments, context)
        case "jr:choice-name": return choiceName(arguments, context)
        case "randomize":
            return randomized(arguments.map { $0.value(in: context) }, context)
        default: return aggregate(name, arguments.map { $0.value(in: context) }, context)
        }
    }

    private static func aggregate(
        _ name: String,
        _ values: [ExpressionValue],
        _ context: ExpressionContext
    ) -> ExpressionValue {
        switch name {
        case "count": return .number(Double(values[0].all.count))
        case "count-non-empty": return .number(Double(values[0].all.count { !$0.isEmpty }))
        case "sum":
            return .number(values[0].all.reduce(0) { $1.isEmpty ? $0 : $0 + $1.number })
        case "min": return extreme(values) { $0 < $1 }
        case "max": return extreme(values) { $0 > $1 }
        case "concat": return .text(joined(values.flatMap(\.all), with: ""))
        case "join":
            return .text(joined(values.dropFirst().flatMap(\.all), with: values[0].string))
        case "pulldata": return pulled(values.map(\.string), context)
        default: return .text("")
        }
    }

    /// As long as an answer may be, and no longer: texts of texts of texts would fill the device.
    private static func joined(_ values: [ExpressionValue], with separator: String) -> String {
        var text = ""
        for (index, value) in values.enumerated() {
            if index > 0 { text += separator }
            text += value.string
            if text.utf8.count > Limits.textLengthMax {
                return String(text.prefix(Limits.textLengthMax / 4))
            }
        }
        return text
    }

    /// The first of the smallest or largest; a date stays a date.
    ///
    /// Missing answers do not count.
    private static func extreme(
        _ values: [ExpressionValue],
        _ isBefore: (Double, Double) -> Bool
    ) -> ExpressionValue {
        var best: ExpressionValue?
        for value in values.flatMap(\.all) where !value.isEmpty {
            let number = value.number
            guard let known = best else {
                best = value
                continue
            }
            if number.isNaN { return .number(.nan) }
            if isBefore(number, known.number) { best = value }
        }
        guard let best else { return .number(.nan) }
        return best.isDate ? best : .number(best.number)
    }

    private static func position(
        _ argument: Expression?,
        isIndex: Bool,
        _ context: ExpressionContext
    ) -> ExpressionValue {
        if isIndex { return .number(Double(context.world.position(of: context.origin))) }
        guard let argument else { return .number(Double(context.candidate.position)) }
        guard let node = argument.nodes(in: context).first else { return .number(.nan) }
        return .number(Double(context.world.position(of: node)))
    }

    /// The field within the instance that each repeat, outermost first, has at a position.
    private static func indexed(
        _ arguments: [Expression],
        _ context: ExpressionContext
    ) -> ExpressionValue {
        guard case .field(let field) = arguments[0] else { return .text("") }
        var node = context.viewpoint
        for index in stride(from: 1, to: arguments.count - 1, by: 2) {
            guard case .field(let list) = arguments[index] else { return .text("") }
            let instances = context.world.nodes(named: list, from: node)
            let wanted = arguments[index + 1].value(in: context).number
            guard wanted >= 1, wanted <= Double(instances.count) else { return .text("") }
            node = instances[Int(wanted) - 1]
        }
        return context.world.value(named: field, from: node)
    }

    private static func choiceName(
        _ arguments: [Expression],
        _ context: ExpressionContext
    ) -> ExpressionValue {
        guard let field = arguments[1].nodes(in: context).first else { return .text("") }
        let labels = arguments[0].value(in: context).words.map {
            context.world.label(ofChoice: String($0), of: field)
        }
        return .text(labels.joined(separator: ", "))
    }

    /// The column of the first row whose key is the one wanted.
    private static func pulled(
        _ texts: [String],
        _ context: ExpressionContext
    ) -> ExpressionValue {
        guard let list = context.world.list(named: texts[0]),
            let row = list.firstRow(where: texts[2], is: texts[3])
        else { return .text("") }
        return .text(list.text(row: row, column: texts[1]))
    }

    private static func randomized(
        _ values: [ExpressionValue],
        _ context: ExpressionContext
    ) -> ExpressionValue {
        let seed = values.dropFirst().first?.number ?? context.world.chance(at: context.origin)
        var random = Chance(seed.bitPattern)
        return .nodes(values[0].all.shuffled(using: &random))
    }
}

extension ExpressionList {
    func firstRow(where column: String, is text: String) -> Int? {
        switch self {
        case .choices: (0..<count).first { self.text(row: $0, column: column) == text }
        case .table(let table):
            table.columns.firstIndex(of: column).flatMap { column in
                table.rows.firstIndex { $0[column] == text }
            }
        }
    }
}
