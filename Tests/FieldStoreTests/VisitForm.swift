// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation

/// The form `visit` in two versions: a field renamed, one on another scale, one gone, one needed.
enum VisitForm {
    static let first = """
        {"id": "visit", "version": 1, "title": "Visit", "audience": "organisation",
         "category": "case", "mergeGroups": [["outcome", "outcome_on"]], "items": [
            {"type": "text", "name": "who", "required": "true()"},
            {"type": "text", "name": "needs"},
            {"type": "integer", "name": "outcome", "constraint": ". <= 5"},
            {"type": "date", "name": "outcome_on"},
            {"type": "text", "name": "old"}]}
        """

    static let second = """
        {"id": "visit", "version": 2, "title": "Visit", "audience": "organisation",
         "category": "case", "mergeGroups": [["outcome", "outcome_on"]], "items": [
            {"type": "text", "name": "who", "required": "true()"},
            {"type": "text", "name": "support", "mapsFrom": "needs"},
            {"type": "integer", "name": "outcome", "scale": "ten", "constraint": ". <= 10"},
            {"type": "date", "name": "outcome_on"},
            {"type": "boolean", "name": "consent", "label": "Consent", "required": "true()"}]}
        """
}

extension CouncilLog {
    func publish(_ form: String) throws {
        published.append(try Canonical.decode(from: Data(form.utf8)))
    }
}

extension Device {
    /// A stored record of the first version.
    func visit() throws -> RecordID {
        let record = try create(
            "visit",
            [
                "who": .text("p"), "needs": .text("food"), "outcome": .integer(4),
                "old": .text("kept"),
            ]
        )
        try sync()
        return record
    }
}
