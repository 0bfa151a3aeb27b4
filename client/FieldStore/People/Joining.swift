// SPDX-License-Identifier: Apache-2.0

import FieldForms
package import FieldModel
package import Figures

/// People who were recorded more than once. Nothing is moved or copied: one record says that it is
/// the same person as another, whoever counts or shows people follows it, and taking it back undoes
/// all.
extension StoreSession {
    /// Says that a record is of the same person as another, and counts as that one from now on.
    ///
    /// - Throws: `Problem` `reason.missing`, `record.unknown`, `record.deleted`,
    ///   `conflict.disputed`, or `request.malformed` with what is in the way.
    package func join(_ record: RecordID, with other: RecordID, reason: String) throws -> Saved {
        try requireReason(reason)
        let (first, second) = (try participant(record), try participant(other))
        guard first.scope == second.scope else {
            throw Problem(
                .requestMalformed,
                "The two are records of different organisations. Nobody may know there that it is"
                    + " one person, so they stay apart."
            )
        }
        let merges = try merges()
        let survivor = merges.survivor(of: .record(other))
        guard survivor != merges.survivor(of: .record(record)) else {
            throw Problem(.requestMalformed, "The two are the same person already.")
        }
        guard first.text("merged_into") ?? "" == "" else {
            throw Problem(
                .requestMalformed,
                "This record is joined with another already. Join that one, or part them first:"
                    + " keeplocal participant unmerge \(record) --reason TEXT"
            )
        }
        return try setSurvivor(survivor, of: record, reason)
    }

    /// Takes it back that a record is of the same person as another.
    ///
    /// - Throws: `Problem` `reason.missing`, `record.unknown`, or `request.malformed` for one that
    ///   is joined with none.
    package func part(_ record: RecordID, reason: String) throws -> Saved {
        try requireReason(reason)
        guard try participant(record).text("merged_into") ?? "" != "" else {
            throw Problem(
                .requestMalformed,
                "This record is joined with none, so there is nothing to part."
            )
        }
        return try setSurvivor(nil, of: record, reason)
    }

    /// Remembers that two are different people, so that they are not proposed again.
    ///
    /// - Throws: `Problem` `reason.missing`, `record.unknown` or `request.malformed`.
    package func setApart(_ one: RecordID, _ other: RecordID, reason: String) throws -> Saved {
        try requireReason(reason)
        let (first, second) = (try participant(one), try participant(other))
        guard first.scope == second.scope, one != other else {
            throw Problem(
                .requestMalformed,
                "Say it of two people of one organisation."
            )
        }
        let merges = try merges()
        guard merges.survivor(of: .record(one)) != merges.survivor(of: .record(other)) else {
            throw Problem(
                .requestMalformed,
                "The two are joined as one person. Part them first: keeplocal participant unmerge"
            )
        }
        let answers = ["first": one.description, "second": other.description, "why": reason]
        return try create(
            FormID.named("distinct_people"),
            fields: answers.asFields,
            in: Place(council: first.scope.council, organisation: first.scope.organisation)
        )
    }

    package func duplicates() throws -> Duplicates {
        let forms = try ["participant", "enrolment", "distinct_people"].map(FormID.named)
        return try Duplicates(countedRecords(of: forms))
    }

    /// The record, each field under the name that it had first.
    ///
    /// - Throws: `Problem` `record.unknown`, `record.deleted`, or `request.malformed` for a record
    ///   of another form.
    package func participant(_ id: RecordID) throws -> Record {
        let state = try known(id)
        guard state.form.text == "participant" else {
            throw Problem(.requestMalformed, "Record \(id) is not of a participant.")
        }
        let record = try placed(view(state))
        guard !record.isDeleted else {
            throw Problem(.recordDeleted, "Record \(id) was deleted.")
        }
        return record
    }

    func merges() throws -> Merges {
        try Merges(states(form: FormID.named("participant")).map { try placed(view($0)) })
    }

    private func setSurvivor(
        _ survivor: PersonKey?,
        of record: RecordID,
        _ reason: String
    ) throws -> Saved {
        let path = try participantPath("merged_into")
        let value = survivor.map { FieldValue.text($0.description) }
        return try edit(record, fields: [path: value], reason: reason)
    }

    /// Where the newest form of participants has a field that it named so first.
    func participantPath(_ name: String) throws -> FieldPath {
        let form = try FormID.named("participant")
        guard let first = FieldPath(name), let versions = try versions(of: form),
            case let path = versions.place(of: first), versions.newest.field(path) != nil
        else {
            throw Problem(
                .fieldUnknown,
                "The form of participants here has no question '\(name)', so this cannot be kept."
            )
        }
        return path
    }
}

extension FormID {
    /// - Throws: `Problem` `form.unknown`.
    static func named(_ name: String) throws -> FormID {
        guard let form = FormID(name) else {
            throw Problem(.formUnknown, "'\(name)' is no form.")
        }
        return form
    }
}

extension [String: String] {
    var asFields: [FieldPath: FieldValue] {
        var fields: [FieldPath: FieldValue] = [:]
        for (name, text) in self { if let path = FieldPath(name) { fields[path] = .text(text) } }
        return fields
    }
}
