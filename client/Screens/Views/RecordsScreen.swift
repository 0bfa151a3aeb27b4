// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// The records of this device: search as one types, by form, by how they stand.
///
/// It holds a few pages and says what else it wants to be read, one step at a time.
package struct RecordsScreen: Screen {
    package enum Wish: Hashable, Sendable {
        case page(RowWindow.Page, rows: Int)
        /// How many the filter finds.
        case count
    }

    /// A form that there are records of.
    package struct Form: Hashable, Sendable {
        package let id: FormID
        package let title: String

        package init(id: FormID, title: String) { (self.id, self.title) = (id, title) }
    }

    package private(set) var filter = RecordFilter()
    /// Newer records may still have to be made ready to be listed.
    package var isStillReading = false
    private var forms: [Form]
    private var window = RowWindow()
    private var search = TextLine()
    private var total: Int?
    private static let widths = [16, 0, 10, 20]

    package init(forms: [Form] = []) { self.forms = forms }

    package var title: String { "Records" }
    /// Always: what is typed is looked for.
    package var takesText: Bool { true }
    package var hints: [KeyHint] {
        [
            KeyHint("type", "search"), KeyHint("↑↓ Enter", "open"), KeyHint("Tab", "form"),
            KeyHint("F3", "state"), KeyHint("Esc", "back"),
        ]
    }

    // What is read

    /// What to read next; nil while all that is seen is here.
    package var wish: Wish? {
        if let page = window.wanted { return .page(page, rows: window.wantedRows) }
        return total == nil ? .count : nil
    }

    /// True while Enter would open another record than the one that was asked for.
    package var isStale: Bool { window.isStale }

    /// Somebody has written: what is shown is read again, and the choice stays.
    package mutating func readAgain(forms: [Form]) {
        self.forms = forms
        window.readAgain()
        total = nil
    }

    package mutating func take(_ rows: [RecordRow], of page: RowWindow.Page) {
        window.take(rows, of: page)
    }

    package mutating func take(count: Int) { total = count }

    // What keys do

    package mutating func handle(_ key: KeyPress) -> [Effect]? {
        switch key {
        case .enter:
            return window.chosen.map { [.open(.record($0.record.description))] } ?? []
        case .escape where !search.isEmpty:
            search = TextLine()
            look { $0.text = "" }
        case .tab: turnForm(by: 1)
        case .backTab: turnForm(by: -1)
        case .function(3): look { $0.kind = $0.kind.next }
        default:
            if window.handle(key) { return [] }
            guard search.handle(key) else { return nil }
            let text = search.text
            look { $0.text = text }
        }
        return []
    }

    private mutating func turnForm(by step: Int) {
        let choices = [nil] + forms.map { Optional($0.id) }
        let now = choices.firstIndex(of: filter.form) ?? 0
        look { $0.form = choices[(now + step + choices.count) % choices.count] }
    }

    private mutating func look(for change: (inout RecordFilter) -> Void) {
        let former = filter
        change(&filter)
        guard filter != former else { return }
        window.startAnew()
        total = nil
    }

    // What is seen

    package func draw(on canvas: inout Canvas, in area: Area) {
        guard area.height > 0 else { return }
        let row = area.rows.lowerBound
        let list = area.below(3)
        canvas.put(filterWords, row: row + 1, column: area.columns.lowerBound, look: .dim)
        canvas.headings(["Form", "What", "Changed", "State"], in: area.below(2), Self.widths)
        canvas.list(window.position, in: list, widths: Self.widths) { window.rows[$0].shown }
        if window.rows.isEmpty, total == 0 { canvas.paragraph(emptyWords, in: list) }
        canvas.put("Search: ", row: row, column: area.columns.lowerBound, look: .bold)
        let start = min(area.columns.lowerBound + 8, area.columns.upperBound)
        search.draw(
            on: &canvas,
            in: Area(rows: area.rows, columns: start..<area.columns.upperBound)
        )
    }

    private var filterWords: String {
        let form = forms.first { $0.id == filter.form }?.title ?? filter.form?.text ?? "all"
        let found = total.map { $0 == 1 ? "1 record" : "\($0) records" } ?? "counting ..."
        let more = isStillReading ? ", still reading" : ""
        return "form: \(form)  ·  shown: \(filter.kind.words)  ·  \(found)\(more)"
    }

    private var emptyWords: String {
        guard !isStillReading else { return "" }
        return filter == RecordFilter()
            ? "There are no records here yet. Esc and then n makes one."
            : "Nothing fits. Esc clears what you typed; Tab and F3 change what is shown."
    }
}

extension RecordFilter.Kind {
    fileprivate var next: Self {
        let all = Self.allCases
        return all[((all.firstIndex(of: self) ?? 0) + 1) % all.count]
    }
}
