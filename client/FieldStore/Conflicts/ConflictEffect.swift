// SPDX-License-Identifier: Apache-2.0

import FieldForms
package import FieldModel
package import Figures

/// One figure of a quarter, or of the period of a return, by what is decided.
package struct ConflictEffect: Hashable, Sendable {
    package let period: ReturnPeriod
    /// As the return's form names it, or `share`.
    package let figure: String
    /// The place where the person lives, whose people alone it counts; nil for everybody.
    package let place: String?
    /// Until it is decided; nil where nothing was agreed before, or a share has nobody.
    package let now: Int64?
    /// Without those by which a share has nobody.
    package let after: [ChangeID: Int64]

    /// Of the outcomes with a follow-up, in per cent.
    package static let share = "improved_percent"
}

/// The places of a council as they are meant for a day; of several, the first that the person
/// lives in is told.
package typealias PlacesOfCouncil = (CouncilID, PlainDate) throws -> [PlaceMap]

/// Counts the figures of the quarters that a conflict is about, once for each candidate.
struct EffectCounter {
    private let session: StoreSession
    private let isWorthwhile: Bool
    private let places: PlacesOfCouncil
    /// By scope, each field by the name that it had first.
    private var records: [Scope: [Record]] = [:]
    private let measures: [Pack.Measure]

    init(
        _ session: StoreSession,
        isWorthwhile: Bool,
        places: @escaping PlacesOfCouncil
    ) throws {
        (self.session, self.isWorthwhile, self.places) = (session, isWorthwhile, places)
        measures = try session.measures()
    }

    mutating func effects(of conflict: Conflict) throws -> [ConflictEffect] {
        if let own = try session.ownFigure(of: conflict) { return [own] }
        guard isWorthwhile, let record = try own(conflict.record) else { return [] }
        let all = try known(record.scope)
        let cases = { (record: Record) in Cases(all.map { $0.id == record.id ? record : $0 }) }
        let decided = try conflict.candidates.map { candidate in
            (candidate.id, try session.placed(record.settling(conflict.field, as: candidate.value)))
        }
        let days = ([record] + decided.map(\.1)).flatMap(\.days)
        let outlook = Outlook(
            record: record.id,
            now: cases(try session.placed(record)),
            after: decided.map { ($0.0, cases($0.1)) }
        )
        let quarters = Set(days.map(Quarter.init(containing:)))
        return try quarters.sorted().suffix(Self.quartersMax).flatMap { quarter in
            let period = ReturnPeriod(quarter)
            let maps = try places(record.scope.council, period.last)
            return outlook.atHome(by: maps).flatMap { place, outlook in
                outlook.effects(in: period, at: place) { share($0, period) }
            } + outlook.effects(in: period) { figures($0, period) }
        }
    }

    private static let quartersMax = 4

    private func figures(_ cases: Cases, _ period: ReturnPeriod) -> [String: Int64] {
        let counted = ReturnFigures(of: cases, in: period, measures: measures)
        var figures: [String: Int64] = [:]
        for case (let path, .integer(let value)) in counted.fields { figures[path.text] = value }
        if let paired = figures["outcomes_paired"], paired > 0 {
            figures[ConflictEffect.share] =
                ((figures["outcomes_improved"] ?? 0) * 200 + paired) / (2 * paired)
        }
        return figures
    }

    private func share(_ cases: Cases, _ period: ReturnPeriod) -> [String: Int64] {
        figures(cases, period).filter { $0.key == ConflictEffect.share }
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
            place: nil,
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
