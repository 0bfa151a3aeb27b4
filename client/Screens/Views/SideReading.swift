// SPDX-License-Identifier: Apache-2.0

/// The sides of a conflict, laid out for an area: beside each other where there is room for words,
/// else a list of them with the chosen one below.
struct SideReading {
    struct Row: Hashable {
        let text: String
        let look: Look
    }

    /// The rows of each side: its value, then what would follow from it.
    let sides: [[Row]]
    let isBeside: Bool
    /// How many rows of a side are seen at once.
    let height: Int
    /// How many rows at the start are the same in all that can be taken.
    let alike: Int
    private let differing: Int
    private let chosen: Int
    /// Who, when and on which device stand above each value.
    static let headingRows = 3

    init(_ screen: ConflictScreen, in area: Area) {
        let count = max(screen.sides.count, 1)
        isBeside = area.width >= 26 * count
        chosen = screen.chosen
        let width = isBeside ? area.split(into: count).first?.width ?? area.width : area.width
        let values = screen.sides.map { $0.value.folded(toColumns: width) }
        let taken = zip(screen.sides, values).filter { $0.0.candidate != nil }.map(\.1)
        let (alike, end) = (Self.sharedStart(taken), Self.sharedEnd(taken))
        self.alike = alike
        differing = (taken.map(\.count).max() ?? 0) - alike - end
        sides = zip(screen.sides, values).map { side, value in
            let isFree = side.candidate == nil
            return value.enumerated().map { row, text in
                let isShared = row < alike || row >= value.count - end
                let look: Look = isFree ? [] : isShared ? .blue : [.blue, .bold]
                return Row(text: text, look: look)
            }
                + side.effects.flatMap { $0.folded(toColumns: width) }
                .map { Row(text: $0, look: .dim) }
        }
        let room = isBeside ? area.height - Self.headingRows : area.height - screen.sides.count
        let seen = isBeside ? sides.map(\.count).max() ?? 0 : sides[safe: chosen].count
        // The last row says how much more there is.
        height = max(seen > room && room > 2 ? room - 1 : room, 1)
    }

    /// Of what is scrolled.
    var count: Int {
        isBeside ? sides.map(\.count).max() ?? 0 : sides[safe: chosen].count
    }

    var isLong: Bool { count > height }

    /// What differs is seen first, with a row of what is alike above it.
    var start: Scroll {
        var scroll = Scroll()
        let isSeen = alike + min(differing, height / 2) <= height
        if isLong, !isSeen { scroll.move(to: alike - 1) }
        return scroll
    }

    /// What tells a side from the others, in a row.
    func excerpt(of side: Int) -> String {
        let rows = sides[safe: side]
        return (rows.dropFirst(alike).first ?? rows.last)?.text ?? ""
    }

    private static func sharedStart(_ values: [[String]]) -> Int {
        guard let first = values.first, values.count > 1 else { return 0 }
        let shortest = values.map(\.count).min() ?? 0
        return (0..<shortest).first { row in values.contains { $0[row] != first[row] } } ?? shortest
    }

    private static func sharedEnd(_ values: [[String]]) -> Int {
        let room = (values.map(\.count).min() ?? 0) - sharedStart(values)
        return min(sharedStart(values.map { $0.reversed() }), room)
    }
}

extension [[SideReading.Row]] {
    fileprivate subscript(safe index: Int) -> [SideReading.Row] {
        indices.contains(index) ? self[index] : []
    }
}
