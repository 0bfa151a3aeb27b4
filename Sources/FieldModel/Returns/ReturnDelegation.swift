// SPDX-License-Identifier: Apache-2.0

/// Who may hand a return to the council: the signatory, and the coordinator where the service does
/// not keep it to the signatory (`submits`).
package enum ReturnDelegation {
    /// True where only a signatory submits.
    ///
    /// `services` are the organisation's, each field by the name that it had first; `service` is
    /// what the return names. One that names none of them is about all that the organisation does,
    /// so leaving the name out opens nothing.
    package static func isReserved(_ services: [Record], for service: String?) -> Bool {
        let own = services.filter { $0.form.text == "service" && !$0.isDeleted }
        let name = service?.lowercased()
        let meant = own.filter { record in
            record.id.description == name
                || (name != nil && record.text("name")?.lowercased() == name)
        }
        return (meant.isEmpty ? own : meant).contains { $0.text("submits") == "signatory" }
    }

    /// - Throws: `Problem` `permission.denied` for who is no signatory of the organisation.
    package static func require(
        _ actor: Actor,
        in scope: Scope,
        _ services: [Record],
        for service: String?
    ) throws(Problem) {
        guard !actor.isSignatory(in: scope), isReserved(services, for: service) else { return }
        throw Problem(
            .forbidden,
            "Returns of this service are submitted by a signatory of the organisation. Nothing was"
                + " submitted. It can be prepared by you, and then by them: keeplocal return submit"
        )
    }
}

extension Actor {
    package func isSignatory(in scope: Scope) -> Bool {
        grants.contains {
            $0.role == .signatory && $0.council == scope.council
                && $0.organisation == scope.organisation
        }
    }
}
