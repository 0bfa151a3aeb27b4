// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import FieldStore

/// One write or step of a record in words: who, when, on which device, what, and why.
struct HistoryWords {
    let entry: HistoryEntry
    let when: String
    let who: String
    let device: String
    let deed: String
    let field: String
    /// "45 → 50"; empty for a step.
    let value: String

    /// What was said and not taken, each with who said it.
    let notTaken: [String]

    init(
        _ entry: HistoryEntry,
        _ versions: FormVersions?,
        _ devices: DeviceWords,
        _ session: StoreSession
    ) throws {
        self.entry = entry
        when = entry.at.instant.words
        who = try session.name(of: entry.author)
        device = devices.words(entry.device)
        deed = (entry.kind?.done ?? "changed it") + entry.standing
        let path = FieldPath(entry.what)
        let asked = entry.field(under: versions)
        field = path == .exists ? "the record" : asked?.label ?? entry.what
        let words = { (value: FieldValue?) -> String in
            guard path != .exists else { return value == .boolean(false) ? "deleted" : "kept" }
            return value.map { session.words($0, asked) } ?? "no answer"
        }
        notTaken = try entry.notTaken.map {
            "not taken: \(words($0.value)), by \(try session.name(of: $0.author))"
                + " on \($0.at.instant.words)"
        }
        guard entry.isWrite else {
            value = ""
            return
        }
        let before = path == .exists ? nil : entry.was.map { words($0) + " → " }
        value = (before ?? "") + words(entry.value)
    }
}

extension HistoryEntry {
    /// How a change stands that was made here; nothing is said of what is stored.
    fileprivate var standing: String {
        switch state {
        case .saved: " (+ saved, not sent yet)"
        case .sent: " (> sent, no answer yet)"
        case .held: " (! held by the server)"
        case .refused: " (! refused by the server)"
        case .dropped: " (let go of, or mended by a later change)"
        case .erased, .purged: " (what it said was removed from this device)"
        case .stored, nil: ""
        }
    }
}

extension [HistoryWords] {
    /// Each change once: who made it, all that it wrote, and why.
    var blocks: [(when: String, lines: [String])] {
        var blocks: [(when: String, lines: [String])] = []
        var rest = self[...]
        while let first = rest.first {
            let change = rest.prefix { $0.entry.change == first.entry.change }
            rest = rest.dropFirst(change.count)
            let written = change.flatMap {
                [$0.value.isEmpty ? $0.field : "\($0.field): \($0.value)"] + $0.notTaken
            }
            blocks.append(
                (
                    first.when,
                    ["\(first.who), \(first.device): \(first.deed)"] + written
                        + (first.entry.reason.map { ["because: \($0)"] } ?? [])
                )
            )
        }
        return blocks
    }
}

extension RecordState {
    /// The changes that moved a return on, and nothing else.
    fileprivate var moves: Set<ChangeID> {
        Set(
            steps.compactMap { taken in
                if case .move = taken.step { taken.stamp.change } else { nil }
            }
        )
    }
}

extension Change.Kind {
    fileprivate var done: String {
        switch self {
        case .create: "made it"
        case .edit: "changed it"
        case .delete: "deleted it"
        case .resolve: "settled a conflict"
        case .step: "moved it on"
        case .void: "let go of a change"
        }
    }
}

extension StoreSession {
    /// The changes of a record that this device knows of, the earliest first.
    ///
    /// - Throws: `Problem` `record.unknown`.
    func history(of id: RecordID) throws -> [HistoryWords] {
        guard let state = try state(of: id) else {
            throw Problem(.recordUnknown, "There is no record \(id) on this device.")
        }
        let versions = try versions(of: state.form)
        let devices = try DeviceWords(self)
        let known = try state.entries(with: journal(of: id))
        // What was written into a return is its organisation's until it is submitted.
        let isOthers = try isReadAsSubmitted(state.form, state.scope)
        let moves = isOthers ? state.moves : []
        let entries = isOthers ? known.filter { moves.contains($0.change) } : known
        let order = FormOrder(entries.compactMap { FieldPath($0.what) }, in: versions?.newest)
        return try entries.sorted { one, other in
            guard one.at == other.at, one.change == other.change else {
                return (one.at, one.change) < (other.at, other.change)
            }
            return order.isBefore(FieldPath(one.what), FieldPath(other.what))
        }.map { try HistoryWords($0, versions, devices, self) }
    }
}
