// SPDX-License-Identifier: Apache-2.0

/// What people see differently, side by side; one is taken, or another answer given, with a reason.
package struct ConflictScreen: Screen {
    package struct Side: Hashable, Sendable {
        /// Nil for the value before the dispute, which cannot be taken.
        package let candidate: String?
        package let value: String
        /// The value as a person types it, where that differs.
        package let typed: String
        package let who: String
        package let when: String
        package let device: String
        /// What would follow from it.
        package let effects: [String]

        package init(
            candidate: String?,
            value: String,
            typed: String? = nil,
            who: String,
            when: String,
            device: String,
            effects: [String] = []
        ) {
            (self.candidate, self.value, self.effects) = (candidate, value, effects)
            (self.who, self.when, self.device) = (who, when, device)
            self.typed = typed ?? value
        }
    }

    enum Step: Hashable {
        case choosing
        case answering(AnswerEditor)
        /// What is written is nothing: is the question to be left without an answer?
        case clearing(AnswerEditor)
        case reasoning(answer: AnswerEditor?, TextLine)
    }

    private let conflict: String
    let question: String
    let place: String
    /// What speaks for one of them, or that people must be asked.
    let advice: String
    let sides: [Side]
    /// Who settles it, where the person may only read; else nil.
    let decides: String?
    /// Nil where only one of the candidates can be taken: whether a record is to be kept.
    private let answer: AnswerWay?
    private(set) var chosen = 0
    private(set) var step = Step.choosing
    private(set) var isReasonMissing = false
    /// Another answer that was begun upon a side and left: it is gone on with there.
    private var begun: [Int: AnswerEditor] = [:]
    /// Nil until somebody scrolls: what differs is seen first.
    private var scroll: Scroll?
    private var area = Area(rows: 0..<20, columns: 0..<80)

    package init(
        conflict: String,
        question: String,
        place: String,
        advice: String = "",
        sides: [Side],
        answer: AnswerWay?,
        decides: String? = nil
    ) {
        self.decides = decides
        (self.conflict, self.question, self.place) = (conflict, question, place)
        (self.advice, self.sides, self.answer) = (advice, sides, answer)
        chosen = sides.firstIndex { $0.candidate != nil } ?? 0
    }

    package var title: String { "Conflict" }
    package var takesText: Bool { step != .choosing }
    package var hints: [KeyHint] {
        let notThis = KeyHint("Esc", "not this")
        switch step {
        case .choosing:
            return [KeyHint("←→", "choose")]
                + (decides == nil ? [KeyHint("Enter", "take it")] : [])
                + (reading(in: area).isLong ? [KeyHint("↑↓ PgDn", "read on")] : [])
                + (answer == nil || decides != nil ? [] : [KeyHint("e", "give another answer")])
                + [KeyHint("Esc", decides == nil ? "decide later" : "back")]
        case .answering(let editor): return editor.hints + [notThis]
        case .clearing: return [KeyHint("Enter", "leave it without an answer"), notThis]
        case .reasoning: return [KeyHint("Enter", "settle it"), notThis]
        }
    }

    package mutating func fit(_ area: Area) { self.area = area }

    /// How the sides are laid out, and which of their rows are seen.
    func reading(in area: Area) -> SideReading {
        SideReading(self, in: area.below(header(in: area).count))
    }

    func scroll(of reading: SideReading) -> Scroll { scroll ?? reading.start }

    // What keys do

    package mutating func handle(_ key: KeyPress) -> [Effect]? {
        switch step {
        case .choosing: return choose(key)
        case .answering(var editor):
            switch key {
            case .escape: (step, begun[chosen]) = (.choosing, editor.isEmpty ? nil : editor)
            case editor.finishKey:
                step = editor.isEmpty ? .clearing(editor) : .reasoning(answer: editor, TextLine())
            default:
                _ = editor.handle(key)
                step = .answering(editor)
            }
        case .clearing(let editor):
            switch key {
            case .enter: step = .reasoning(answer: editor, TextLine())
            case .escape: step = .answering(editor)
            default: break
            }
        case .reasoning(let editor, var line):
            switch key {
            case .escape: step = editor.map { .answering($0) } ?? .choosing
            case .enter: return settle(editor, reason: line.text)
            default:
                guard line.handle(key) else { return nil }
                isReasonMissing = false
                step = .reasoning(answer: editor, line)
            }
        }
        return []
    }

    private mutating func choose(_ key: KeyPress) -> [Effect]? {
        let reading = reading(in: area)
        if reading.isLong {
            var scroll = scroll(of: reading)
            if scroll.handle(key, rows: reading.count, height: reading.height) {
                self.scroll = scroll
                return []
            }
        }
        switch key {
        case .left, .up, .backTab: move(by: -1, reading)
        case .right, .down, .tab: move(by: 1, reading)
        case .enter where decides != nil, .character("e") where decides != nil: break
        case .enter where sides.indices.contains(chosen) && sides[chosen].candidate != nil:
            step = .reasoning(answer: nil, TextLine())
        case .enter: break
        case .character("e"):
            guard let answer else { return nil }
            let typed = sides.indices.contains(chosen) ? sides[chosen].typed : ""
            step = .answering(begun[chosen] ?? AnswerEditor(answer, typed: typed))
        default: return nil
        }
        return []
    }

    /// Past the value that was there before, unless it can be read only when it is chosen.
    private mutating func move(by step: Int, _ reading: SideReading) {
        let next = chosen + step
        guard sides.indices.contains(next), sides[next].candidate != nil || !reading.isBeside
        else { return }
        chosen = next
        if !reading.isBeside { scroll = nil }
    }

    private mutating func settle(_ answer: AnswerEditor?, reason: String) -> [Effect] {
        guard reason.contains(where: { !$0.isWhitespace }) else {
            isReasonMissing = true
            return []
        }
        if let answer { return [.answer(conflict: conflict, text: answer.text, reason: reason)] }
        guard let candidate = sides.indices.contains(chosen) ? sides[chosen].candidate : nil else {
            return []
        }
        return [.take(conflict: conflict, candidate: candidate, reason: reason)]
    }
}
