// SPDX-License-Identifier: Apache-2.0

package import FieldModel
import Foundation

extension FormField {
    /// Reads what a person typed; an empty text clears the field.
    ///
    /// Dates may be `today`, `yesterday`, ISO, or British `3/11/2026`; money is pounds, with or
    /// without the sign.
    ///
    /// - Throws: `FieldProblem` that says what would be understood.
    package func parse(
        _ typed: String,
        at path: FieldPath,
        today: PlainDate
    ) throws(FieldProblem) -> FieldValue? {
        let text = item.type == .text ? typed : typed.trimmingCharacters(in: .whitespaces)
        guard !text.isEmpty else { return nil }
        guard let value = value(of: text, today) else {
            if item.type == .choice || item.type == .choices {
                throw FieldProblem(
                    path.text,
                    .fieldChoice,
                    "'\(text.prefix(50))' is none of the choices: \(choiceWords)."
                )
            }
            throw FieldProblem(
                path.text,
                .fieldType,
                "'\(text.prefix(50))' is not \(item.type.words)."
            )
        }
        return value
    }

    private func value(of text: String, _ today: PlainDate) -> FieldValue? {
        switch item.type {
        case .text, .calculate: .text(text)
        case .integer: Int64(text).map(FieldValue.integer)
        case .decimal: Decimal(exactly: text).map(FieldValue.decimal)
        case .boolean: Self.flag(text).map(FieldValue.boolean)
        case .date: Self.date(text, today).map(FieldValue.date)
        case .time: TimeOfDay(text).map(FieldValue.time)
        case .dateTime: Instant(text).map(FieldValue.instant)
        case .choice: choice(text).map(FieldValue.choice)
        case .choices: chosen(text).map { .choices(of: $0) }
        case .geopoint: Self.point(text).map(FieldValue.geopoint)
        case .money: Self.pence(text).map { .money(Money(pence: $0)) }
        case .blob, .group, .repeated: nil
        }
    }

    private static func flag(_ text: String) -> Bool? {
        switch text.lowercased() {
        case "yes", "y", "true", "1": true
        case "no", "n", "false", "0": false
        default: nil
        }
    }

    private static func date(_ text: String, _ today: PlainDate) -> PlainDate? {
        switch text.lowercased() {
        case "today": return today
        case "yesterday": return today.adding(days: -1)
        default: break
        }
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard (2...3).contains(parts.count) else { return PlainDate(text) }
        guard let day = Int(parts[0]), let month = Int(parts[1]) else { return nil }
        guard parts.count == 3 else {
            return PlainDate(year: today.year, month: month, day: day)
        }
        return Int(parts[2]).flatMap { PlainDate(year: $0, month: month, day: day) }
    }

    private static func point(_ text: String) -> GeoPoint? {
        let numbers = text.split { " ,".contains($0) }.map { Double($0) }
        guard (2...4).contains(numbers.count), let latitude = numbers[0],
            let longitude = numbers[1], numbers.allSatisfy({ $0 != nil })
        else { return nil }
        return GeoPoint(
            latitude: latitude,
            longitude: longitude,
            altitude: numbers.count > 2 ? numbers[2] : nil,
            accuracy: numbers.count > 3 ? numbers[3] : nil
        )
    }

    private static func pence(_ text: String) -> Int64? {
        let plain = text.replacing("£", with: "").replacing(",", with: "")
        let parts = plain.split(separator: ".", omittingEmptySubsequences: false)
        guard let amount = Decimal(exactly: plain), parts.count == 1 || parts[1].count <= 2 else {
            return nil
        }
        return Int64(exactly: NSDecimalNumber(decimal: amount * 100).doubleValue)
    }

    /// A choice by its name, or by its label in either case.
    private func choice(_ text: String) -> String? {
        if choices.contains(where: { $0.name == text }) { return text }
        let lower = text.lowercased()
        return choices.first { $0.name.lowercased() == lower || $0.label.lowercased() == lower }?
            .name
    }

    private func chosen(_ text: String) -> [String]? {
        if let one = choice(text) { return [one] }
        let separator: Character = text.contains(",") ? "," : " "
        let names = text.split(separator: separator).map {
            choice($0.trimmingCharacters(in: .whitespaces))
        }
        return names.contains(nil) ? nil : names.compactMap { $0 }
    }

    /// Reads a value from a script's JSON: the plain form that `show --json` prints.
    package func parse(
        json: JSON,
        at path: FieldPath,
        today: PlainDate
    ) throws(FieldProblem) -> FieldValue? {
        switch (item.type, json) {
        case (_, .null): return nil
        case (.integer, .integer(let value)): return .integer(value)
        case (.money, .integer(let value)): return .money(Money(pence: value))
        case (.decimal, .integer(let value)): return .decimal(Decimal(value))
        case (.decimal, .number(let value)):
            return try parse("\(value)", at: path, today: today)
        case (.boolean, .boolean(let value)): return .boolean(value)
        case (.choices, .array(let values)):
            var names: [String] = []
            for value in values {
                guard case .string(let name) = value else { break }
                names.append(name)
            }
            guard names.count == values.count else { break }
            return try parse(names.joined(separator: ","), at: path, today: today)
        case (_, .string(let text)): return try parse(text, at: path, today: today)
        default: break
        }
        throw FieldProblem(path.text, .fieldType, "this is not \(item.type.words).")
    }
}
