// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import FieldStore

/// What is said where a return is shown to others than its organisation: a page of answers does not
/// tell by itself that they are those that were submitted.
extension StoreSession {
    func isDraftOfOthers(_ record: Record) throws -> Bool {
        guard try isReadAsSubmitted(record.form, record.scope) else { return false }
        return try returnOnDevice(record.id).progress.revisions.isEmpty
    }

    /// None for any other record.
    func readingWords(of record: Record) throws -> [String] {
        guard try isReadAsSubmitted(record.form, record.scope) else { return [] }
        let count = try returnOnDevice(record.id).progress.revisions.count
        guard count > 0 else { return [Self.notSubmitted] }
        return [
            "As it was submitted last, revision \(count). What was said about it:"
                + " keeplocal return show \(record.id.short)"
        ] + (try isChangedSinceSubmission(record.id) ? [Self.changedSince] : [])
    }

    static var notSubmitted: String {
        "Nothing of it was submitted yet: what is in it is the organisation's."
    }

    static var changedSince: String {
        "The organisation has changed it since; that is not part of this."
    }

    /// Under a list in which there are any.
    func readingRemark(of records: [Record]) throws -> [String] {
        guard try records.contains(where: { try isReadAsSubmitted($0.form, $0.scope) }) else {
            return []
        }
        return [
            "",
            "Returns are listed as they were submitted last. What they say:"
                + " keeplocal return show RETURN",
        ]
    }

    /// Under the history of one.
    func historyRemark(of id: RecordID) throws -> [String] {
        guard let record = try record(id), try isReadAsSubmitted(record.form, record.scope) else {
            return []
        }
        return [
            "What the organisation wrote into it is its own. What was submitted:"
                + " keeplocal return show \(id.short)"
        ]
    }
}
