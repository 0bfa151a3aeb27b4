// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation

extension ExpressionValue {
    /// The value as it is shown and kept where no question says of which type it is.
    var asField: FieldValue? {
        switch self {
        case .number(let value) where value == value.rounded() && abs(value) < 1e15:
            .integer(Int64(value))
        case .number(let value):
            Self.decimal(value).map(FieldValue.decimal) ?? (isEmpty ? nil : .text(string))
        case .boolean(let value): .boolean(value)
        case .date(let days) where days.isFinite:
            .date(PlainDate(daysSince1970: Int64(clamping: days.rounded(.down))))
        case .moment(let days): Self.instant(days: days).map(FieldValue.instant)
        case .nodes: single.asField
        default: isEmpty ? nil : .text(string)
        }
    }

    /// The number with the fifteen digits that are sure of it, as spreadsheets keep them.
    ///
    /// So 0.1 + 0.2 is 0.3. Nil for what is no number, or has more digits than travel exactly.
    static func decimal(_ value: Double) -> Decimal? {
        guard value.isFinite, abs(value) < 1e36 else { return nil }
        let text = String(format: "%.15g", value)
        guard var full = Decimal(string: text, locale: Locale(identifier: "en_US_POSIX")) else {
            return nil
        }
        var rounded = Decimal()
        NSDecimalRound(&rounded, &full, 30, .plain)
        return Decimal(exactly: rounded.description)
    }
}

extension FormField {
    /// What an expression gives as an answer to this question; nil where it gives none, or none
    /// that the question could have.
    func answer(from value: ExpressionValue, on wall: WallClock) -> FieldValue? {
        guard !value.isEmpty else { return nil }
        let number = value.number
        switch item.type {
        case .integer:
            guard number == number.rounded(), abs(number) < 1e15 else { return nil }
            return .integer(Int64(number))
        case .decimal:
            if case .number(let number) = value.single {
                return ExpressionValue.decimal(number).map(FieldValue.decimal)
            }
            return Decimal(exactly: value.string).map(FieldValue.decimal)
        case .money:
            guard abs(number) < 1e15 else { return nil }
            return .money(Money(pence: Int64(number.rounded())))
        case .boolean: return value.flag.map(FieldValue.boolean)
        case .acknowledge: return value.flag == true ? .boolean(true) : nil
        case .date:
            let days = wall.days(value.single)
            guard days.isFinite else { return nil }
            return .date(PlainDate(daysSince1970: Int64(clamping: days.rounded(.down))))
        case .dateTime: return ExpressionValue.instant(days: number).map(FieldValue.instant)
        case .time:
            return TimeOfDay(value.string).map(FieldValue.time)
                ?? ExpressionValue.instant(days: wall.days(value.single)).flatMap { instant in
                    let inDay = instant.milliseconds - instant.date.daysSince1970 * 86_400_000
                    return TimeOfDay(milliseconds: inDay).map(FieldValue.time)
                }
        case .calculate: return value.asField
        case .text, .rank, .hidden: return .text(value.string)
        case .choice: return .choice(value.string)
        case .choices: return .choices(of: value.words.map(String.init))
        case .geopoint, .metadata:
            return try? parse(
                value.string,
                at: place(of: FieldPath([])),
                today: .init(daysSince1970: 0)
            )
        case .blob, .note, .group, .repeated: return nil
        }
    }
}
