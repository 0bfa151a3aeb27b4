// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FieldStore
import Screens

extension StoreSession {
    /// Returns that the council does without, and why, for those who would have made them.
    func returnsWaived() throws -> [Message] {
        let identity = try identity()
        let own = Set(identity.actor.grants.compactMap(\.organisation))
        return try returnBoard(today: today).rows.compactMap { row in
            guard let waiver = row.waiver, let record = waiver.record,
                let organisation = row.organisation, own.contains(organisation),
                let said = try state(of: record)?.lastWord, said.author != identity.person
            else { return nil }
            return Message(
                standing: .reviewed,
                record: record,
                title: "The return for \(row.period), \(row.name ?? "all services"), is waived",
                detail: "The council does without it, says \(try name(of: said.author)) on"
                    + " \(said.at.instant.words),\nbecause: \(waiver.reason)",
                at: said.at.instant
            )
        }
    }
}
