// SPDX-License-Identifier: Apache-2.0

import CNcurses
import Foundation
import Glibc
import Screens

/// The terminal, taken over by ncurses: pictures go out, keys come in.
struct CursesTerminal {
    private var painted: Canvas?
    private var reader = KeyReader()

    /// - Throws: `Failure` when the terminal cannot show pictures.
    init() throws {
        let isColoured = ProcessInfo.processInfo.environment["NO_COLOR", default: ""].isEmpty
        guard keeplocal_locale(), keeplocal_screen_start(isColoured) else {
            throw Failure(
                usage: "This terminal cannot show the full screen. Use the plain commands:"
                    + " keeplocal --help"
            )
        }
    }

    /// Gives the terminal back, as it was.
    func stop() { keeplocal_screen_stop() }

    /// After another program had the terminal.
    mutating func takeAgain() {
        keeplocal_screen_resume()
        painted = nil
    }

    var size: Size {
        var (rows, columns): (Int32, Int32) = (0, 0)
        keeplocal_screen_size(&rows, &columns)
        return Size(rows: Int(rows), columns: Int(columns))
    }

    /// Sends what differs from the picture before.
    mutating func paint(_ canvas: Canvas) {
        guard canvas != painted else { return }
        keeplocal_screen_clear()
        for row in 0..<canvas.size.rows { paint(row: row, of: canvas) }
        let cursor = canvas.cursor ?? Place(row: -1, column: -1)
        keeplocal_screen_show(Int32(cursor.row), Int32(cursor.column))
        painted = canvas
    }

    /// Cells of one look go out together; behind something wide the place is named anew, in case
    /// the terminal measures it otherwise.
    private func paint(row: Int, of canvas: Canvas) {
        var (run, look, start) = ("", Look(), 0)
        func send() {
            guard !run.isEmpty, !(look.isEmpty && run.allSatisfy { $0 == " " }) else { return }
            put(run, row, start, look)
        }
        for (column, cell) in canvas.row(row).enumerated() {
            if cell.text.isEmpty { continue }
            let isPlain = cell.text.utf8.count == 1
            if run.isEmpty || cell.look != look || !isPlain {
                send()
                (run, look, start) = ("", cell.look, column)
            }
            run += cell.text
            if !isPlain {
                send()
                run = ""
            }
        }
        send()
    }

    private func put(_ text: String, _ row: Int, _ column: Int, _ look: Look) {
        let pair =
            look.contains(.orange)
            ? keeplocal_pair_orange : look.contains(.blue) ? keeplocal_pair_blue : 0
        keeplocal_screen_put(
            Int32(row),
            Int32(column),
            text,
            look.contains(.bold),
            look.contains(.dim),
            look.contains(.reversed),
            look.contains(.underlined),
            pair
        )
    }

    /// The keys that were pressed so far.
    mutating func keys() -> [KeyPress] { reader.read() }
}
