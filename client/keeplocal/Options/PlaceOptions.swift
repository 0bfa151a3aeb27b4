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
            organisation: try organisation.map { text in
                try Named.one(text, of: session.organisationNames(), noun: "organisation")
            }
        )
    }

    /// The place that the options name; else, at a terminal, the one of several that is chosen.
    ///
    /// - Throws: `Problem` before a question is answered in vain: when there is no place where this
    ///   person may write the form.
    func asked(for form: CompiledForm, in store: FieldStore) throws -> Place {
        let (given, scopes, words) = try store.read { session in
            let given = try place(in: session)
            let scopes = try session.scopes(of: form, in: given)
            return (given, scopes, try session.successionWords(scopes.only?.organisation))
        }
        if let words { Terminal.note(words) }
        guard scopes.count > 1, Terminal.isInteractive else {
            _ = try store.read { try $0.scope(of: form, in: given) }
            return given
        }
        let names = try store.read { session in
            try scopes.map { scope in
                try scope.organisation.map { try session.name(of: $0) }
                    ?? session.name(of: scope.council.text)
            }
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

    /// What whoever begins a record at an organisation should know, where another goes on in its
    /// place: work is never moved by itself, as people agreed to where it is kept.
    func successionWords(_ organisation: OrganisationID?) throws -> String? {
        guard let organisation else { return nil }
        let history = try organisationHistory()
        guard let next = history.successor(of: organisation, on: today) else { return nil }
        return
            "This is kept with \(inert(try name(of: organisation))). For who goes on in its place:"
            + " --organisation \"\(inert(try name(of: next)))\""
    }
}

extension Array {
    /// The one that there is; nil of none and of several.
    fileprivate var only: Element? { count == 1 ? first : nil }
}
