// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FieldStore
import Figures
import Pictures

/// What records of services say of commitments: when payments were due and made, and which assets
/// an organisation was given.
extension ReportMaterial {
    func commitmentTable() throws -> FigureTable {
        CommitmentTable(
            try contracts(),
            payments: services.flatMap(\.payments),
            assets: services.flatMap(\.assets),
            today: today
        ).table
    }
}

extension Record {
    fileprivate var payments: [CommitmentTable.Payment] {
        instances(of: "payment").compactMap { answers in
            guard case .date(let due) = answers["due"] else { return nil }
            return .init(due: due, paid: Self.date(answers["paid"]))
        }
    }

    fileprivate var assets: [CommitmentTable.Asset] {
        instances(of: "asset").compactMap { answers in
            guard case .date(let from) = answers["from"] else { return nil }
            return .init(
                from: from,
                until: Self.date(answers["until"]),
                isLasting: ["owned", "long_lease"].contains(answers["terms"]?.words)
            )
        }
    }

    private static func date(_ value: FieldValue?) -> PlainDate? {
        if case .date(let day) = value { day } else { nil }
    }

    /// Without those of which an answer is in dispute.
    private func instances(of name: String) -> [[String: FieldValue]] {
        let disputed = Set(disputedFields.compactMap { $0.segments.first })
        let own = fields.filter { $0.key.segments.first?.name == name }
        return Dictionary(grouping: own) { $0.key.segments[0] }
            .filter { !disputed.contains($0.key) }.values.map { answers in
                Dictionary(
                    answers.compactMap { path, value in
                        path.segments.last.map { ($0.name, value) }
                    },
                    uniquingKeysWith: { first, _ in first }
                )
            }
    }
}
