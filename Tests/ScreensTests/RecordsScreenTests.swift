// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Screens
import Testing

@Suite("The list of records, a page at a time")
struct RecordsScreenTests {
    /// A list as a store would read it.
    private struct Shelf {
        var rows: [RecordRow]

        init(_ numbers: Range<Int>) {
            rows = numbers.map { number in
                RecordRow(
                    record: RecordID(high: 0, low: UInt64(number)),
                    changed: Instant(milliseconds: Int64(number)),
                    day: "2026-05-04",
                    form: "Contact",
                    title: "P-\(number)",
                    standing: number == 3 ? .held : .stored,
                    conflicts: number == 4 ? 1 : 0
                )
            }
        }

        /// Reads what the screen wants until it wants nothing more.
        func serve(_ screen: inout RecordsScreen) {
            while let wish = screen.wish {
                switch wish {
                case .count: screen.take(count: found(by: screen.filter).count)
                case .page(let page, let count):
                    let found = found(by: screen.filter)
                    screen.take(Array(found[range(page, count, found)]), of: page)
                }
            }
        }

        private func found(by filter: RecordFilter) -> [RecordRow] {
            rows.filter { row in
                (filter.text.isEmpty || row.title == filter.text)
                    && (filter.kind != .disputed || row.conflicts > 0)
                    && (filter.kind != .unstored || row.standing != .stored)
                    && (filter.kind != .reviewed || row.standing == .reviewed)
            }
        }

        private func range(
            _ page: RowWindow.Page,
            _ count: Int,
            _ rows: [RecordRow]
        ) -> Range<Int> {
            let place = { (row: RecordRow) in rows.firstIndex(of: row) ?? 0 }
            switch page {
            case .first: return 0..<min(count, rows.count)
            case .last: return max(rows.count - count, 0)..<rows.count
            case .after(let row):
                return min(place(row) + 1, rows.count)..<min(place(row) + 1 + count, rows.count)
            case .before(let row): return max(place(row) - count, 0)..<place(row)
            case .from(let row): return place(row)..<min(place(row) + count, rows.count)
            }
        }
    }

    private func screen(_ shelf: Shelf) throws -> RecordsScreen {
        let contact = try #require(FormID("contact"))
        var screen = RecordsScreen(forms: [.init(id: contact, title: "Contact")])
        shelf.serve(&screen)
        return screen
    }

    private func lines(_ screen: RecordsScreen) -> [String] {
        var canvas = Canvas(size: Size(rows: 24, columns: 80))
        screen.draw(on: &canvas, in: canvas.whole)
        return canvas.lines
    }

    private func opened(_ screen: inout RecordsScreen) -> Effect? { screen.handle(.enter)?.first }

    private func number(_ number: Int) -> Effect {
        .open(.record(RecordID(high: 0, low: UInt64(number)).description))
    }

    @Test("every row of a long list is reached, forwards, backwards and by its ends")
    func reach() throws {
        let shelf = Shelf(0..<1_000)
        var screen = try screen(shelf)
        for row in 0..<1_000 {
            #expect(opened(&screen) == number(row))
            _ = screen.handle(.down)
            shelf.serve(&screen)
        }
        for row in stride(from: 999, to: 500, by: -1) {
            #expect(opened(&screen) == number(row))
            _ = screen.handle(.up)
            shelf.serve(&screen)
        }
        for (key, row) in [(KeyPress.home, 0), (.end, 999), (.pageUp, 989), (.home, 0)] {
            _ = screen.handle(key)
            shelf.serve(&screen)
            #expect(opened(&screen) == number(row))
        }
        #expect(lines(screen)[1].contains("1000 records"))
    }

    @Test("what is chosen stays chosen when others write, also far down")
    func keepsChoice() throws {
        let shelf = Shelf(10..<1_000)
        for steps in [4, 400] {
            var screen = try screen(shelf)
            for _ in 0..<steps {
                _ = screen.handle(.down)
                shelf.serve(&screen)
            }
            screen.readAgain(forms: [])
            Shelf(0..<1_000).serve(&screen)
            #expect(opened(&screen) == number(10 + steps))
        }
    }

    @Test("what is typed is looked for from the start of the list; Esc shows all again")
    func search() throws {
        let shelf = Shelf(0..<500)
        var screen = try screen(shelf)
        _ = screen.handle(.end)
        shelf.serve(&screen)
        for letter in "P-7" { _ = screen.handle(.character(letter)) }
        #expect(screen.isStale && screen.filter.text == "P-7")
        shelf.serve(&screen)
        #expect(!screen.isStale && opened(&screen) == number(7))
        #expect(lines(screen)[1].contains("1 record"))
        #expect(screen.handle(.escape) == [])
        shelf.serve(&screen)
        #expect(opened(&screen) == number(0))
        #expect(screen.handle(.escape) == nil)
    }

    @Test("records are shown by form and by how they stand, with the word and the sign")
    func filters() throws {
        let shelf = Shelf(0..<10)
        var screen = try screen(shelf)
        #expect(lines(screen).contains { $0.contains("P-3") && $0.contains("! held") })
        #expect(lines(screen).contains { $0.contains("P-4") && $0.contains("! conflict") })
        #expect(lines(screen).contains { $0.contains("P-5") && $0.contains("= stored") })
        for (key, words) in [
            (KeyPress.tab, "form: Contact  ·  shown: all  ·  10 records"),
            (.function(3), "shown: not stored yet  ·  1 record"),
            (.function(3), "shown: in conflict  ·  1 record"),
            (.function(3), "shown: reviewed  ·  0 records"),
            (.backTab, "form: all"),
        ] {
            _ = screen.handle(key)
            shelf.serve(&screen)
            #expect(lines(screen)[1].contains(words), "\(lines(screen)[1])")
        }
    }

    @Test("an empty list says what to do, and not before it is known to be empty")
    func empty() throws {
        var screen = RecordsScreen()
        #expect(!lines(screen).joined().contains("no records"))
        Shelf(0..<0).serve(&screen)
        #expect(lines(screen).joined().contains("There are no records here yet."))
        #expect(opened(&screen) == nil)
    }
}
