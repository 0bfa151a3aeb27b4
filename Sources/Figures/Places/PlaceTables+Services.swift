// SPDX-License-Identifier: Apache-2.0

extension PlaceTables {
    /// Which services reach which places; with need, where it is great and reach is little.
    package func coverage(
        _ services: [(id: String, title: String)],
        need: PlaceNeed?
    ) -> FigureTable {
        let all = reached(service)
        let each = services.map { reached($0.id) }
        let gaps = need?.gaps(
            homes.rows.compactMap { row in row.place.map { ($0, all[row.spot] ?? 0) } }
        )
        let rows = homes.rows.map { place in
            let counts = ([all] + each).map { $0[place.spot] ?? 0 }
            let key = place.place?.key
            return row(
                place,
                counts.map(Figure.count)
                    + (need.map { need in
                        [
                            need.figure(of: place.place),
                            Figure(key.flatMap { gaps?[$0] }.map { .level($0) } ?? .none),
                        ]
                    } ?? [])
            )
        }
        return FigureTable(
            "Which services reach whom by \(map.title), \(span.title)",
            rowName: map.noun,
            columns: columns(services, need),
            rows: rows + [total(rows, services, isWithNeed: need != nil)],
            shape: .columns,
            rankedBy: need == nil ? "people" : "gap"
        )
    }

    private func reached(_ service: String?) -> [PlaceMap.Spot: Int] {
        homes.counts(of: Activity(selected(service, withOutcomes: false), in: span).people)
    }

    private func total(
        _ rows: [FigureTable.Row],
        _ services: [(id: String, title: String)],
        isWithNeed: Bool
    ) -> FigureTable.Row {
        let counts = services.count + 1
        let each = services.map {
            FigureTable.Alias(parts(of: $0.id), [$0.title: [.reached]])
        }
        let sums = total(
            of: rows.map {
                FigureTable.Row($0.name, Array($0.figures.prefix(counts)), parts: $0.parts)
            },
            alsoKnown: [.init(parts(of: service), ["people": [.reached]])] + each
        )
        return sums.adding(isWithNeed ? [Figure(.none), Figure(.none)] : [])
    }

    private func columns(
        _ services: [(id: String, title: String)],
        _ need: PlaceNeed?
    ) -> [FigureTable.Column] {
        let everybody = FigureTable.Column(
            "people",
            "different people with a contact in the period, by where they live now.",
            counts: [among(Self.everybody)]
        )
        let each = services.map { service in
            FigureTable.Column(
                service.title,
                "of these, who were enrolled in it in the period; some are in several.",
                counts: [among(Self.everybody, of: service.id)]
            )
        }
        guard let need else { return [everybody] + each }
        return [everybody] + each + [
            need.column,
            .init(
                "gap",
                "the quarter of places by need (4 is the greatest) less the quarter by people for"
                    + " each LSOA (4 is the most): 3 is great need and little reach.",
                madeOf: ["people"]
            ),
        ]
    }
}
