// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel

/// The end of a form: what is missing or wrong first, then all answers once more.
extension FormScreen {
    enum EndRow {
        case problem(FieldProblem)
        case answer(OutlineRow)
    }

    /// What the device notes by itself is no answer of anybody.
    var endRows: [EndRow] {
        let answers = capture.filling.record.filter { path, _ in
            guard let field = capture.form.field(path) else { return true }
            return field.isAsked || field.item.label != nil
        }
        return capture.filling.problems.map(EndRow.problem)
            + capture.form.outline(of: answers).map(EndRow.answer)
    }

    func drawEnd(on canvas: inout Canvas, in area: Area) {
        let problems = capture.filling.problems
        let standing =
            problems.isEmpty
            ? "Everything is answered that is needed. Enter saves the record on this device."
            : "! \(problems.count) missing or wrong. Enter goes there."
        let row = canvas.paragraph(
            standing,
            in: area,
            look: problems.isEmpty ? .bold : [.bold, .orange]
        )
        let rows = endRows
        canvas.list(position, in: area.below(row + 1), widths: [area.width / 2, 0]) { number in
            switch rows[number] {
            case .problem(let problem): listRow(problem)
            case .answer(let row): listRow(row)
            }
        }
    }

    private func listRow(_ problem: FieldProblem) -> ListRow {
        let label = FieldPath(problem.path).map { capture.listLabel(at: $0) } ?? problem.path
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
