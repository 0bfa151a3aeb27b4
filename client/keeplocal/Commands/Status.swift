// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FieldForms
import FieldModel
import FieldStore
import Screens

struct StatusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Show what is saved here, what was sent, what is stored, and what was refused."
    )

    @OptionGroup var device: DeviceOptions

    func run() throws {
        try device.show(device.store()) { session in
            let identity = try session.identity()
            let status = try session.status()
            let devices = try session.freshness()?.told(of: nil, in: nil)
            return try device.page(JSON(status).adding(devices: devices)) {
                try lines(of: status, identity, session)
            }
        }
    }

    private func lines(
        of status: Status,
        _ identity: Identity,
        _ session: StoreSession
    ) throws -> [String] {
        var lines = [
            "\(Style.bold(inert(identity.name))), \(inert(identity.server))",
            "Last sync: \(status.lastSync?.words ?? "never")",
        ]
        lines += try session.deviceLines()
        lines += try session.revokedLines(seeing: "below")
        lines += changeLines(status) + recordLines(status) + waitingLines(status)
        if status.revoked != nil {
            for entry in try session.journal(in: [.saved, .sent]) {
                let name = entry.state == .saved ? "Not sent" : "Sent, not answered"
                lines += try self.lines(name, entry, session)
            }
        }
        for entry in status.erased { lines += try self.lines("Erased", entry, session) }
        for entry in status.held {
            lines += try self.lines("Held", entry, session)
            lines += entry.waitingLines(now: session.now)
        }
        for entry in status.refused {
            lines += try self.lines("Refused", entry, session)
            lines += entry.change.remedies.map { "  \($0.what.padded(15))  \($0.command)" }
        }
        return lines
    }

    /// A record that was changed twice has three: its making, and both changes.
    private func changeLines(_ status: Status) -> [String] {
        var lines = [
            "\nYour changes (a record that is changed twice counts three times)",
            line(
                .saved,
                status.saved,
                status.revoked == nil
                    ? "on this device only; send with: keeplocal sync"
                    : Standing.saved.meaning(onRevoked: true)
            ),
            line(.sent, status.sent, Standing.sent.meaning(onRevoked: status.revoked != nil)),
            line(.stored, status.stored),
            line(.held, status.held.count, status.heldWords),
            line(.refused, status.refused.count),
        ]
        if !status.erased.isEmpty { lines.append(line(.erased, status.erased.count)) }
        return lines
    }

    private func recordLines(_ status: Status) -> [String] {
        let reviewed = "returns that the council decided: keeplocal list --state reviewed"
        return [
            "\nRecords and drafts",
            line(.draft, status.drafts, "\(Standing.draft.meaning): keeplocal drafts"),
            line(.reviewed, status.reviewed, reviewed),
            line(.conflict, status.conflicts, "waiting for a decision: keeplocal conflict list"),
        ]
            + (status.missing > 0
                ? [line("  missing", status.missing, "lack a new answer: keeplocal list --missing")]
                : [])
    }

    /// What others said, and what a restore of the server makes this device do.
    private func waitingLines(_ status: Status) -> [String] {
        let said = [
            ("! asked", status.returnsAsked, "returns the council asks about: keeplocal messages"),
            (
                "! waiting", status.returnsWaiting,
                "returns that wait for you: keeplocal return board"
            ),
            (
                "! new", status.newMessages, "messages from others: keeplocal messages"
            ),
        ].filter { $0.1 > 0 }
        let lines = said.isEmpty ? [] : ["\nFrom others"] + said.map { line($0.0, $0.1, $0.2) }
        return lines + (status.sendingAgain > 0 ? [""] + status.restoredWords.wrapped() : [])
    }

    /// A change that is not stored, with what was written in it: it may stand nowhere else.
    private func lines(
        _ state: String,
        _ entry: JournalEntry,
        _ session: StoreSession
    ) throws -> [String] {
        let change = entry.change
        var lines = [
            "", "\(state): \(change.kind.rawValue) of \(change.form) \(change.record.short)",
        ]
        let form = try session.form(change.form, version: change.formVersion)
        let order = FormOrder(change.patch.keys, in: form)
        for (path, edit) in change.patch.sorted(by: { order.isBefore($0.key, $1.key) }) {
            let words =
                edit.take.map { "candidate \($0.short)" }
                ?? session.words(edit.to, form?.field(path))
            lines += "\(path.text): \(words)".wrapped(74).map { "    " + $0 }
        }
        return lines + inert(entry.problem?.message ?? "").wrapped().map { "  " + $0 }
    }

    private func line(_ standing: Standing, _ number: Int, _ meaning: String? = nil) -> String {
        line(standing.shown, number, meaning ?? standing.meaning)
    }

    private func line(_ name: String, _ number: Int, _ meaning: String) -> String {
        let figure = String(number)
        let pad = String(repeating: " ", count: max(0, 7 - figure.count))
        return "  \(name.padded(11))\(pad)\(figure)  \(meaning)"
    }
}

extension Status {
    fileprivate var heldWords: String {
        let awaiting = held.compactMap(\.problem).filter { $0.code == .changeAwaiting }
        if awaiting.contains(where: { $0.isDamaged == true }) {
            return "kept by the server until it has what it lacks, or somebody decides"
        }
        return !awaiting.isEmpty
            ? "kept by the server until others have synced, or somebody decides"
            : "kept by the server until your coordinator decides"
    }

    /// What was stored is not shown as lost while it is on its way again.
    fileprivate var restoredWords: String {
        let backup = restored.map { " of \($0.backupOf.words)" } ?? ""
        return "The server was restored from a backup\(backup);"
            + " \(count(sendingAgain, "change")) of yours that it had lost"
            + " \(sendingAgain == 1 ? "is" : "are") being sent again: keeplocal sync"
    }
}
