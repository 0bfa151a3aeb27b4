// SPDX-License-Identifier: Apache-2.0

import FieldModel

/// The part of a long list that is in memory: a few pages around the chosen row.
///
/// It says which page it lacks and never holds more than `mostRows`, however long the list is.
package struct RowWindow: Hashable, Sendable {
    package enum Page: Hashable, Sendable {
        case first, last
        case after(RecordRow)
        case before(RecordRow)
        /// With that row, or what took its place.
        case from(RecordRow)
    }

    private enum Need: Hashable { case top, bottom, again }

    package private(set) var rows: [RecordRow] = []
    private(set) var position = ListPosition(count: 0)
    private var hasBefore = false
    private var hasAfter = false
    private var need: Need? = .top
    package static let pageRows = 60
    static let mostRows = 300

    package init() {}

    package var chosen: RecordRow? { rows.isEmpty ? nil : rows[position.index] }

    /// True while what is shown is not what was asked for.
    package var isStale: Bool { need == .top || need == .bottom }

    /// The list is another one: it is shown from its start.
    mutating func startAnew() { need = .top }

    /// The same list was changed by somebody: the chosen row stays chosen.
    mutating func readAgain() { need = need ?? .again }

    /// - Returns: False for a key that does not move in a list.
    mutating func handle(_ key: KeyPress) -> Bool {
        switch key {
        case .home where hasBefore: need = .top
        case .end where hasAfter: need = .bottom
        case .home, .end, .up, .down, .pageUp, .pageDown: return position.handle(key)
        default: return false
        }
        return true
    }

    /// The page to read next; nil while enough is here.
    package var wanted: Page? {
        switch need {
        case .top: return .first
        case .bottom: return .last
        case .again: return hasBefore ? rows.first.map { .from($0) } ?? .first : .first
        case nil: break
        }
        let margin = Self.pageRows / 2
        if hasAfter, let last = rows.last, position.index + margin >= rows.count {
            return .after(last)
        }
        if hasBefore, let first = rows.first, position.index < margin { return .before(first) }
        return nil
    }

    /// How many rows the wanted page has: what is shown already is read again as a whole.
    package var wantedRows: Int { need == .again ? max(rows.count, Self.pageRows) : Self.pageRows }

    /// Takes the rows of the page that was wanted.
    package mutating func take(_ new: [RecordRow], of page: Page) {
        let (former, formerIndex) = (chosen?.record, position.index)
        let isFull = new.count >= wantedRows
        switch page {
        case .first: (rows, hasBefore, hasAfter) = (new, false, isFull)
        case .from: (rows, hasBefore, hasAfter) = (new, true, isFull)
        case .last: (rows, hasBefore, hasAfter) = (new, isFull, false)
        case .after:
            rows += new
            hasAfter = isFull
            if rows.count > Self.mostRows {
                rows.removeFirst(rows.count - Self.mostRows)
                hasBefore = true
            }
        case .before:
            rows = new + rows
            hasBefore = isFull
            if rows.count > Self.mostRows {
                rows.removeLast(rows.count - Self.mostRows)
                hasAfter = true
            }
        }
        choose(former, formerIndex)
    }

    private mutating func choose(_ former: RecordID?, _ index: Int) {
        position = ListPosition(count: rows.count)
        switch need {
        case .top: break
        case .bottom: position.move(to: rows.count - 1)
        case .again, nil: position.move(to: rows.firstIndex { $0.record == former } ?? index)
        }
        // All that was here has moved up in the list.
        need = rows.isEmpty && hasBefore ? .top : nil
    }
}
