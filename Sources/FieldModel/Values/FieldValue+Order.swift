// SPDX-License-Identifier: Apache-2.0

import Foundation

extension FieldValue {
    /// The number in it, for values that can be added up: integers, decimals and pence.
    var amount: Decimal? {
        switch self {
        case .integer(let value): Decimal(value)
        case .decimal(let value): value
        case .money(let value): Decimal(value.pence)
        default: nil
        }
    }

    /// The same kind of value with another number; nil when it does not fit.
    func replacing(amount: Decimal) -> FieldValue? {
        switch self {
        case .decimal: .decimal(amount)
        case .integer: Int64(exactly: amount).map(FieldValue.integer)
        case .money: Int64(exactly: amount).map { .money(Money(pence: $0)) }
        default: nil
        }
    }

    /// A place in the order of its kind; values of different kinds have none between them.
    struct Rank: Comparable {
        enum Kind { case amount, date, time, instant }
        let kind: Kind
        let position: Decimal

        static func < (a: Self, b: Self) -> Bool { a.position < b.position }
    }

    var rank: Rank? {
        switch self {
        case .integer, .decimal, .money: amount.map { Rank(kind: .amount, position: $0) }
        case .date(let value): Rank(kind: .date, position: Decimal(value.daysSince1970))
        case .time(let value): Rank(kind: .time, position: Decimal(value.milliseconds))
        case .instant(let value): Rank(kind: .instant, position: Decimal(value.milliseconds))
        default: nil
        }
    }
}

extension Int64 {
    init?(exactly value: Decimal) {
        let number = NSDecimalNumber(decimal: value)
        guard number.compare(NSDecimalNumber(value: Int64.max)) != .orderedDescending,
            number.compare(NSDecimalNumber(value: Int64.min)) != .orderedAscending,
            Decimal(number.int64Value) == value
        else { return nil }
        self = number.int64Value
    }
}
