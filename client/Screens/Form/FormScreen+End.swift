// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel

/// The end of a form: what is missing or wrong first, then all answers once more.
extension FormScreen {
    enum EndRow {
        case save
        case problem(FieldProblem)
        case answer(OutlineRow)
    }

    /// What the device notes by itself is no answer of anybody.
    var endRows: [EndRow] {
        let answers = capture.filling.record.filter { path, _ in
            guard let field = capture.form.field(path) else { return true }
            return field.isAsked || field.item.label != nil
        }
        let problems = capture.filling.problems
        return (problems.isEmpty ? [.save] : problems.map(EndRow.problem))
            + capture.form.outline(of: answers, in: capture.filling.countedInstances)
            .map(EndRow.answer)
    }

    mutating func atEnd(_ key: KeyPress) -> [Effect]? {
        if position.handle(key) { return [] }
        guard key == .enter else { return nil }
        let rows = endRows
        guard rows.indices.contains(position.index) else { return [] }
        switch rows[position.index] {
        case .save: return [.saveRecord]
        case .problem(let chosen): return mend(chosen)
        case .answer(let row):
            if capture.go(to: row.path) { arrive(at: row.path) }
            return [.keepAnswers]
        }
    }

    private mutating func mend(_ chosen: FieldProblem) -> [Effect] {
        var found = chosen
        if FieldPath(chosen.path).map({ capture.go(to: $0) }) != true {
            found = capture.goToProblem() ?? chosen
        }
        arrive(at: FieldPath(found.path))
        problem = found.message
        return [.keepAnswers]
    }

    func drawEnd(on canvas: inout Canvas, in area: Area) {
        let problems = capture.filling.problems
        let standing =
            problems.isEmpty
            ? "Everything is answered that is needed. Enter saves, or goes to the answer it is on."
            : "! \(problems.count) missing or wrong. Enter goes there."
        let row = canvas.paragraph(
            standing,
            in: area,
            look: problems.isEmpty ? .bold : [.bold, .orange]
        )
        let rows = endRows
        canvas.list(position, in: area.below(row + 1), widths: [area.width / 2, 0]) { number in
            switch rows[number] {
            case .save: ListRow(["Save the record on this device", ""], look: .bold)
            case .problem(let problem): listRow(problem)
            case .answer(let row): listRow(row)
            }
        }
    }

    private func listRow(_ problem: FieldProblem) -> ListRow {
        let label = FieldPath(problem.path).map { capture.placedLabel(at: $0) } ?? problem.path
        return ListRow(["! \(label)", problem.message], look: .orange)
    }

    /// An answer, or the heading of those of an instance.
    private func listRow(_ row: OutlineRow) -> ListRow {
        let indent = String(repeating: "  ", count: row.depth)
        switch row {
        case .instance(let path, let number, let count):
            return ListRow(
                ["\(indent)\(capture.label(at: path)) \(number) of \(count)", ""],
                look: .bold
            )
        case .answer(let path, let value):
            return ListRow([indent + capture.listLabel(at: path), words(of: value, at: path)])
        }
    }
}
