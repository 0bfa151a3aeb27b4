// SPDX-License-Identifier: Apache-2.0

/// The keys at the foot of a screen: as many as fit, but help and the way out always.
struct Foot {
    private let hints: [KeyHint]
    private static let gap = 2

    /// `hints` has the most used first.
    init(_ hints: [KeyHint], width: Int) {
        let kept = hints.filter(\.leadsOut) + [KeyHint("F1", "help")]
        var room = width - Self.width(of: kept)
        var shown: [KeyHint] = []
        for hint in hints where !hint.leadsOut {
            room -= hint.columns + Self.gap
            guard room >= 0 else { break }
            shown.append(hint)
        }
        self.hints = shown + kept
    }

    /// Those of what lies over the screen, without the help that it may be itself.
    init(all hints: [KeyHint], width: Int) {
        var room = width + Self.gap
        self.hints = hints.filter { hint in
            room -= hint.columns + Self.gap
            return room >= 0
        }
    }

    func draw(on canvas: inout Canvas) {
        let row = canvas.size.rows - 1
        var column = 0
        for hint in hints {
            guard column == 0 || column + hint.columns <= canvas.size.columns else { return }
            column = canvas.put(hint.key, row: row, column: column, look: [.bold, .blue])
            column = canvas.put(hint.deed, row: row, column: column + 1) + Self.gap
        }
    }

    private static func width(of hints: [KeyHint]) -> Int {
        hints.map { $0.columns + gap }.reduce(0, +) - gap
    }
}

extension KeyHint {
    fileprivate var columns: Int { key.columns + 1 + deed.columns }
    fileprivate var leadsOut: Bool { key == "Esc" || key == "q" }
}
