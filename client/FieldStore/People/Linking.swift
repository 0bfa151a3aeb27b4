// SPDX-License-Identifier: Apache-2.0

import FieldForms
package import FieldModel
package import Figures
import GRDB

/// People whom records name in words, as whoever wrote them knew no record of the person.
extension StoreSession {
    /// Words that stand where a record of a person might, with who is recorded under them.
    ///
    /// - Complexity: All records are read that are about a person.
    package func namedInWords() throws -> [NamedInWords] {
        try NamedInWords.all(in: countedRecords(of: formsAboutPeople()))
    }

    /// The same where there are no more records than that; else nil.
    package func namedInWords(among limit: Int) throws -> [NamedInWords]? {
        let forms = try formsAboutPeople()
        let marks = databaseQuestionMarks(count: forms.count)
        let number = try Int.fetchOne(
            self,
            sql: "SELECT count(*) FROM record WHERE form IN (\(marks))",
            arguments: StatementArguments(forms.map(\.text))
        )
        return (number ?? 0) <= limit ? try namedInWords() : nil
    }

    /// Says whom records mean that name a person in these words: each of them is edited.
    ///
    /// `only`, where it is not empty, are the records that are meant: they have to be named where
    /// the words are the name of somebody else.
    ///
    /// - Returns: What was saved; never nothing.
    /// - Throws: `Problem` `reason.missing`, `record.unknown`, `request.malformed` with what is in
    ///   the way, and what `edit` throws: then none is saved.
    package func link(
        _ words: String,
        to person: RecordID,
        only: Set<RecordID> = [],
        reason: String
    ) throws -> [Saved] {
        try requireReason(reason)
        let scope = try participant(person).scope
        let named = try namedInWords().first { $0.isSaid(by: words) && $0.scope == scope }
        guard let named else { throw Problem.nobodyIsNamed(words) }
        let survivor = try merges().survivor(of: .record(person))
        guard named.people.allSatisfy({ .record($0) == survivor }) || !only.isEmpty else {
            throw Problem.othersAreNamed(named)
        }
        let strangers = only.subtracting(named.records)
        guard strangers.isEmpty else {
            let records = strangers.sorted().map(\.description).joined(separator: ", ")
            throw Problem(.requestMalformed, "These do not name a person so: \(records).")
        }
        let questions = try questionsAboutPeople()
        let answer = FieldValue.text(person.description)
        return try named.records.filter { only.isEmpty || only.contains($0) }.compactMap { id in
            guard let path = try questions[known(id).form] else { return nil }
            return try edit(id, fields: [path: answer], reason: reason)
        }
    }

    private func formsAboutPeople() throws -> [FormID] {
        try [FormID.named("participant")] + questionsAboutPeople().keys
    }

    /// The forms that ask whom it was with, and where their newest versions do.
    private func questionsAboutPeople() throws -> [FormID: FieldPath] {
        guard let first = FieldPath("participant") else { return [:] }
        var questions: [FormID: FieldPath] = [:]
        for form in try forms() {
            guard let path = try versions(of: form.id)?.place(of: first),
                form.field(path)?.item.suggestsRecordsOf?.text == "participant"
            else { continue }
            questions[form.id] = path
        }
        return questions
    }
}

extension Problem {
    fileprivate static func nobodyIsNamed(_ words: String) -> Problem {
        Problem(
            .requestMalformed,
            "No record of that person's organisation says '\(words.prefix(100))', or it is"
                + " disputed there. Nothing was saved. See who is named in words: keeplocal"
                + " participant words"
        )
    }

    fileprivate static func othersAreNamed(_ named: NamedInWords) -> Problem {
        let records = named.records.prefix(5).map { "--record \($0.description.suffix(8))" }
        let rest = named.records.count - records.count
        return Problem(
            .requestMalformed,
            "Somebody else is recorded so. Nothing was saved. Name the records that mean this"
                + " person, of: \(records.joined(separator: " "))"
                + (rest > 0 ? " and \(rest) more. See them with: keeplocal list" : "")
        )
    }
}
