// SPDX-License-Identifier: Apache-2.0

extension ConflictScreen {
    /// Above the sides: a row each, cut where it is long, so that the sides are seen in any case.
    func header(in area: Area) -> [SideReading.Row] {
        let cut = { (text: String) in text.cut(toColumns: area.width) }
        var rows = [SideReading.Row(text: cut(question), look: .bold)]
        if area.height >= 10 { rows.append(.init(text: cut(place), look: .dim)) }
        guard area.height >= 12 else { return rows }
        let words = decides.map { "To be settled by \($0). You may read it here. " } ?? ""
        let said = words + self.advice
        let advice = said.isEmpty ? [] : said.folded(toColumns: area.width)
        let most = max(area.height / 5, 1)
        rows += advice.prefix(most).enumerated().map { number, line in
            let isCut = number == most - 1 && advice.count > most
            return .init(text: isCut ? cut(line + " …") : line, look: [])
        }
        return rows + [.init(text: "", look: [])]
    }

    package func draw(on canvas: inout Canvas, in area: Area) {
        let asked = askedRows(in: area)
        let end = max(area.rows.upperBound - asked, area.rows.lowerBound)
        let above = Area(rows: area.rows.lowerBound..<end, columns: area.columns)
        let header = header(in: above)
        for (row, line) in header.enumerated() where row < above.height {
            canvas.put(line.text, row: above.rows.lowerBound + row, look: line.look)
        }
        let body = above.below(header.count)
        if body.height > 0 {
            let reading = SideReading(self, in: body)
            if reading.isBeside {
                drawBeside(reading, on: &canvas, in: body)
            } else {
                drawListed(reading, on: &canvas, in: body, sign: above)
            }
        }
        drawQuestion(on: &canvas, in: area.below(area.height - asked))
    }

    private func drawBeside(_ reading: SideReading, on canvas: inout Canvas, in area: Area) {
        let scroll = scroll(of: reading)
        for (index, part) in area.split(into: sides.count).enumerated() {
            let side = sides[index]
            let isChosen = index == chosen && side.candidate != nil
            let look: Look = isChosen ? [.bold, .reversed] : .bold
            put((isChosen ? "› " : "  ") + side.who, on: &canvas, in: part, row: 0, look: look)
            let known = [side.when, side.device].filter { !$0.isEmpty }
            for (row, text) in known.enumerated() where row + 1 < part.height {
                put(text, on: &canvas, in: part, row: row + 1, look: .dim)
            }
            let rows = reading.sides[index]
            let seen = scroll.window(rows: rows.count, height: reading.height)
            draw(rows, seen, on: &canvas, in: part.below(SideReading.headingRows))
        }
    }

    private func drawListed(
        _ reading: SideReading,
        on canvas: inout Canvas,
        in area: Area,
        sign above: Area
    ) {
        let most = max(area.height - 1, 1)
        var position = ListPosition(count: sides.count)
        position.move(to: chosen)
        let listed = position.window(height: min(sides.count, most))
        for (row, index) in listed.enumerated() {
            let side = sides[index]
            let isChosen = index == chosen
            let text = "\(isChosen ? "›" : " ") \(side.who): \(reading.excerpt(of: index))"
            let look: Look = isChosen ? [.bold, .reversed] : .bold
            put(text, on: &canvas, in: area, row: row, look: look)
        }
        guard sides.indices.contains(chosen) else { return }
        let rows = reading.sides[chosen]
        let part = area.below(listed.count)
        let seen = scroll(of: reading).window(rows: rows.count, height: reading.height)
        draw(rows, seen, on: &canvas, in: part)
        guard reading.height >= part.height else { return }
        // There is no row to spare: it stands beside the question.
        let words = PlaceInText(seen, of: rows.count).words
        let column = max(above.columns.upperBound - words.columns - 1, above.columns.lowerBound)
        canvas.put(words.isEmpty ? "" : " " + words, row: above.rows.lowerBound, column: column)
    }

    private func draw(
        _ rows: [SideReading.Row],
        _ seen: Range<Int>,
        on canvas: inout Canvas,
        in area: Area
    ) {
        for (offset, row) in rows[seen].enumerated() where offset < area.height {
            put(row.text, on: &canvas, in: area, row: offset, look: row.look)
        }
        guard seen.count < area.height else { return }
        let words = PlaceInText(seen, of: rows.count).words
        put(words, on: &canvas, in: area, row: seen.count, look: .dim)
    }

    private func put(
        _ text: String,
        on canvas: inout Canvas,
        in area: Area,
        row: Int,
        look: Look
    ) {
        let (line, column) = (area.rows.lowerBound + row, area.columns.lowerBound)
        canvas.put(text, row: line, column: column, width: area.width, look: look)
    }

    /// How many rows at the foot are for what is asked of the person.
    private func askedRows(in area: Area) -> Int {
        switch step {
        case .choosing: 0
        case .answering(let editor): min(editor.rows(in: area.height) + 1, area.height)
        case .clearing, .reasoning: min(2, area.height)
        }
    }

    private func drawQuestion(on canvas: inout Canvas, in area: Area) {
        guard area.height > 1, step != .choosing else { return }
        let answer = area.below(1)
        let words: String
        switch step {
        case .choosing: return
        case .answering(let editor):
            words = "The answer that is right:"
            editor.draw(on: &canvas, in: answer)
        case .clearing:
            words = "! Nothing is written: the question would be left without an answer."
            put("Enter leaves it so; Esc goes back.", on: &canvas, in: answer, row: 0, look: .bold)
        case .reasoning(_, let typed):
            let why = "Why? Others will read it:"
            words = isReasonMissing ? "! A reason is needed. " + why : why
            typed.draw(on: &canvas, in: answer)
        }
        put(words, on: &canvas, in: area, row: 0, look: [.bold, .orange])
    }
}
