// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// The six principles as a council assessed itself: now, the time before, and where it wants to be.
package struct PrincipleTable: Sendable {
    private let assessments: [String: [Record]]
    private let principles: [(key: String, title: String)]
    /// The latest level that each organisation gives, by principle.
    private let shadows: [String: [Int]]
    private let disputed: Int

    package init(_ records: [Record], principles: [(key: String, title: String)]) {
        self.principles = principles
        let found = records.filter { $0.form.text == "principle_assessment" && !$0.isDeleted }
        let usable = found.filter { !$0.isDisputed("principle", "date", "level", "target") }
        disputed = found.count - usable.count
        assessments = Self.latestFirst(usable.filter { $0.scope.organisation == nil })
        shadows = Self.latestFirst(usable.filter { $0.scope.organisation != nil })
            .mapValues { records in
                Dictionary(grouping: records, by: \.scope.organisation).values
                    .compactMap { $0.first?.integer("level") }.map { Int(clamping: $0) }.sorted()
            }
    }

    private static func latestFirst(_ records: [Record]) -> [String: [Record]] {
        Dictionary(grouping: records) { $0.text("principle") ?? "" }
            .mapValues { $0.sorted { day($0) > day($1) } }
    }

    /// Of two on one day, the one that was begun last.
    private static func day(_ record: Record) -> String {
        "\(record.date("date")?.description ?? "")\(record.id)"
    }

    package var table: FigureTable {
        FigureTable(
            "The six principles",
            rowName: "principle",
            columns: [
                .init(
                    "now",
                    "level of the latest assessment, 0 (not started) to 4 (leading); our own scale."
                ),
                .init("before", "level of the assessment before that one."),
                .init("target", "level aimed at for a year after the latest assessment."),
                .init("organisations", "the middle of the levels that organisations give."),
                .init("assessed", "day of the latest assessment."),
            ],
            rows: principles.map { principle in
                let (latest, former) = (
                    assessments[principle.key]?.first,
                    assessments[principle.key]?.dropFirst().first
                )
                let level = { (record: Record?, name: String) in
                    Figure(record?.integer(name).map { .level(Int(clamping: $0)) } ?? .none)
                }
                let given = shadows[principle.key] ?? []
                let middle = given.isEmpty ? nil : given[(given.count - 1) / 2]
                let day = latest?.date("date").map { Figure.words($0.description) }
                return FigureTable.Row(
                    principle.title,
                    [
                        level(latest, "level"), level(former, "level"), level(latest, "target"),
                        Figure(middle.map { .level($0) } ?? .none), day ?? Figure(.none),
                    ]
                )
            },
            shape: .open
        )
    }

    package var note: String? {
        disputed > 0 ? "Left out, as an answer in them is disputed: \(disputed)." : nil
    }
}
