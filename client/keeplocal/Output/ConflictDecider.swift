// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import FieldStore

extension StoreSession {
    /// Whom it was given to; else those who may settle what belongs to them.
    func decider(of conflict: Conflict, _ scope: Scope, _ form: FormID) throws -> String {
        if let person = conflict.assignee { return inert(try name(of: person)) }
        let settlers = try self.form(form).definition.settlers(in: scope)
        guard let role = settlers.first(where: { $0 != .seniorChampion }) ?? settlers.first else {
            return "an administrator"
        }
        let place =
            role.place == .organisation
            ? try scope.organisation.map { try name(of: $0) } : try name(of: scope.council)
        return "\(role.people) of \(inert(place ?? ""))"
    }
}
