// SPDX-License-Identifier: Apache-2.0

import FieldForms
package import FieldModel
package import Figures
import GRDB

/// People whom records name in words, as whoever wrote them knew no record of the person.
extension StoreSession {
    /// Words that are the name of somebody who is recorded here.
    ///
    /// - Complexity: All records are read that are about a person.
    package func namedInWords() throws -> [NamedInWords] {
        let forms = try [FormID.named("participant")] + questionsAboutPeople().keys
        return try NamedInWords.all(in: countedRecords(of: forms))
    }

    /// The same where there are no more records than that; else nil.
    package func namedInWords(among limit: Int) throws -> [NamedInWords]? {
        let forms = try questionsAboutPeople().keys
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
    /// - Returns: What was saved; never nothing.
    /// - Throws: `Problem` `reason.missing`, `record.unknown`, `request.malformed` where no record
    ///   of the person's organisation says the words, and what `edit` throws: then none is saved.
    package func link(_ words: String, to person: RecordID, reason: String) throws -> [Saved] {
        try requireReason(reason)
        let scope = try participant(person).scope
        let wanted = words.lowercased()
        let questions = try questionsAboutPeople()
        let saying = try countedRecords(of: Array(questions.keys)).filter {
            $0.scope == scope && $0.text("participant")?.lowercased() == wanted
        }
        guard !saying.isEmpty, RecordID(words) == nil else {
            throw Problem(
                .requestMalformed,
                "No record of that organisation names a person as '\(words.prefix(100))'. See who"
                    + " is named in words: keeplocal participant words"
            )
        }
        let answer = FieldValue.text(person.description)
        return try saying.compactMap { record in
            guard let path = questions[record.form] else { return nil }
            return try edit(record.id, fields: [path: answer], reason: reason)
        }
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
