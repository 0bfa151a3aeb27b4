// SPDX-License-Identifier: Apache-2.0

import FieldForms
package import FieldModel
import Foundation
import GRDB

/// What was erased goes from every table of this device, work that was not sent included.
extension StoreSession {
    /// Takes erasures that the server told of, and remembers to confirm them.
    package func take(_ erasures: [Erasure]) throws {
        guard !erasures.isEmpty else { return }
        for erasure in erasures {
            #if MUTANTS
            if Mutant.erasureIgnored.isOn { continue }
            #endif
            try erase(Set(erasure.records), because: .erased(erasure))
            try noteErased(erasure.records)
        }
        let open = try fact("erasuresToConfirm", as: [ErasureID].self) ?? []
        let all = Set(open).union(erasures.map(\.id))
        try set("erasuresToConfirm", all.sorted())
    }

    private func erase(_ records: Set<RecordID>, because problem: Problem) throws {
        for record in records {
            try run(sql: "DELETE FROM record WHERE id = ?", arguments: [record.data])
            try run(sql: "DELETE FROM staged WHERE id = ?", arguments: [record.data])
            for entry in try journal(of: record) { try erase(entry, because: problem) }
        }
        // What names an erased person and never reached the server is known here only.
        for entry in try journal(in: [.saved, .sent, .held, .refused, .dropped])
        where try names(entry.change, records) {
            try eraseWhole(entry, because: problem)
        }
        try eraseDrafts(about: records)
        goneLines.formUnion(records)
    }

    /// Lets go of the content of a change that came too late, as the server did.
    func eraseLate(_ change: ChangeID, because problem: Problem) throws {
        for entry in try entries("WHERE id = ?", [change.data]) {
            try eraseWhole(entry, because: problem)
        }
    }

    /// With the creation of a record that the server never had goes all that was written to it.
    private func eraseWhole(_ entry: JournalEntry, because problem: Problem) throws {
        let isWhole = try entry.change.kind == .create && pulled(entry.change.record) == nil
        let all = isWhole ? try journal(of: entry.change.record) : [entry]
        for entry in all { try erase(entry, because: problem) }
    }

    /// The one place where the content of a journal entry goes; who changed which record, and when,
    /// stays, and a counter that the server has not answered is sent without content.
    private func erase(_ entry: JournalEntry, because problem: Problem) throws {
        guard entry.state != .erased else { return }
        let isOwed = entry.state == .saved || entry.state == .sent
        let bytes = try Canonical.encode(entry.change.withoutContent)
        isSideStale = true
        goneLines.insert(entry.change.record)
        try run(
            sql: """
                UPDATE journal SET change = ?, seal = ?, problem = ?, state = 'erased',
                    owed = CASE WHEN ? THEN 1 ELSE owed END WHERE number = ?
                """,
            arguments: [
                bytes, Hash(of: bytes).data, try Canonical.encode(problem), isOwed, entry.number,
            ]
        )
    }

    private func names(_ change: Change, _ records: Set<RecordID>) throws -> Bool {
        guard let form = try? form(change.form, version: change.formVersion) else { return false }
        return change.patch.contains { path, edit in
            guard form.field(path)?.item.namesRecordOf != nil else { return false }
            return edit.to?.references.contains(where: records.contains) == true
        }
    }
}

/// What this device has removed, and has to tell the server of.
extension StoreSession {
    /// Nil when there is nothing to tell.
    package func confirmation() throws -> Confirmation? {
        let erasures = try fact("erasuresToConfirm", as: [ErasureID].self) ?? []
        let lostFeeds = try fact("lostFeeds", as: Bool.self) ?? false
        guard !erasures.isEmpty || lostFeeds else { return nil }
        return Confirmation(erasures: erasures, feeds: try fact("feeds", as: [Feed].self) ?? [])
    }

    /// Forgets what was told; what came meanwhile is told the next time.
    package func confirmed(_ confirmation: Confirmation) throws {
        let open = try fact("erasuresToConfirm", as: [ErasureID].self) ?? []
        try set("erasuresToConfirm", open.filter { !confirmation.erasures.contains($0) })
        if try fact("feeds", as: [Feed].self) ?? [] == confirmation.feeds {
            try set("lostFeeds", false)
        }
    }

    /// Removes all that was pulled, and the content of what is stored, as the device was revoked;
    /// what was never sent stays.
    package func purgeAll() throws {
        #if MUTANTS
        if Mutant.revokedKeeps.isOn { return }
        #endif
        try forgetCursor()
        try purge(leaving(outside: [], replacing: false), outside: [])
        try run(sql: "DELETE FROM feed")
        try set("lostFeeds", true)
        try noteRevoked()
        try forgetUnreadNews()
        try forget("freshness")
    }
}

extension FieldValue {
    /// The records that are named, written or chosen among those on a device.
    var references: [RecordID] {
        switch self {
        case .text(let text), .choice(let text): RecordID(text).map { [$0] } ?? []
        case .choices(let names): names.compactMap { RecordID($0) }
        default: []
        }
    }
}

extension Problem {
    /// What stands in the place of a change whose subject was erased.
    fileprivate static func erased(_ erasure: Erasure) -> Problem {
        Problem(
            .recordErased,
            "The person whom this was about was erased on \(erasure.at.date)"
                + " (\(erasure.authority)). What was written is removed from this device."
        )
    }
}
