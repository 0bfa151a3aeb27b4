// SPDX-License-Identifier: Apache-2.0

import FieldModel

/// The record and the instances of its repeats, each a row of cells.
struct FillingRows: Sendable {
    struct Cell: Sendable {
        var answer: FieldValue?
        /// What a calculation gives that is not kept.
        var result: FieldValue?
        var value = ExpressionValue.text("")
        var isRelevant = true
    }

    struct Row: Sendable {
        let list: Int
        let parent: Int
        let depth: Int
        let id: InstanceID?
        /// The path of the instance, with nothing in it for the record.
        let segments: [FieldPath.Segment]
        var cells: [Cell]
        /// Its place among its siblings, from 0.
        var ordinal = 0
        var lists: [Int: [Int]] = [:]
    }

    struct Key: Hashable {
        let parent: Int
        let list: Int
        let id: InstanceID
    }

    static let record = 0

    let places: FormPlaces
    private(set) var rows: [Row] = []
    private(set) var keys: [Key: Int] = [:]

    init(_ places: FormPlaces) {
        self.places = places
        rows = [
            Row(
                list: FormPlaces.root,
                parent: 0,
                depth: 0,
                id: nil,
                segments: [],
                cells: cells(FormPlaces.root)
            )
        ]
    }

    private func cells(_ list: Int) -> [Cell] {
        Array(repeating: Cell(), count: places.rows[list]?.count ?? 0)
    }

    subscript(row: Int) -> Row { rows[row] }

    subscript(place: Int, row: Int) -> Cell {
        get { rows[row].cells[places.all[place].slot] }
        set { rows[row].cells[places.all[place].slot] = newValue }
    }

    mutating func setAnswer(_ answer: FieldValue?, _ place: Int, _ row: Int) {
        let slot = places.all[place].slot
        rows[row].cells[slot].answer = answer
        let field = places.all[place].field
        rows[row].cells[slot].value = ExpressionValue(field?.inListOrder(answer) ?? answer)
    }

    mutating func setRelevance(_ isRelevant: Bool, _ place: Int, _ row: Int) {
        rows[row].cells[places.all[place].slot].isRelevant = isRelevant
    }

    mutating func setResult(_ value: ExpressionValue, _ place: Int, _ row: Int) {
        let slot = places.all[place].slot
        rows[row].cells[slot].value = value
        rows[row].cells[slot].result = value.asField
    }

    /// A new row at the end of a list; the one that is there where the instance is.
    mutating func add(_ id: InstanceID, to list: Int, under parent: Int) -> (row: Int, isNew: Bool)
    {
        let key = Key(parent: parent, list: list, id: id)
        if let known = keys[key] { return (known, false) }
        let number = rows.count
        var row = Row(
            list: list,
            parent: parent,
            depth: rows[parent].depth + 1,
            id: id,
            segments: segments(of: list, in: parent).dropLast()
                + [FieldPath.Segment(name: places[list].name, instance: id)],
            cells: cells(list)
        )
        row.ordinal = rows[parent].lists[list]?.count ?? 0
        rows.append(row)
        rows[parent].lists[list, default: []].append(number)
        keys[key] = number
        return (number, true)
    }

    /// Takes a row out of its list; those after it move up.
    mutating func remove(_ row: Int) {
        guard let id = rows[row].id else { return }
        let (parent, list, ordinal) = (rows[row].parent, rows[row].list, rows[row].ordinal)
        rows[parent].lists[list]?.remove(at: ordinal)
        keys[Key(parent: parent, list: list, id: id)] = nil
        for later in instances(of: list, in: parent).dropFirst(ordinal) {
            rows[later].ordinal -= 1
        }
        rows[row].cells = cells(list)
    }

    /// Puts the rows of a list in the order of their identifiers.
    ///
    /// - Returns: Those that have another place in it than before.
    mutating func arrange(_ list: Int, in parent: Int) -> [Int] {
        let former = instances(of: list, in: parent)
        let sorted = former.sorted { first, second in
            guard let first = rows[first].id, let second = rows[second].id else { return false }
            return first < second
        }
        rows[parent].lists[list] = sorted
        return sorted.enumerated().compactMap { ordinal, row in
            guard rows[row].ordinal != ordinal else { return nil }
            rows[row].ordinal = ordinal
            return row
        }
    }

    func instances(of list: Int, in row: Int) -> [Int] { rows[row].lists[list] ?? [] }

    /// The row around this one that is so many repeats deep.
    func ancestor(of row: Int, depth: Int) -> Int {
        var row = row
        while rows[row].depth > depth { row = rows[row].parent }
        return row
    }

    /// Every row that holds a place below a row, in order.
    func rows(of place: Int, below top: Int) -> [Int] {
        let line = places[place].line(place)
        var found = [top]
        for list in line.dropFirst(rows[top].depth) {
            found = found.flatMap { instances(of: list, in: $0) }
        }
        return found
    }

    func path(_ place: Int, _ row: Int) -> FieldPath {
        let place = places[place]
        guard !place.isRepeat else { return FieldPath(rows[row].segments) }
        return FieldPath(segments(of: place, in: row))
    }

    /// The path of a repeat, without an instance, or of a field within a row.
    func segments(of list: Int, in row: Int) -> [FieldPath.Segment] {
        segments(of: places[list], in: row)
    }

    private func segments(of place: FormPlaces.Place, in row: Int) -> [FieldPath.Segment] {
        let names = place.template.split(separator: "/").dropFirst(rows[row].segments.count)
        return rows[row].segments + names.map { FieldPath.Segment(name: String($0)) }
    }

    /// The place and row that a path names; nil for one that the form or the record does not have.
    func locate(_ path: FieldPath) -> (place: Int, row: Int)? {
        var (place, row) = (FormPlaces.root, Self.record)
        for segment in path.segments {
            guard let child = places[place].childNames[segment.name] else { return nil }
            place = child
            guard places[child].isRepeat == (segment.instance != nil) else { return nil }
            guard let id = segment.instance else { continue }
            guard let known = keys[Key(parent: row, list: child, id: id)] else { return nil }
            row = known
        }
        return (place, row)
    }
}
