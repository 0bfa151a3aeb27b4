// SPDX-License-Identifier: Apache-2.0

/// What people see differently, side by side; one is taken, or another answer given, with a reason.
package struct ConflictScreen: Screen {
    package struct Side: Hashable, Sendable {
        /// Nil for the value before the dispute, which cannot be taken.
        package let candidate: String?
        package let value: String
        package let who: String
        package let when: String
        package let device: String
        /// What would follow from it.
        package let effects: [String]

        package init(
            candidate: String?,
            value: String,
            who: String,
            when: String,
            device: String,
            effects: [String] = []
        ) {
            (self.candidate, self.value, self.effects) = (candidate, value, effects)
            (self.who, self.when, self.device) = (who, when, device)
        }
    }

    private enum Step: Hashable {
        case choosing
        case answering(TextLine)
        case reasoning(answer: String?, TextLine)
    }

    private let conflict: String
    private let question: String
    private let place: String
    /// What speaks for one of them, or that people must be asked.
    private let advice: String
    private let sides: [Side]
    /// False where only one of the candidates can be taken: whether a record is to be kept.
    private let takesAnswer: Bool
    private var chosen = 0
    private var step = Step.choosing
    private var isReasonMissing = false

    package init(
        conflict: String,
        question: String,
        place: String,
        advice: String = "",
        sides: [Side],
        takesAnswer: Bool
    ) {
        (self.conflict, self.question, self.place) = (conflict, question, place)
        self.advice = advice
        (self.sides, self.takesAnswer) = (sides, takesAnswer)
        chosen = sides.firstIndex { $0.candidate != nil } ?? 0
    }

    package var title: String { "Conflict" }
    package var takesText: Bool { step != .choosing }
    package var hints: [KeyHint] {
        switch step {
        case .choosing:
            [KeyHint("←→", "choose"), KeyHint("Enter", "take it")]
                + (takesAnswer ? [KeyHint("e", "give another answer")] : [])
                + [KeyHint("Esc", "decide later")]
        case .answering: [KeyHint("Enter", "go on"), KeyHint("Esc", "not this")]
        case .reasoning: [KeyHint("Enter", "settle it"), KeyHint("Esc", "not this")]
        }
    }

    package mutating func handle(_ key: KeyPress) -> [Effect]? {
        switch step {
        case .choosing: return choose(key)
        case .answering(var line):
            switch key {
            case .escape: step = .choosing
            case .enter: step = .reasoning(answer: line.text, TextLine())
            default:
                guard line.handle(key) else { return nil }
                step = .answering(line)
            }
            return []
        case .reasoning(let answer, var line):
            switch key {
            case .escape: step = .choosing
            case .enter: return settle(answer, reason: line.text)
            default:
                guard line.handle(key) else { return nil }
                isReasonMissing = false
                step = .reasoning(answer: answer, line)
            }
            return []
        }
    }

    private mutating func choose(_ key: KeyPress) -> [Effect]? {
        switch key {
        case .left, .up, .backTab: move(by: -1)
        case .right, .down, .tab: move(by: 1)
        case .enter: step = .reasoning(answer: nil, TextLine())
        case .character("e") where takesAnswer: step = .answering(TextLine())
        default: return nil
        }
        return []
    }

    /// Past the value that was there before, which is only shown.
    private mutating func move(by step: Int) {
        let next = chosen + step
        if sides.indices.contains(next), sides[next].candidate != nil { chosen = next }
    }

    private mutating func settle(_ answer: String?, reason: String) -> [Effect] {
        guard reason.contains(where: { !$0.isWhitespace }) else {
            isReasonMissing = true
            return []
        }
        if let answer { return [.answer(conflict: conflict, text: answer, reason: reason)] }
        guard let candidate = sides.indices.contains(chosen) ? sides[chosen].candidate : nil else {
            return []
        }
        return [.take(conflict: conflict, candidate: candidate, reason: reason)]
    }

    package func draw(on canvas: inout Canvas, in area: Area) {
        var row = canvas.paragraph(question, in: area, look: .bold)
        row = canvas.paragraph(place, in: area, row: row, look: .dim)
        if !advice.isEmpty { row = canvas.paragraph(advice, in: area, row: row) }
        row += 1
        let asked = step == .choosing ? 0 : 2
        let end = max(area.rows.upperBound - asked, area.rows.lowerBound)
        let body = Area(rows: area.rows.lowerBound..<end, columns: area.columns).below(row)
        // Three to a row where there is room for words; else one below the other.
        let isBeside = area.width >= 26 * sides.count
        let parts = isBeside ? body.split(into: sides.count) : stacked(body)
        for (index, part) in parts.enumerated() {
            // The values stand beside each other, whatever is known of who gave them.
            draw(side: index, on: &canvas, in: part, value: isBeside ? 3 : 0)
        }
        drawQuestion(on: &canvas, in: area)
    }

    private func stacked(_ area: Area) -> [Area] {
        let height = max(area.height / max(sides.count, 1), 1)
        return sides.indices.map { index in
            let rest = area.below(index * height)
            let rows =
                rest.rows
                .lowerBound..<min(
                    rest.rows.lowerBound + height,
                    rest.rows.upperBound
                )
            return Area(rows: rows, columns: area.columns)
        }
    }

    private func draw(
        side index: Int,
        on canvas: inout Canvas,
        in area: Area,
        value valueRow: Int
    ) {
        let side = sides[index]
        let isChosen = index == chosen && side.candidate != nil
        let heading = (isChosen ? "› " : "  ") + side.who
        var row = canvas.paragraph(
            heading.cut(toColumns: area.width),
            in: area,
            look: isChosen ? [.bold, .reversed] : .bold
        )
        if !side.when.isEmpty {
            row = canvas.paragraph(side.when, in: area, row: row, look: .dim)
        }
        if !side.device.isEmpty {
            row = canvas.paragraph(side.device, in: area, row: row, look: .dim)
        }
        row = max(row, valueRow)
        row = canvas.paragraph(
            side.value,
            in: area,
            row: row,
            look: side.candidate == nil ? [] : .blue
        )
        for effect in side.effects {
            row = canvas.paragraph(effect, in: area, row: row, look: .dim)
        }
    }

    private func drawQuestion(on canvas: inout Canvas, in area: Area) {
        guard area.height > 2 else { return }
        let (words, line): (String, TextLine)
        switch step {
        case .choosing: return
        case .answering(let typed): (words, line) = ("The answer that is right:", typed)
        case .reasoning(_, let typed):
            let why = "Why? Others will read it:"
            (words, line) = (isReasonMissing ? "! A reason is needed. " + why : why, typed)
        }
        let ask = area.below(area.height - 2)
        canvas.paragraph(words.cut(toColumns: area.width), in: ask, look: [.bold, .orange])
        line.draw(on: &canvas, in: ask, row: 1)
    }
}
