// SPDX-License-Identifier: Apache-2.0

package import FieldModel
import Foundation

extension FormField {
    /// Reads what a person typed; an empty text, or one of blanks, clears the field.
    ///
    /// Dates and times are read as `TypedDate`, `TypedTime` and `TypedMoment` say, dates from 1900
    /// on; money is pounds, with or without the sign; in numbers and money commas stand between
    /// thousands only.
    ///
    /// - Throws: `FieldProblem` that says what would be understood.
    package func parse(
        _ typed: String,
        at path: FieldPath,
        today: PlainDate
    ) throws(FieldProblem) -> FieldValue? {
        let trimmed = typed.trimmingCharacters(in: .whitespacesAndNewlines)
        guard !trimmed.isEmpty else { return nil }
        let text = item.type == .text ? typed.withoutLastLineEnds : trimmed
        guard !text.unicodeScalars.contains(where: { $0.value == 0x1B || $0.value == 0x7F }) else {
            throw FieldProblem(
                path.text,
                .fieldType,
                "The answer holds a key that is no text, such as an arrow. Type it again."
            )
        }
        let value = value(of: text, today)
        if case .date(let date)? = value, date.year < Self.yearMin {
            throw FieldProblem(
                path.text,
                .fieldType,
                "'\(text.prefix(50))' is in the year \(date.year), before \(Self.yearMin). Write"
                    + " the year with four digits, such as 23/11/2026."
            )
        }
        guard let value else {
            if [.choice, .choices, .rank].contains(item.type) {
                throw FieldProblem(
                    path.text,
                    .fieldChoice,
                    "'\(text.prefix(50))' is none of the choices: \(choiceWords)."
                )
            }
            throw FieldProblem(path.text, .fieldType, refusal(of: text, today))
        }
        return value
    }

    /// Nobody whom a service helps was born before; a year such as 0026 is a slip of the hand.
    private static let yearMin = 1900

    /// Why a text is no answer, and what to write where that can be guessed.
    private func refusal(of text: String, _ today: PlainDate) -> String {
        let said = "'\(text.prefix(50))' is not \(item.type.words)."
        switch item.type {
        case .integer, .decimal:
            return [said, TypedNumber.hint(for: text, isWhole: item.type == .integer)]
                .compactMap { $0 }.joined(separator: " ")
        case .date, .dateTime: return TypedDate.missingDay(in: text, today: today) ?? said
        default: return said
        }
    }

    private func value(of text: String, _ today: PlainDate) -> FieldValue? {
        switch item.type {
        case .text, .calculate: .text(text)
        case .integer: Int64(TypedNumber.plain(text)).map(FieldValue.integer)
        case .decimal: Decimal(exactly: TypedNumber.plain(text)).map(FieldValue.decimal)
        case .boolean: ExpressionValue.flag(text).map(FieldValue.boolean)
        case .date: TypedDate.date(text, today: today).map(FieldValue.date)
        case .time: TypedTime.time(text).map(FieldValue.time)
        case .dateTime: TypedMoment.moment(text, today: today).map(FieldValue.instant)
        case .choice: choice(text).map(FieldValue.choice)
        case .choices: chosen(text).map { .choices(of: $0) }
        case .geopoint: Self.point(text).map(FieldValue.geopoint)
        case .money: Self.pence(text).map { .money(Money(pence: $0)) }
        case .acknowledge: ExpressionValue.flag(text) == true ? .boolean(true) : nil
        case .rank: chosen(text).map { .text($0.joined(separator: " ")) }
        case .hidden: .text(text)
        case .metadata:
            Instant(text).map(FieldValue.instant) ?? PlainDate(text).map(FieldValue.date)
                ?? .text(text)
        case .blob, .group, .repeated, .note: nil
        }
    }

    private static func isDigit(_ character: Character) -> Bool { ("0"..."9").contains(character) }

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

    /// `1234.5`, `£1,234.50`, `-£3.20`: commas stand between groups of three digits or nowhere.
    private static func pence(_ text: String) -> Int64? {
        var rest = Substring(text)
        let isNegative = rest.hasPrefix("-") || rest.hasPrefix("£-")
        rest = rest.drop { "-£".contains($0) }
        guard ["", "£", "-", "-£", "£-"].contains(text.dropLast(rest.count)) else { return nil }
        let parts = rest.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count <= 2, let pounds = TypedNumber.digits(parts[0]).flatMap({ Int64($0) })
        else { return nil }
        var pence: Int64 = 0
        if parts.count == 2 {
            guard (1...2).contains(parts[1].count), parts[1].allSatisfy(isDigit),
                let digits = Int64(parts[1])
            else { return nil }
            pence = parts[1].count == 1 ? digits * 10 : digits
        }
        let (product, isTooLarge) = pounds.multipliedReportingOverflow(by: 100)
        let (sum, isBeyond) = product.addingReportingOverflow(pence)
        guard !isTooLarge, !isBeyond else { return nil }
        return isNegative ? -sum : sum
    }

    /// A file as `show --json` prints it.
    private static func file(_ members: [String: JSON]) -> BlobReference? {
        guard case .string(let hash)? = members["sha256"], let sha256 = Hash(hash),
            case .integer(let size)? = members["size"], case .string(let type)? = members["type"]
        else { return nil }
        return BlobReference(sha256: sha256, sizeBytes: size, mediaType: type)
    }

    /// A choice by its name, or by its label in either case.
    private func choice(_ text: String) -> String? {
        if item.choicesFrom?.records != nil { return text }
        if choices.contains(where: { $0.name == text }) { return text }
        let lower = text.lowercased()
        return choices.first { $0.name.lowercased() == lower || $0.label.lowercased() == lower }?
            .name
    }

    private func chosen(_ text: String) -> [String]? {
        if item.choicesFrom?.records != nil { return records(text) }
        if let one = choice(text) { return [one] }
        let separator: Character = text.contains(",") ? "," : " "
        let names = text.split(separator: separator).map {
            choice($0.trimmingCharacters(in: .whitespaces))
        }
        return names.contains(nil) ? nil : names.compactMap { $0 }
    }

    /// Records by their identifiers with commas or blanks between, or by labels with commas.
    private func records(_ text: String) -> [String] {
        let words = text.split(separator: " ").map(String.init)
        if !text.contains(","), words.allSatisfy({ RecordID($0) != nil }) { return words }
        return text.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
            .filter { !$0.isEmpty }
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
        case (.blob, .object(let members)): if let file = Self.file(members) { return .blob(file) }
        case (_, .string(let text)): return try parse(text, at: path, today: today)
        default: break
        }
        throw FieldProblem(path.text, .fieldType, "this is not \(item.type.words).")
    }
}

extension String {
    /// Enter at the end of a long text is no part of it.
    fileprivate var withoutLastLineEnds: String {
        var text = self[...]
        while text.last?.isNewline == true { text.removeLast() }
        return String(text)
    }
}
