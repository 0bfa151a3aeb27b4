// SPDX-License-Identifier: Apache-2.0

import FieldForms
package import FieldModel

/// One figure of a quarter, or of the period of a return, by what is decided.
package struct ConflictEffect: Hashable, Sendable {
    package let period: ReturnPeriod
    /// As the return's form names it; `improved_percent` is of those with a follow-up.
    package let figure: String
    /// Until it is decided; nil where nothing was agreed before.
    package let now: Int64?
    package let after: [ChangeID: Int64]
}

/// Counts the figures of the quarters that a conflict is about, once for each candidate.
struct EffectCounter {
    private let session: StoreSession
    private let isWorthwhile: Bool
    /// By scope, each field by the name that it had first.
    private var records: [Scope: [Record]] = [:]
    private let measures: [Pack.Measure]

    init(_ session: StoreSession, isWorthwhile: Bool) throws {
        (self.session, self.isWorthwhile) = (session, isWorthwhile)
        measures = try session.measures()
    }

    mutating func effects(of conflict: Conflict) throws -> [ConflictEffect] {
        if let own = try session.ownFigure(of: conflict) { return [own] }
        guard isWorthwhile, let record = try own(conflict.record) else { return [] }
        let all = try known(record.scope)
        let undecided = try session.placed(record)
        let decided = try conflict.candidates.map { candidate in
            (candidate.id, try session.placed(record.settling(conflict.field, as: candidate.value)))
        }
        let days = ([record] + decided.map(\.1)).flatMap(\.days)
        let quarters = Set(days.map(Quarter.init(containing:)))
        return quarters.sorted().suffix(Self.quartersMax).flatMap { quarter in
            let now = figures(all, with: undecided, quarter)
            let after = decided.map { ($0.0, figures(all, with: $0.1, quarter)) }
            let names = Set(now.keys).union(after.flatMap(\.1.keys))
            return names.sorted().compactMap { name -> ConflictEffect? in
                let values = Dictionary(
                    after.map { ($0.0, $0.1[name] ?? 0) },
                    uniquingKeysWith: { first, _ in first }
                )
                guard Set(values.values).count > 1 else { return nil }
                return ConflictEffect(
                    period: ReturnPeriod(quarter),
                    figure: name,
                    now: now[name] ?? 0,
                    after: values
                )
            }
        }
    }

    private static let quartersMax = 4

    private func figures(
        _ all: [Record],
        with record: Record,
        _ quarter: Quarter
    ) -> [String: Int64] {
        let counted = ReturnFigures(
            of: all.map { $0.id == record.id ? record : $0 },
            in: ReturnPeriod(quarter),
            measures: measures
        )
        var figures: [String: Int64] = [:]
        for case (let path, .integer(let value)) in counted.fields { figures[path.text] = value }
        if let paired = figures["outcomes_paired"], paired > 0 {
            figures["improved_percent"] =
                ((figures["outcomes_improved"] ?? 0) * 200 + paired) / (2 * paired)
        }
        return figures
    }

    private func own(_ id: RecordID) throws -> Record? {
        guard let state = try session.state(of: id), state.scope.audience == .organisation else {
            return nil
        }
        return try session.view(state)
    }

    private mutating func known(_ scope: Scope) throws -> [Record] {
        if let known = records[scope] { return known }
        let found = try session.countedRecords().filter {
            $0.scope.council == scope.council && $0.scope.organisation == scope.organisation
        }
        records[scope] = found
        return found
    }
}

extension StoreSession {
    /// What depends on a figure of a return is that figure.
    fileprivate func ownFigure(of conflict: Conflict) throws -> ConflictEffect? {
        guard let record = try record(conflict.record), record.form == Self.returnForm,
            let period = try? period(of: record)
        else { return nil }
        let number = { (value: FieldValue?) -> Int64? in
            if case .integer(let number)? = value { number } else { nil }
        }
        let after = conflict.candidates.compactMap { candidate in
            number(candidate.value).map { (candidate.id, $0) }
        }
        guard after.count == conflict.candidates.count else { return nil }
        return ConflictEffect(
            period: period,
            figure: conflict.field.text,
            now: number(record.fields[conflict.field]),
            after: Dictionary(after, uniquingKeysWith: { first, _ in first })
        )
    }
}

extension Record {
    fileprivate var days: [PlainDate] {
        fields.values.compactMap { value in
            if case .date(let day) = value { day } else { nil }
        }
    }
}
