// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FieldStore
import Screens

extension StoreSession {
    /// What the council decided about work after the end of a service, for those who did it.
    func workDecided() throws -> [Message] {
        let identity = try identity()
        let own = Set(identity.actor.grants.compactMap(\.organisation))
        return try heldWork().compactMap { work in
            guard let organisation = work.service.scope.organisation, own.contains(organisation),
                let decided = work.decided, decided.person != identity.person
            else { return nil }
            let name = work.service.text("name") ?? work.service.id.short
            return Message(
                standing: .reviewed,
                record: work.service.id,
                title: "Work after the end of \(name): \(try HeldWorkLines.decision(work, self))",
                detail: "Decided by \(try self.name(of: decided.person)) on"
                    + " \(decided.at.words). See: keeplocal service held",
                at: decided.at
            )
        }
    }
}
