// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FieldForms
import FieldModel
import FieldStore

struct New: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Save a new record; without --set it asks, one question at a time.",
        discussion: """
            keeplocal new contact --set participant=P-17 --set kind=visit --set minutes=45
            keeplocal new outcome --set 'followup[+]/score=6' …   [+] starts a new follow-up
            """
    )

    @Argument(help: "The form, such as outcome; see: keeplocal form list") var form: String
    @Option(name: .customLong("set"), help: "An answer, as path=value. May be repeated.")
    var assignments: [String] = []
    @OptionGroup var place: PlaceOptions
    @OptionGroup var rehearsal: RehearsalOptions
    @OptionGroup var device: DeviceOptions

    func run() throws {
        let store = try device.store()
        let form = try store.read { try $0.form(formID(self.form)) }
        var answers: [FieldPath: FieldValue] = [:]
        if assignments.isEmpty {
            var interview = try Interview(form, store)
            try interview.run()
            answers = interview.answers
        } else {
            var arguments = FieldArguments(form: form, today: Instant.now.localDate)
            answers = try arguments.parse(assignments).compactMapValues { $0 }
        }
        let saved = try store.write(isRehearsal: rehearsal.dryRun) { session in
            try session.keep(draft: nil, of: form.id)
            return try session.create(
                form.id,
                fields: answers,
                in: try place.place(in: session)
            )
        }
        try device.show(JSON(saved)) {
            Terminal.line("Saved on this device: \(form.definition.title) \(saved.record.short)")
            Terminal.note("Send it with: keeplocal sync")
        }
        rehearsal.note()
    }
}

func formID(_ text: String) throws -> FormID {
    guard let id = FormID(text) else {
        throw Problem(.formUnknown, "There is no form '\(text.prefix(50))'.")
    }
    return id
}

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

    private func find(_ text: String, in directory: [DirectoryEntry]) throws -> OrganisationID {
        let known = directory.compactMap { entry -> (OrganisationID, String)? in
            guard case .organisation(let organisation) = entry else { return nil }
            return (organisation.id, organisation.name)
        }
        return try Named.one(text, of: known, noun: "organisation")
    }
}
