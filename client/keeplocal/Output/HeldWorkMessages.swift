// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FieldStore
import Screens

extension StoreSession {
    /// What the council decided about work after the end of a service, for those who did it.
    func workDecided() throws -> [Message] {
        let decisions = try lateDecisions()
        guard !decisions.isEmpty else { return [] }
        let identity = try identity()
        let own = Set(identity.actor.grants.compactMap(\.organisation))
        return try services().compactMap { service, _ in
            guard let decision = decisions[service.id.description],
                let organisation = service.scope.organisation, own.contains(organisation),
                let last = try state(of: decision.id)?.lastWord, last.author != identity.person
            else { return nil }
            let name = service.text("name") ?? service.id.short
            return Message(
                standing: .reviewed,
                record: service.id,
                title: "Work after the end of \(name): \(try HeldWorkLines.words(decision, self))",
                detail: "Decided by \(try self.name(of: last.author)) on"
                    + " \(last.at.instant.words). See: keeplocal service held",
                at: last.at.instant
            )
        }
    }
}

extension RecordState {
    /// What was said of it last.
    var lastWord: Stamp? {
        registers.values.flatMap(\.writes).map(\.stamp).max { $0.at < $1.at }
    }
}
