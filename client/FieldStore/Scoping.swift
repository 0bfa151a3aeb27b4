// SPDX-License-Identifier: Apache-2.0

package import FieldForms
package import FieldModel

extension StoreSession {
    /// That a form is opened by somebody who may save it; in which place may be said later.
    ///
    /// - Throws: `Problem` `permission.denied`.
    func requireRight(to form: CompiledForm, in place: Place) throws {
        if try scopes(of: form, in: place).isEmpty { _ = try scope(of: form, in: place) }
    }

    /// Where this person may write a new record of a form.
    package func scopes(of form: CompiledForm, in place: Place = Place()) throws -> [Scope] {
        let (actor, audience) = (try identity().actor, form.definition.audience)
        let rights = try versions(of: form.id)?.newest.definition ?? form.definition
        return Set(actor.grants.compactMap { $0.scope(for: audience, in: place) })
            .filter { may(actor, .write, rights.subject(in: $0)) }.sorted()
    }

    /// The one scope in which this person may write a new record of a form.
    ///
    /// - Throws: `Problem` when there is none, or when more than one is possible and the place
    ///   does not say which.
    package func scope(of form: CompiledForm, in place: Place) throws -> Scope {
        let scopes = try scopes(of: form, in: place)
        if scopes.count == 1, let scope = scopes.first { return scope }
        guard scopes.isEmpty else {
            let places = scopes.map { scope in
                scope.organisation.map { "--organisation \($0)" } ?? "--council \(scope.council)"
            }
            throw Problem(
                .requestMalformed,
                "You work in more than one place; say which: \(places.joined(separator: ", or "))"
            )
        }
        throw Problem(
            .forbidden,
            (try versions(of: form.id)?.newest ?? form).definition.refusal(of: .write)
                + " Nothing was saved."
        )
    }
}

extension Grant {
    fileprivate func scope(for audience: Audience, in place: Place) -> Scope? {
        guard place.council == nil || council == nil || council == place.council,
            let council = council ?? place.council
        else { return nil }
        guard role.place == .organisation else {
            return Scope(
                council: council,
                organisation: place.organisation,
                audience: audience
            )
        }
        guard place.organisation == nil || place.organisation == organisation else { return nil }
        return Scope(council: council, organisation: organisation, audience: audience)
    }
}
