// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// After a restore devices send again what the server has lost, in any order of devices: an edit
/// may come before the record that it is of, a decision before the candidates that it is about.
///
/// Such a change waits, held, and is judged again whenever something of its record arrives.
struct Awaiting {
    let writer: any StorageWriter
    let forms: FormShelf
    let now: Instant
    /// Damaged records that cannot be made again: what is for them goes on waiting.
    let lost: Set<RecordID>

    static func why(since now: Instant) -> Problem {
        Problem(
            .changeAwaiting,
            "The server was restored from a backup, and has not got back yet what this was made"
                + " upon. It keeps this, and takes it when the other device has synced; nothing is"
                + " lost.",
            details: ["since": .string(now.description), "isDamaged": false]
        )
    }

    static let full = Problem(
        .changeAwaiting,
        "\(Limits.deviceAwaitingMax) changes of this device wait already for what other devices"
            + " have to send the restored server. Sync when they have; then send this again with:"
            + " keeplocal edit --again"
    )

    /// Takes what waited for one of these records, and what waited for that.
    ///
    /// Of all that waits only the places are in memory, and one change.
    func retry(touching records: Set<RecordID>) throws {
        var touched = records
        while !touched.isEmpty {
            let places = try writer.awaitingPlaces(touching: touched)
            touched = []
            var blocked: Set<Line> = []
            for place in places {
                let key = place.key
                let line = Line(device: key.device, record: place.record)
                guard !blocked.contains(line),
                    let answer = try writer.answer(device: key.device, counter: key.counter),
                    try settle(answer)
                else {
                    blocked.insert(line)
                    continue
                }
                touched.insert(place.record)
            }
        }
    }

    /// What one device wrote to one record is taken in the order in which it was made.
    private struct Line: Hashable {
        let device: DeviceID
        let record: RecordID
    }

    /// - Returns: False for what goes on waiting.
    private func settle(_ answer: StoredAnswer) throws -> Bool {
        guard let change = answer.held else { return false }
        do {
            let judge = ChangeJudge(reader: writer, forms: forms, now: now)
            let storing = Storing(writer: writer, forms: forms, now: now)
            let receipt = try storing.store(judge.judge(change, by: writer.sender(of: answer)))
            try writer.settle(answer.settled(.stored(receipt: receipt)))
            return true
        } catch let problem as Problem where problem.code == .recordErased {
            // Nothing of it is kept but this answer.
            try writer.settle(answer.settled(.refused(problem: problem)))
            return true
        } catch is Problem {
            return false
        } catch let damage as DamagedRecords where damage.records.isSubset(of: lost) {
            return false
        }
    }
}

/// What of one device waits: what it writes next to one of those records waits as well.
struct Backlog {
    private var records: Set<RecordID> = []
    private var count = 0

    static let none = Self()

    private init() {}

    init(of device: DeviceID, in reader: any StorageReader) throws {
        count = try reader.awaitingCount(device)
        if count > 0 { records = try reader.awaitingRecords(of: device) }
    }

    var isFull: Bool { count >= Limits.deviceAwaitingMax }

    func contains(_ record: RecordID) -> Bool { records.contains(record) }

    mutating func add(_ record: RecordID) {
        records.insert(record)
        count += 1
    }
}

extension StorageReader {
    /// Whose device sent it, with the rights of today.
    func sender(of answer: StoredAnswer) throws -> Actor {
        guard let device = try device(answer.device), let person = try person(device.person) else {
            throw Problem(.deviceRevoked, "The device that sent this is not known.")
        }
        return Actor(person: person.id, grants: person.grants)
    }
}

extension StoredAnswer {
    /// The change, where it waits for what a restored server lacks.
    package var awaiting: Change? {
        if case .held(let why) = outcome.result, why.code == .changeAwaiting { held } else { nil }
    }

    /// Whether it waits as a record is damaged; nil of one that was answered by an older server.
    var isForDamaged: Bool? {
        if case .held(let why) = outcome.result { why.isDamaged } else { nil }
    }
}

extension Change {
    /// The sequence that it had before, or that it was made upon: the order in which what waits is
    /// taken.
    package var place: Sequence64 { former?.first ?? base }
}

extension Change {
    /// The sequences that this change had in what the log has lost; nil where there is none.
    func formers(lostBy path: LogPath) -> [Sequence64]? {
        let lost = (former ?? []).filter { path.hasLost($0) && !seen.contains($0) }
        return lost.isEmpty ? nil : Set(lost).sorted()
    }
}

extension ChangeJudge {
    /// The change with what this log knows of the way to its base, and of its former sequences
    /// only those that were lost; of its lineage what this server knows.
    func completed(_ sent: Change) throws -> Change {
        var change = sent
        if change.lineage != nil { change.lineage = try provable(change) }
        guard change.former != nil || change.base.timeline > 0 else { return change }
        // A base that can be nowhere is answered as one that is not here.
        guard change.seen.isWellFormed || change.trunk != nil else { return change }
        guard change.former?.count ?? 0 <= Limits.timelinesMax, change.seen.isWellFormed else {
            throw Problem(.changeMalformed, "The change names timelines that cannot be.")
        }
        let path = try reader.path(change.scope.council)
        var completed = change
        completed.former = change.formers(lostBy: path)
        if path.contains(change.base) {
            let trunk = path.ends.filter { $0.timeline < change.base.timeline }
            completed.trunk = trunk.isEmpty ? nil : trunk
        }
        return completed
    }

    private static let mayComeTrue: Set<Problem.Code> = [
        .recordUnknown, .formUnknown, .recordDeleted, .conflictMoved, .conflictDisputed,
        .conflictNone, .candidateUnknown, .returnChanged, .returnWrongState, .returnSamePerson,
    ]

    /// True when the change was made upon what the log has lost.
    func isUponLost(_ change: Change) throws -> Bool {
        try reader.path(change.scope.council).hasLost(change.base)
    }

    /// True for a change that was stored once, or made upon what was lost, and that the server
    /// cannot take for want of something that others have to send again.
    func mayAwait(_ change: Change, _ problem: Problem, of actor: Actor) throws -> Bool {
        #if MUTANTS
        if Mutant.awaitingRefused.isOn { return false }
        #endif
        guard try reader.timeline() > 0, change.kind != .void, change.author == actor.person,
            try reader.awaitingCount(change.device) < Limits.deviceAwaitingMax,
            (try? checkShape(change)) != nil
        else { return false }
        let path = try reader.path(change.scope.council)
        let wasStored = change.formers(lostBy: path) != nil
        // A backup may be older than somebody's role, or than what they approve with.
        let older: [Problem.Code] = [
            .forbidden, .approvalUnproven, .approvalWrong, .approvalLocked,
        ]
        if wasStored, older.contains(problem.code) { return true }
        guard Self.mayComeTrue.contains(problem.code) else { return false }
        return try wasStored || isUponLost(change)
    }
}
