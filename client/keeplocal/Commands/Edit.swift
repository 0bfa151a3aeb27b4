// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FieldForms
import FieldModel
import FieldStore

struct Edit: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Change answers of a record; without --set it asks, one question at a time.",
        discussion: """
            keeplocal edit 7f3a91c2                       asks; only what differs is saved
            keeplocal edit 7f3a91c2 --newest  the same with the form's newest version
            keeplocal edit 7f3a91c2 --set minutes=50 --set note=
                  an empty value clears the field
            keeplocal edit 7f3a91c2 --set photo=@picture.jpg         @ attaches a file
            The questions are those of the version that the record was written with; --set
            names the fields of the newest one.
            A change that the server refused is replaced by one of the same fields;
            --again sends it once more as it was.
            """
    )

    @Argument(help: "The record: its identifier, or four or more letters of its start or end.")
    var record: String
    @Option(name: .customLong("set"), help: "An answer, as path=value. May be repeated.")
    var assignments: [String] = []
    @Flag(help: "Send what was refused once more, as it was.") var again = false
    @Flag(help: "Let go of what was refused; it stays in the journal.") var letGo = false
    @Flag(help: "Ask the questions of the newest version of the form, not of the record's own.")
    var newest = false
    @OptionGroup var rehearsal: RehearsalOptions
    @OptionGroup var device: DeviceOptions

    func validate() throws {
        guard [again, letGo, !assignments.isEmpty].filter({ $0 }).count <= 1 else {
            throw ValidationError("Say one of --set path=value, --again and --let-go.")
        }
        guard !newest || !again && !letGo && assignments.isEmpty else {
            throw ValidationError(
                "--newest is for being asked; --set names the fields of the newest version anyway."
            )
        }
    }

    func run() throws {
        let store = try device.store()
        if !again, !letGo, assignments.isEmpty { return try interview(store) }
        let form = try store.read { session in
            try session.state(of: session.recordID(matching: record)).flatMap {
                try session.editingVersions(of: $0).newest
            }
        }
        let isRehearsal = rehearsal.dryRun
        let edited = try Attachments.saving(assignments, form, store, isRehearsal: isRehearsal) {
            try edit($0.recordID(matching: record), $1, $0)
        }
        edited.remarks.forEach { Terminal.note($0) }
        try device.show(
            [
                "record": .string(edited.record.description),
                "change": edited.changes.last.map { .string($0.description) } ?? .null,
                "changes": .array(edited.changes.map { .string($0.description) }),
            ]
        ) {
            let isSaved = !edited.changes.isEmpty
            let nothing = again ? "Nothing was refused." : "Nothing differs, so nothing was saved."
            Terminal.line(
                isSaved
                    ? "\(rehearsal.outcome): \(edited.record.short)" : letGo ? "Let go." : nothing
            )
        }
        rehearsal.note()
    }

    /// Leads through the answers of the record; those that were looked at only are not written.
    private func interview(_ store: FieldStore) throws {
        let draft = try store.write { session in
            let draft = try session.beginEditing(session.recordID(matching: record))
            return newest ? try session.takeNewest(for: draft) : draft
        }
        var interview = try Interview.opening(draft, in: store)
        let saved = try interview.saved(isRehearsal: rehearsal.dryRun)
        try device.show(JSON(saved)) {
            Terminal.line(
                saved.change == nil
                    ? "Nothing differs, so nothing was saved."
                    : "\(rehearsal.outcome): \(saved.record.short)"
            )
        }
        rehearsal.note()
    }

    private struct Edited {
        let record: RecordID
        var changes: [ChangeID] = []
        var remarks: [String] = []
    }

    private func edit(
        _ id: RecordID,
        _ answers: [(String, JSON)],
        _ session: StoreSession
    ) throws -> Edited {
        if letGo {
            try session.letGo(of: id)
            return Edited(record: id)
        }
        if again { return Edited(record: id, changes: try session.sendAgain(id)) }
        guard let state = try session.state(of: id) else {
            let change = try session.edit(id, fields: [:]).change
            return Edited(record: id, changes: [change].compactMap { $0 })
        }
        let versions = try session.editingVersions(of: state)
        var arguments = FieldArguments(
            form: versions.newest,
            versions: versions,
            today: session.today,
            existing: versions.read(state).registers.keys
        )
        arguments.records = session.recordList
        let fields = try arguments.typed(answers)
        let saved = try arguments.naming {
            let following = try session.following(fields, in: state)
            return try session.edit(
                id,
                fields: fields.merging(following) { given, _ in given },
                asked: Set(fields.keys)
            )
        }
        let remarks = try arguments.remarks(on: fields.compactMapValues { $0 })
        return Edited(record: id, changes: [saved.change].compactMap { $0 }, remarks: remarks)
    }
}

struct Delete: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Delete a record.",
        discussion:
            "Someone who edited it meanwhile is not overruled: that becomes a conflict to settle."
    )

    @Argument(help: "The record: its identifier, or four or more letters of its start or end.")
    var record: String
    @Option(help: "Why, for those who look for it later.") var reason: String?
    @OptionGroup var rehearsal: RehearsalOptions
    @OptionGroup var device: DeviceOptions

    func run() throws {
        let store = try device.store()
        let (saved, hidden) = try store.write(isRehearsal: rehearsal.dryRun) { session in
            let id = try session.recordID(matching: record)
            let hidden = try session.hidden(byDeleting: id)
            return (try session.delete(id, reason: reason), hidden)
        }
        try device.show(JSON(saved)) {
            let done =
                rehearsal.dryRun ? "In order, and could be deleted" : "Deleted on this device"
            Terminal.line(
                saved.change == nil
                    ? "It was deleted already." : "\(done): \(saved.record.short)"
            )
        }
        if let hidden, saved.change != nil { Terminal.note(hidden) }
        rehearsal.note()
    }
}
