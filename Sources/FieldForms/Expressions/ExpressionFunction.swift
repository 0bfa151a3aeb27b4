// SPDX-License-Identifier: Apache-2.0

/// The functions of the dialect, by the names that XLSForm gives them; `docs/expressions.md` says
/// of each what it does.
enum ExpressionFunction {
    enum Family { case logic, sets, numbers, texts, dates, places }

    /// What a function gives, for the check of types.
    enum Result { case number, text, boolean, date, any }

    struct Signature {
        let family: Family
        let counts: ClosedRange<Int>
        let result: Result
    }

    static let signatures: [String: Signature] = {
        var all: [String: Signature] = [:]
        for (family, result, counts, names) in rows {
            for name in names.split(separator: " ") {
                all[String(name)] = Signature(family: family, counts: counts, result: result)
            }
        }
        return all
    }()

    private static let rows: [(Family, Result, ClosedRange<Int>, String)] = [
        (.logic, .any, 3...3, "if"), (.logic, .any, 2...50, "coalesce"),
        (.logic, .any, 1...1, "once"), (.logic, .boolean, 0...0, "true false"),
        (.logic, .boolean, 1...1, "not boolean boolean-from-string"),
        (.logic, .boolean, 2...2, "selected"), (.logic, .boolean, 2...100, "checklist"),
        (.logic, .boolean, 2...100, "weighted-checklist"), (.logic, .text, 1...1, "property"),
        (.logic, .text, 0...0, "uuid version"),
        (.logic, .number, 0...0, "random"),

        (.sets, .number, 1...1, "count count-non-empty"), (.sets, .number, 0...1, "position"),
        (.sets, .number, 0...0, "index last"), (.sets, .any, 3...7, "indexed-repeat"),
        (.sets, .text, 2...2, "jr:choice-name"), (.sets, .text, 4...4, "pulldata"),
        (.sets, .any, 1...2, "randomize"), (.sets, .number, 1...1, "sum"),
        (.sets, .any, 1...50, "min max"), (.sets, .text, 1...50, "concat join"),

        (.numbers, .number, 1...1, "int number abs sqrt log log10 exp exp10 sin cos tan"),
        (.numbers, .number, 1...1, "asin acos atan count-selected string-length floor ceiling"),
        (.numbers, .number, 2...2, "pow atan2 rank-position"), (.numbers, .number, 0...0, "pi"),
        (.numbers, .number, 1...2, "round"), (.numbers, .text, 1...1, "thousands-sep"),

        (.texts, .text, 1...1, "string normalize-space base64-decode lower-case upper-case"),
        (.texts, .text, 2...2, "selected-at substring-before substring-after"),
        (.texts, .text, 2...3, "substr digest"), (.texts, .text, 3...3, "translate"),
        (.texts, .boolean, 2...2, "contains starts-with ends-with regex"),

        (.dates, .date, 0...0, "today now"), (.dates, .date, 1...1, "date date-time"),
        (.dates, .text, 2...2, "format-date format-date-time"),
        (.dates, .number, 1...1, "decimal-date-time decimal-time"),

        (.places, .number, 1...50, "distance"), (.places, .number, 1...1, "area"),
        (.places, .boolean, 2...2, "geofence"),
    ]

    static func call(
        _ name: String,
        _ arguments: [Expression],
        _ context: ExpressionContext
    ) -> ExpressionValue {
        guard let family = signatures[name]?.family else { return .text("") }
        if family == .sets { return sets(name, arguments, context) }
        if family == .logic { return logic(name, arguments, context) }
        let values = arguments.map { $0.value(in: context) }
        if family == .places { return places(name, values) }
        let singles = values.map(\.single)
        return switch family {
        case .numbers: numbers(name, singles)
        case .texts: texts(name, singles)
        default: dates(name, singles, context)
        }
    }

    /// A call that was checked as far as that can be done without a form.
    static func checked(
        _ name: String,
        _ arguments: [Expression],
        at offset: Int
    ) throws(ExpressionError) -> Expression {
        guard let signature = signatures[name] else {
            throw ExpressionError(
                message: "there is no function '\(name)'; \(hint(for: name))",
                offset: offset
            )
        }
        guard signature.counts.contains(arguments.count) else {
            let wanted =
                signature.counts.count == 1
                ? "\(signature.counts.lowerBound)"
                : "\(signature.counts.lowerBound) to \(signature.counts.upperBound)"
            throw ExpressionError(
                message: "'\(name)' does not take \(arguments.count) values; it takes \(wanted)",
                offset: offset
            )
        }
        if let fault = fault(name, arguments) {
            throw ExpressionError(message: fault, offset: offset)
        }
        return .call(name, referring(name, arguments))
    }

    /// What no answer could mend.
    private static func fault(_ name: String, _ arguments: [Expression]) -> String? {
        switch (name, arguments.last) {
        case ("regex", .text(let pattern)):
            do {
                _ = try Pattern(pattern)
                return nil
            } catch {
                return "'\(pattern)' is no pattern: \(error.reason)"
            }
        case ("digest", _):
            guard arguments.count > 1, case .text(let algorithm) = arguments[1],
                algorithm.uppercased() != "SHA-256"
            else { return nil }
            return "'digest' knows 'SHA-256' only, not '\(algorithm)'"
        default: return nil
        }
    }

    /// `jr:choice-name` has its question in quotes: `'${colour}'`.
    private static func referring(_ name: String, _ arguments: [Expression]) -> [Expression] {
        guard name == "jr:choice-name", case .text(let text) = arguments[1],
            let path = try? Expression(parsing: text)
        else { return arguments }
        return [arguments[0], path]
    }
}
