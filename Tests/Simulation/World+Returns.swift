// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import GRDB
import SyncService

/// The first return of the first organisation, as the server has it.
struct FirstReturn {
    let record: RecordID
    let scope: Scope
    let progress: ReturnProgress
}

extension World {
    func firstReturn() throws -> FirstReturn? {
        let rows = try server.disk.rows(
            "SELECT id FROM record WHERE form = 'quarterly_return' ORDER BY id LIMIT 1"
        )
        guard let id = rows.first?["id"] as Data?,
            let state = try server.storage.readNow({ try $0.record(RecordID(bytes: id))?.state })
        else { return nil }
        return FirstReturn(
            record: state.record,
            scope: state.scope,
            progress: ReturnProgress(state)
        )
    }

    /// True for who may make this move of the first return, or else the one that comes next; to
    /// open one where there is none.
    func mayMoveReturn(_ person: PersonID, _ named: ReturnMove.Name? = nil) throws -> Bool {
        let actor = Actor(person: person, grants: rights.grants[person] ?? [])
        let (organisation, council) = Cast.organisations[0]
        guard let found = try firstReturn() else {
            let scope = Scope(council: council, organisation: organisation, audience: .council)
            return may(actor, .write, .record(scope, .return))
        }
        let move = named ?? found.progress.next
        return may(actor, move.map { .move($0) } ?? .read, .record(found.scope, .return))
    }
}

extension ReturnProgress {
    /// The move that leads on; nil for a return that is published or void.
    var next: ReturnMove.Name? {
        switch state {
        case .open, .returned, .reopened, .withdrawn: .prepare
        case .ready: .submit
        case .submitted: .review
        case .inReview, .answered: .accept
        case .queried: .answer
        case .accepted: .approve
        case .approved: .publish
        case .published, .void: nil
        }
    }
}
