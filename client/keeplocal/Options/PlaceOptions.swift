// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FieldForms
import FieldModel
import FieldStore

/// Where a new record belongs, for people who work in more than one place.
struct PlaceOptions: ParsableArguments {
    @Option(help: "The council, for those who work with more than one.") var council: String?
    @Option(help: "The organisation, by name or identifier.") var organisation: String?

    func place(in session: StoreSession) throws -> Place {
        let council = try council.map { text in
            guard let id = CouncilID(text) else {
                throw Failure(usage: "'\(text)' is not the name of a council, such as bradford")
            }
            return id
        }
        return Place(
            council: council,
            organisation: try organisation.map { try find($0, in: session.directory()) }
        )
    }

    /// The place that the options name; else, at a terminal, the one of several that is chosen.
    ///
    /// - Throws: `Problem` before a question is answered in vain: when there is no place where this
    ///   person may write the form.
    func asked(for form: CompiledForm, in store: FieldStore) throws -> Place {
        let (given, scopes) = try store.read { session in
            let given = try place(in: session)
            return (given, try session.scopes(of: form, in: given))
        }
        guard scopes.count > 1, Terminal.isInteractive else {
            _ = try store.read { try $0.scope(of: form, in: given) }
            return given
        }
        let names = try store.read { session in
            try scopes.map { try session.name(of: $0.organisation?.description ?? $0.council.text) }
        }
        Terminal.note("You work in more than one place. Where does this belong?")
        for (number, name) in names.enumerated() {
            Terminal.note("  \(String(number + 1).padded(3))\(inert(name))")
        }
        while let typed = Terminal.ask("Its number: ") {
            if let number = Int(typed.trimmingBlanks), scopes.indices.contains(number - 1) {
                return scopes[number - 1].place
            }
            Terminal.note("  Type a number from 1 to \(scopes.count).")
        }
        throw Failure(usage: "No place was chosen, so nothing was begun. Name it: --organisation.")
    }

    private func find(_ text: String, in directory: [DirectoryEntry]) throws -> OrganisationID {
        let known = directory.compactMap { entry -> (OrganisationID, String)? in
            guard case .organisation(let organisation) = entry else { return nil }
            return (organisation.id, organisation.name)
        }
        return try Named.one(text, of: known, noun: "organisation")
    }
}

extension StoreSession {
    /// Begins a record of the newest version of a form; nil for the one place that there is.
    ///
    /// - Throws: `Problem` before a question is answered in vain.
    func begin(_ form: FormID, in scope: Scope?) throws -> Draft {
        let (form, place) = (try self.form(form), scope?.place ?? Place())
        _ = try self.scope(of: form, in: place)
        return try begin(form, in: place)
    }
}
