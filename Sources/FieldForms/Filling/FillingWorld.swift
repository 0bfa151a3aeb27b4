// SPDX-License-Identifier: Apache-2.0

import FieldModel

/// The rows of a filling as expressions see them.
struct FillingWorld: ExpressionWorld {
    let form: CompiledForm
    let rows: FillingRows
    let surroundings: Surroundings
    var language: String?

    var today: PlainDate { surroundings.today }
    var now: Instant { surroundings.now }
    var wall: WallClock { surroundings.wall }
    var root: ExpressionNode { .place(node: FormPlaces.root, row: FillingRows.record) }
    private var places: FormPlaces { rows.places }

    func context(_ place: Int, _ row: Int) -> ExpressionContext {
        ExpressionContext(self, at: .place(node: place, row: row))
    }

    func value(at node: ExpressionNode) -> ExpressionValue {
        guard case .place(let place, let row) = node else { return .text("") }
        let cell = rows[place, row]
        return cell.isRelevant ? cell.value : .text("")
    }

    func value(named name: String, from node: ExpressionNode) -> ExpressionValue {
        guard case .place(let from, let row) = node, let target = places.names[name] else {
            return .text("")
        }
        let top = top(target, from, row)
        let line = places.all[target].line(target)
        guard line.count > rows.rows[top].depth else {
            let cell = rows[target, top]
            return cell.isRelevant ? cell.value : .text("")
        }
        let slot = places.all[target].slot
        return .nodes(
            rows.rows(of: target, below: top).compactMap { row in
                let cell = rows.rows[row].cells[slot]
                return cell.isRelevant ? cell.value : nil
            }
        )
    }

    func nodes(named name: String, from node: ExpressionNode) -> [ExpressionNode] {
        guard case .place(let from, let row) = node, let target = places.names[name] else {
            return []
        }
        return relevant(target, rows.rows(of: target, below: top(target, from, row)))
    }

    /// The row that holds as many of the repeats around both as they have in common.
    private func top(_ target: Int, _ from: Int, _ row: Int) -> Int {
        guard rows.rows[row].depth > 0 else { return FillingRows.record }
        let line = places.all[from].line(from)
        let common = zip(places.all[target].chain, line).prefix { $0 == $1 }.count
        return rows.ancestor(of: row, depth: common)
    }

    private func relevant(_ place: Int, _ found: [Int]) -> [ExpressionNode] {
        found.compactMap { row in
            rows[place, row].isRelevant ? .place(node: place, row: row) : nil
        }
    }

    func parent(of node: ExpressionNode) -> ExpressionNode? {
        guard case .place(let place, let row) = node, place != FormPlaces.root else { return nil }
        let parentRow = places[place].isRepeat ? rows[row].parent : row
        return .place(node: places[place].parent, row: parentRow)
    }

    func children(of node: ExpressionNode, named name: String) -> [ExpressionNode] {
        guard case .place(let place, let row) = node, let child = places[place].childNames[name]
        else { return [] }
        return relevant(child, places[child].isRepeat ? rows.instances(of: child, in: row) : [row])
    }

    func position(of node: ExpressionNode) -> Int {
        guard case .place(_, let row) = node else { return 1 }
        return rows[row].ordinal + 1
    }

    func list(named name: String) -> ExpressionList? {
        if let choices = form.definition.choiceLists?[name] { return .choices(choices) }
        if let table = form.definition.tables?[name] { return .table(table) }
        return FormID(name).map { .table(surroundings.records($0).table) }
    }

    func label(ofChoice name: String, of field: ExpressionNode) -> String {
        guard case .place(let place, _) = field, let field = places[place].field else {
            return name
        }
        return FillingChoices(self, field: field).label(of: name) ?? name
    }

    func property(_ name: String) -> String {
        switch name {
        case "deviceid", "device": surroundings.device
        case "username", "person": surroundings.person
        case "version": "\(form.version)"
        default: ""
        }
    }

    func chance(at node: ExpressionNode) -> Double {
        guard case .place(let place, let row) = node else { return 0 }
        var seed = UInt64(bitPattern: now.milliseconds)
        for byte in (surroundings.device + rows.path(place, row).text).utf8 {
            seed = (seed ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
        }
        var chance = Chance(seed)
        return chance.fraction()
    }
}
