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

    var reason: String? { entry.stamp.reason }

    init(_ entry: HistoryEntry, _ versions: FormVersions?, _ session: StoreSession) throws {
        self.entry = entry
        let stamp = entry.stamp
        when = stamp.at.instant.words
        who = try session.name(of: stamp.author)
        device =
            try stamp.device == session.identity().device
            ? "this device" : "device \(stamp.device.short)"
        deed = stamp.kind.done + (stamp.version == nil ? " (+ saved, not sent yet)" : "")
        let path = FieldPath(entry.what)
        let asked = entry.field(under: versions)
        field = path == .exists ? "the record" : asked?.label ?? entry.what
        let words = { (value: FieldValue) in session.words(value, asked) }
        guard entry.isWrite else {
            value = ""
            return
        }
        let to: String =
            switch (path == .exists, entry.value) {
            case (true, .boolean(false)): "deleted"
            case (true, _): "kept"
            case (false, let value?): words(value)
            case (false, nil): "no answer"
            }
        value = path == .exists ? to : (entry.was.map { words($0) + " → " } ?? "") + to
    }
}

extension [HistoryWords] {
    /// Each change once: who made it, all that it wrote, and why.
    var blocks: [(when: String, lines: [String])] {
        var blocks: [(when: String, lines: [String])] = []
        var rest = self[...]
        while let first = rest.first {
            let change = rest.prefix { $0.entry.stamp.change == first.entry.stamp.change }
            rest = rest.dropFirst(change.count)
            let written = change.map { $0.value.isEmpty ? $0.field : "\($0.field): \($0.value)" }
            blocks.append(
                (
                    first.when,
                    ["\(first.who), \(first.device): \(first.deed)"] + written
                        + (first.reason.map { ["because: \($0)"] } ?? [])
                )
            )
        }
        return blocks
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
    /// What this device holds of a record's history, the oldest first.
    ///
    /// - Throws: `Problem` `record.unknown`.
    func history(of id: RecordID) throws -> [HistoryWords] {
        guard let state = try state(of: id) else {
            throw Problem(.recordUnknown, "There is no record \(id) on this device.")
        }
        let versions = try versions(of: state.form)
        return try state.entries.map { try HistoryWords($0, versions, self) }
    }
}
