// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Figures

/// What there is to count, by what is decided about one answer of a record.
struct Outlook {
    let record: RecordID
    /// Until it is decided.
    let now: Cases
    let after: [(candidate: ChangeID, cases: Cases)]

    /// The figures that one decision moves otherwise than another.
    func effects(
        in period: ReturnPeriod,
        at place: String? = nil,
        _ figures: (Cases) -> [String: Int64]
    ) -> [ConflictEffect] {
        let (now, after) = (figures(now), after.map { ($0.candidate, figures($0.cases)) })
        let names = after.reduce(into: Set(now.keys)) { $0.formUnion($1.1.keys) }
        return names.sorted().compactMap { name in
            let least: Int64? = name == ConflictEffect.share ? nil : 0
            let values = after.map { ($0.0, $0.1[name] ?? least) }
            guard Set(values.map(\.1)).count > 1 else { return nil }
            return ConflictEffect(
                period: period,
                figure: name,
                place: place,
                now: now[name] ?? least,
                after: Dictionary(
                    values.compactMap { candidate, value in value.map { (candidate, $0) } },
                    uniquingKeysWith: { first, _ in first }
                )
            )
        }
    }

    /// The same of those alone who live where the person of the record lives, by the first map that
    /// knows the place; two places, where it is disputed who that is.
    func atHome(by maps: [PlaceMap]) -> [(place: String, outlook: Outlook)] {
        for map in maps {
            let homes = Set(
                ([now] + after.map(\.cases)).compactMap { $0.home(ofRecord: record, by: map) }
            )
            guard !homes.isEmpty else { continue }
            return homes.sorted { $0.title < $1.title }.map { home in
                let outlook = Outlook(
                    record: record,
                    now: now.living(in: home, by: map),
                    after: after.map { ($0.candidate, $0.cases.living(in: home, by: map)) }
                )
                return (home.title, outlook)
            }
        }
        return []
    }
}
