// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import FieldStore

/// What one person does at their device in one transaction: it depends on what they see.
struct Person {
    let session: StoreSession
    let dice: Dice
    let device: SimulatedDevice
    let ledger: Ledger

    func act(_ kind: Action.Kind) throws -> Saved? {
        switch kind {
        case .create: try create()
        case .edit: try edit()
        case .delete: try record().map { try session.delete($0.id, reason: "twice") }
        case .settle: try settle()
        case .undo: try undo()
        case .assign: try assign()
        case .settleRefused: try settleRefused()
        case .moveReturn: try moveReturn()
        default: nil
        }
    }

    private func create() throws -> Saved? {
        guard let form = FormID("visit") else { return nil }
        var fields = answers(count: 3).compactMapValues { $0 }
        fields[Self.path("who")] = .text("canary-\(device.number)")
        let saved = try session.create(form, fields: fields)
        try mustShow(saved, fields: fields)
        return saved
    }

    private func edit() throws -> Saved? {
        guard let record = try record() else { return nil }
        let fields = answers(count: 1 + dice.below(2), instances: record.instances)
        let saved = try session.edit(record.id, fields: fields)
        try mustShow(saved, fields: fields)
        return saved
    }

    /// I5: what was saved is what this device shows, at once.
    private func mustShow(_ saved: Saved, fields: [FieldPath: FieldValue?]) throws {
        guard let change = saved.change, let state = try session.state(of: saved.record) else {
            if saved.change == nil { return }
            throw Violation(.seen, "a saved record is not there")
        }
        ledger.check(.seen)
        for (path, _) in fields {
            guard let register = state.registers[path] else { continue }
            let written = register.writes.filter { $0.stamp.change == change }
            let isLive = register.live.contains { $0.stamp.change == change }
            guard written.isEmpty || isLive else {
                throw Violation(.seen, "what was saved in \(path) does not show")
            }
        }
    }

    private func settle() throws -> Saved? {
        let open = try session.conflicts(all: false)
        guard let conflict = dice.pick(open), let candidate = dice.pick(conflict.candidates) else {
            return nil
        }
        let decision: Decision =
            conflict.field != .exists && dice.oneIn(4)
            ? .value(.integer(Int64(dice.below(50)))) : .take(candidate.id)
        return try session.resolve(conflict, decision, reason: "looked it up")
    }

    private func undo() throws -> Saved? {
        let settled = try session.conflicts(all: true).filter { $0.state == .resolved }
        return try dice.pick(settled).map { conflict in
            try dice.oneIn(4)
                ? session.appeal(conflict, reason: "not so")
                : session.undo(conflict, reason: "was wrong")
        }
    }

    private func assign() throws -> Saved? {
        let open = try session.conflicts(all: false)
        let person = try session.identity().person
        return try dice.pick(open).map { try session.assign($0, to: person) }
    }

    private func settleRefused() throws -> Saved? {
        guard let entry = dice.pick(try session.journal(in: [.refused])) else { return nil }
        if dice.oneIn(2) {
            try session.letGo(of: entry.change.record)
            return nil
        }
        let again = try session.sendAgain(entry.change.record)
        return again.last.map { Saved(record: entry.change.record, change: $0) }
    }

    private func moveReturn() throws -> Saved? {
        guard let found = dice.pick(try session.returns()) else {
            guard let quarter = ReturnPeriod("2026-Q3") else { return nil }
            return try session.openReturn(quarter, answers: [:], in: Place()).saved
        }
        return try move(found, dice.oneIn(4) ? strayMove(found.progress.state) : nil)
    }

    /// One that the table allows from here, or, now and then, any.
    private func strayMove(_ state: ReturnState) -> ReturnMove.Name? {
        let fitting = ReturnRule.table.filter {
            $0.from.contains(state) && ![.void, .force].contains($0.move)
        }
        return dice.oneIn(6)
            ? dice.pick(ReturnMove.Name.allCases.filter { $0 != .force })
            : dice.pick(fitting.map(\.move))
    }

    /// The move that comes next, of this return, unless another is named.
    func move(_ record: RecordID, _ named: ReturnMove.Name?) throws -> Saved? {
        let found = try session.returns().first { $0.record.id == record }
        return try found.flatMap { try move($0, named) }
    }

    /// The move that comes next unless another is named.
    private func move(_ found: ReturnOnDevice, _ named: ReturnMove.Name?) throws -> Saved? {
        let id = found.record.id
        guard let name = named ?? found.progress.next else { return nil }
        if name == .prepare {
            let asItIs = dice.oneIn(2)
            return try session.prepareReturn(id, answers: [:], asItIs: asItIs, reason: "as it is")
        }
        if name == .submit {
            return try session.submitReturn(id, asItIs: true, reason: "as it is").saved
        }
        guard let move = self.move(name, found.progress) else { return nil }
        let hasWords = ReturnRule.of(name).needsReason || name == .accept
        return try session.move(id, move, saying: hasWords ? "why" : nil)
    }

    private func move(_ name: ReturnMove.Name, _ progress: ReturnProgress) -> ReturnMove? {
        let field = Self.path("people_supported")
        let content = progress.content ?? Hash(of: [UInt8]())
        return switch name {
        case .complete: .complete(section: field)
        case .review: .review(content: content)
        case .query: .query(content: content, field: dice.oneIn(2) ? field : nil)
        case .answer: dice.pick(progress.queries).map { .answer(query: $0.id) }
        case .giveBack: .giveBack(content: content, comments: [field: "really?"])
        case .accept: .accept(content: content)
        case .approve: .approve(content: content)
        case .publish: .publish(content: content)
        case .endorse: .endorse(content: content)
        case .withdraw: .withdraw
        case .askReopen: .askReopen
        case .reopen: .reopen(content: content)
        case .void: .void
        case .prepare, .submit, .force: nil
        }
    }

    private func record() throws -> Record? {
        guard let form = FormID("visit") else { return nil }
        let records = try session.records(form: form)
        // People meet more often over one record than over all of them.
        return dice.oneIn(2) ? records.first : dice.pick(records)
    }

    private func answers(count: Int, instances: [InstanceID] = []) -> [FieldPath: FieldValue?] {
        var fields: [FieldPath: FieldValue?] = [:]
        for _ in 0..<count {
            let number = Int64(dice.below(5))
            switch dice.below(9) {
            case 0, 1, 2: fields[Self.path("score")] = dice.oneIn(8) ? .some(nil) : .integer(number)
            case 3: fields[Self.path("count")] = .integer(number)
            case 4: fields[Self.path("best")] = .integer(number)
            case 5:
                let names = ["a", "b", "c"].filter { _ in dice.oneIn(2) }
                fields[Self.path("tags")] = .choices(of: names)
            case 6: fields[Self.path("note")] = .text("one\nline \(number)\nthree")
            case 7: fields[Self.path("outcome")] = .integer(number)
            default: fields[followUp(among: instances)] = .integer(number)
            }
        }
        return fields
    }

    private func followUp(among instances: [InstanceID]) -> FieldPath {
        let instance = dice.oneIn(2) ? nil : dice.pick(instances)
        return FieldPath([
            FieldPath.Segment(
                name: "follow",
                instance: instance ?? InstanceID(high: 7, low: dice.next())
            ), FieldPath.Segment(name: "value"),
        ])
    }

    static func path(_ name: String) -> FieldPath { FieldPath([FieldPath.Segment(name: name)]) }
}

extension Record {
    fileprivate var instances: [InstanceID] {
        Set(fields.keys.compactMap { $0.segments.first?.instance }).sorted()
    }
}
