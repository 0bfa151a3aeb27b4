// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import FieldStore
import Foundation
import Screens

/// The list of records, read a page at a time in the pauses between keys.
extension FullScreen {
    /// True while the list that is seen lacks something.
    var isReadingRecords: Bool {
        guard let records = navigator.top as? RecordsScreen else { return false }
        return records.wish != nil || records.isStillReading
    }

    /// True while the list has all but lines that are still to be made.
    var isMakingLines: Bool {
        guard let records = navigator.top as? RecordsScreen else { return false }
        return records.wish == nil && records.isStillReading
    }

    var isTyping: Bool { .now - lastKey < .milliseconds(300) }

    /// One step of what the list wants: a page, then its count, then lines that are still to be
    /// made, a few at a time, so that no key waits for more than one of them.
    ///
    /// - Returns: False when another process was in the way of those lines.
    @discardableResult
    mutating func readRecords() throws -> Bool {
        guard var records = navigator.top as? RecordsScreen else { return true }
        var isFree = true
        switch records.wish {
        case .page(let page, let count):
            let lines = try store.readLines {
                try $0.lines(RecordQuery(records.filter), LinePage(page), limit: count)
            }
            try names.read(for: lines, in: store)
            records.take(lines.map(names.row), of: page)
        case .count:
            records.take(count: try store.readLines { try $0.count(RecordQuery(records.filter)) })
        case nil:
            guard records.isStillReading, !isTyping else { return true }
            let left = try store.makeDueLines(atMost: Self.linesMadeAtOnce)
            (records.isStillReading, isFree) = (left != .none, left != .busy)
            let isTime = Date().timeIntervalSince(shownLines) > 0.5
            if isTime || !records.isStillReading {
                records.readAgain(forms: try listedForms())
                shownLines = Date()
            }
        }
        navigator.replace(navigator.screens.count - 1, by: records)
        return isFree
    }

    /// A key that types nothing means what is seen: the list is what was asked for by then.
    ///
    /// What cannot be read at this moment is read in the next pause.
    mutating func settleRecords(before key: KeyPress) {
        guard let records = navigator.top as? RecordsScreen, records.isStale, key.text == nil,
            key != .backspace
        else { return }
        _ = try? readRecords()
    }

    mutating func recordsScreen() throws -> RecordsScreen {
        var records = RecordsScreen(forms: try listedForms())
        records.isStillReading = true
        return records
    }

    mutating func readRecordsAgain() throws {
        for (index, screen) in navigator.screens.enumerated() {
            guard var records = screen as? RecordsScreen else { continue }
            records.readAgain(forms: try listedForms())
            records.isStillReading = true
            navigator.replace(index, by: records)
        }
    }

    private mutating func listedForms() throws -> [RecordsScreen.Form] {
        let forms = try store.readLines { try $0.forms() }
        try names.read(for: forms, in: store)
        return forms.map { .init(id: $0, title: names.title(of: $0)) }
    }

    private static let linesMadeAtOnce = 100
}

extension RecordQuery {
    fileprivate init(_ filter: RecordFilter) {
        let standing: Standing? =
            switch filter.kind {
            case .all: nil
            case .unstored: .unstored
            case .disputed: .conflict
            case .reviewed: .reviewed
            }
        self.init(text: filter.text, form: filter.form, standing: standing)
    }
}

extension LinePage {
    fileprivate init(_ page: RowWindow.Page) {
        self =
            switch page {
            case .first: .first
            case .last: .last
            case .after(let row): .after(row.place)
            case .before(let row): .before(row.place)
            case .from(let row): .from(row.place)
            }
    }
}

extension RecordRow {
    fileprivate var place: LinePlace { LinePlace(changed: changed, record: record) }
}
