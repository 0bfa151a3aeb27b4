// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import FieldStore

/// One write or step of a record that this device knows of.
struct HistoryEntry {
    let change: ChangeID
    /// Nil for a value that only a decision remembers.
    let kind: Change.Kind?
    let author: PersonID
    let device: DeviceID
    let at: HybridTime
    let formVersion: Int
    /// Nil for what no server has stored, and where that is not known.
    var sequence: Sequence64?
    var reason: String?
    let what: String
    var value: FieldValue?
    /// The value that a write took the place of, as its author saw it.
    var was: FieldValue?
    /// False for a step of a return, which writes no field.
    var isWrite = true
    /// Of a decision: what was said, and not taken.
    var notTaken: [Candidate] = []
    /// Of a change that was made here.
    var state: JournalEntry.State?

    /// The field as the version of the form had it that its author saw.
    func field(under versions: FormVersions?) -> FormField? {
        guard let path = FieldPath(what), let versions else { return nil }
        return versions.form(version: formVersion)?.field(path) ?? versions.field(path)
    }

    var json: JSON {
        [
            "change": .string(change.description),
            "kind": kind.map { .string($0.rawValue) } ?? .null,
            "formVersion": .integer(Int64(formVersion)),
            "field": .string(what), "value": value?.plain ?? .null,
            "was": was?.plain ?? .null,
            "author": .string(author.description),
            "device": .string(device.description), "at": .string(at.description),
            "version": sequence.map(JSON.integer) ?? .null,
            "reason": reason.map(JSON.string) ?? .null,
            "state": state.map { .string($0.rawValue) } ?? .null,
            "notTaken": .array(
                notTaken.map {
                    [
                        "change": .string($0.id.description), "value": $0.value?.plain ?? .null,
                        "author": .string($0.author.description),
                        "device": .string($0.device.description),
                        "at": .string($0.at.description),
                    ]
                }
            ),
        ]
    }
}

extension HistoryEntry {
    fileprivate init(_ stamp: Stamp, _ what: String) {
        self.init(
            change: stamp.change,
            kind: stamp.kind,
            author: stamp.author,
            device: stamp.device,
            at: stamp.at,
            formVersion: stamp.formVersion,
            sequence: stamp.version,
            reason: stamp.reason,
            what: what
        )
    }

    fileprivate init(_ write: Write, _ path: FieldPath) {
        self.init(write.stamp, path.text)
        (value, was) = (write.edit.to, write.edit.was)
        notTaken = (write.edit.settled ?? []).filter { $0.value != write.edit.to }
    }

    fileprivate init(_ taken: StepTaken) {
        let what =
            switch taken.step {
            case .move(.force(let to, _)): "said to be forced to: \(to.words)"
            case .move(let move): move.name.done
            case .assign(let field, _): "assigned \(field)"
            case .appeal(let field): "appealed against the decision about \(field)"
            case .sign: "signed"
            }
        self.init(taken.stamp, what)
        isWrite = false
    }

    /// A value that was decided upon: its own write is not kept any more.
    fileprivate init(_ candidate: Candidate, _ path: FieldPath, formVersion: Int) {
        self.init(
            change: candidate.id,
            kind: nil,
            author: candidate.author,
            device: candidate.device,
            at: candidate.at,
            formVersion: formVersion,
            what: path.text,
            value: candidate.value
        )
    }
}

extension RecordState {
    /// Every change of the record that this device knows of, the earliest first: what stands, what
    /// decisions remember, and what was made here, whatever became of it.
    func entries(with journal: [JournalEntry]) -> [HistoryEntry] {
        let own = journal.flatMap(\.entries)
        let kept = standing + own + remembered
        var known: [HistoryEntry] = []
        var seen: Set<[String]> = []
        let states = Dictionary(journal.map { ($0.change.id, $0.state) }) { $1 }
        for var entry in kept where seen.insert([entry.change.description, entry.what]).inserted {
            entry.state = states[entry.change]
            known.append(entry)
        }
        return known.sorted { ($0.at, $0.change, $0.what) < ($1.at, $1.change, $1.what) }
    }

    private var standing: [HistoryEntry] {
        registers.flatMap { path, register in register.writes.map { HistoryEntry($0, path) } }
            + steps.map { HistoryEntry($0) }
    }

    private var remembered: [HistoryEntry] {
        registers.flatMap { path, register in
            register.writes.flatMap { write in
                ((write.edit.settled ?? []) + (write.edit.reopened ?? [])).map {
                    HistoryEntry($0, path, formVersion: write.stamp.formVersion)
                }
            }
        }
    }
}

extension JournalEntry {
    /// What the change wrote; that it was made, where its content is gone.
    fileprivate var entries: [HistoryEntry] {
        let stamp = Stamp(change, version: receipt?.sequence)
        let writes = change.patch.map {
            HistoryEntry(Write(stamp: stamp, edit: $0.value), $0.key)
        }
        let steps = change.step.map { [HistoryEntry(StepTaken(stamp: stamp, step: $0))] } ?? []
        guard writes.isEmpty, steps.isEmpty else { return writes + steps }
        var gone = HistoryEntry(stamp, "content removed")
        gone.isWrite = false
        return [gone]
    }
}
