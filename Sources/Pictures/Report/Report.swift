// SPDX-License-Identifier: Apache-2.0

package import FieldModel
package import Figures

/// A report before it is drawn: the same for a terminal, a page, a spreadsheet and a script.
package struct Report: Hashable, Sendable {
    package let name: String
    package let title: String
    /// Who and when: the organisation, the period.
    package let subtitle: String
    /// How far it can be believed: the last sync, what is not stored yet.
    package let freshness: String
    /// The numbers of it that a program reads; nil where they are not known.
    package let devices: Freshness?
    package private(set) var sections: [Section]
    /// What whoever reads it should know besides.
    package private(set) var notes: [String]

    package struct Section: Hashable, Sendable {
        package let sentences: [String]
        package private(set) var table: FigureTable
        package let charts: [Chart]

        package init(_ table: FigureTable, charts: [Chart] = [], sentences: [String] = []) {
            (self.sentences, self.table, self.charts) = (sentences, table, charts)
        }

        fileprivate func with(_ table: FigureTable) -> Section {
            Section(table, charts: charts, sentences: sentences)
        }
    }

    package init(
        name: String,
        title: String,
        subtitle: String,
        freshness: String,
        devices: Freshness? = nil,
        sections: [Section],
        notes: [String] = []
    ) {
        (self.name, self.title, self.subtitle) = (name, title, subtitle)
        (self.freshness, self.devices) = (freshness, devices)
        (self.sections, self.notes) = (sections, notes)
    }

    /// The same report with its tables changed: pictures are drawn from these, so they follow.
    package func mapTables(_ change: (FigureTable) -> FigureTable) -> Report {
        var report = self
        report.sections = sections.map { $0.with(change($0.table)) }
        return report
    }

    package func adding(note: String) -> Report {
        var report = self
        report.notes.append(note)
        return report
    }

    package var suppressed: Int { sections.map(\.table.suppressed).reduce(0, +) }
}

extension FigureTable {
    /// Records that stand in none of the numbers, and why, each reason once for each row.
    package var leftOutSentences: [String] {
        rows.flatMap { row in
            Set(row.figures.flatMap(\.leftOut)).sorted { $0.why < $1.why }.map {
                "\(row.name): \($0.count) left out, \($0.why)."
            }
        }
    }

    /// Where each row came from: the returns that it names, else how many records.
    ///
    /// Rows of equal sources are told of together.
    package var sourceSentences: [String] {
        var told: [(rows: [String], from: String)] = []
        for row in rows where !row.sources.isEmpty {
            let from = row.sources.joined(separator: ", ")
            if told.last?.from == from {
                told[told.count - 1].rows.append(row.name)
            } else {
                told.append(([row.name], from))
            }
        }
        let isOne = told.count == 1 && told[0].rows.count == rows.count && rows.count > 1
        return told.map { told in
            "\(isOne ? "All" : told.rows.joined(separator: ", ")): from \(told.from)."
        } + [recordSentence].compactMap { $0 }
    }

    private var recordSentence: String? {
        let counted = rows.filter { $0.sources.isEmpty }.compactMap { row in
            row.records.map { (row.name, $0) }
        }
        guard let first = counted.first else { return nil }
        if counted.count == 1 {
            return "\(first.0): from \(first.1) \(first.1 == 1 ? "record" : "records")."
        }
        let each = counted.map { "\($0.0) \($0.1)" }.joined(separator: ", ")
        return "Counted from so many records: \(each)."
    }
}
