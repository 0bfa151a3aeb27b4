// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FieldForms
import FieldModel
import FieldStore

/// Saving one record of a council, in the words of the command that makes it.
struct SavingOptions: ParsableArguments {
    @OptionGroup var place: PlaceOptions
    @OptionGroup var rehearsal: RehearsalOptions
    @OptionGroup var device: DeviceOptions

    /// Saves a new record, or new answers of the one that `existing` finds.
    func save(
        _ form: String,
        _ fields: [FieldPath: FieldValue?],
        what: String,
        in opened: FieldStore? = nil,
        existing: (StoreSession, Scope) throws -> RecordID? = { _, _ in nil }
    ) throws {
        let store = try opened ?? device.store()
        let saved = try store.write(isRehearsal: rehearsal.dryRun) { session in
            let id = try formID(form)
            let place = try place.place(in: session)
            let scope = try session.scope(of: session.form(id), in: place)
            if let record = try existing(session, scope) {
                return try session.edit(record, fields: fields)
            }
            return try session.create(id, fields: fields.compactMapValues { $0 }, in: place)
        }
        try device.show(JSON(saved)) {
            let outcome =
                saved.change == nil ? "Here already, and nothing was done" : rehearsal.outcome
            Terminal.line("\(outcome): \(inert(what)) (\(saved.record.short))")
        }
        rehearsal.note()
    }
}
