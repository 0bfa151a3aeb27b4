// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FieldStore

extension StoreSession {
    /// Whom it was given to; else those who may settle what belongs to them.
    func decider(of conflict: Conflict, _ scope: Scope) throws -> String {
        if let person = conflict.assignee { return inert(try name(of: person)) }
        if scope.audience == .organisation, let organisation = scope.organisation {
            return "coordinators of \(inert(try name(of: organisation)))"
        }
        let council = inert(try name(of: scope.council))
        return scope.audience == .finance ? "finance of \(council)" : "reviewers of \(council)"
    }
}
