// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// The six principles as a council assessed itself: now, the time before, and where it wants to be.
package struct PrincipleTable: Sendable {
    private let assessments: [String: [Record]]
    private let principles: [(key: String, title: String)]
    private let disputed: Int

    package init(_ records: [Record], principles: [(key: String, title: String)]) {
        self.principles = principles
        let found = records.filter { $0.form.text == "principle_assessment" && !$0.isDeleted }
        let usable = found.filter { !$0.isDisputed("principle", "date", "level", "target") }
        disputed = found.count - usable.count
        assessments = Dictionary(grouping: usable) { $0.text("principle") ?? "" }
            .mapValues { records in
                records.sorted { Self.day($0) > Self.day($1) }
            }
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
                .init("now", "level of the latest assessment, 1 (starting) to 5 (leading)."),
                .init("before", "level of the assessment before that one."),
                .init("target", "level aimed at for a year after the latest assessment."),
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
                let day = latest?.date("date").map { Figure.words($0.description) }
                return FigureTable.Row(
                    principle.title,
                    [
                        level(latest, "level"), level(former, "level"), level(latest, "target"),
                        day ?? Figure(.none),
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
