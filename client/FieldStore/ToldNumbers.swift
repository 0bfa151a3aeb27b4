// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel

/// What files for others told, as every device of the same people remembers it.
extension StoreSession {
    /// An organisation's people remember apart from a council's: neither reads the other's.
    private static let toldForms = ["told_numbers", "told_by_council"].compactMap { FormID($0) }

    /// Everything that was remembered here or came with a sync, the oldest first.
    package func toldNumbers() throws -> [String] {
        try Self.toldForms.flatMap { try records(form: $0) }
            .map { try placed($0) }
            .filter { !$0.isDeleted }
            .compactMap { $0.text("numbers") }
    }

    /// Remembers what a report told, with whoever may read what this person writes.
    ///
    /// - Returns: False where this person may write no such record, so that nobody else learns it.
    package func remember(
        told numbers: [String],
        by report: String,
        in place: Place
    ) throws -> Bool {
        var isShared = false
        for id in Self.toldForms {
            guard let form = try versions(of: id)?.newest else { continue }
            // What a council's people told is theirs, whichever organisation it was about.
            let isOwn = form.definition.audience == .organisation
            for scope in try scopes(of: form, in: isOwn ? place : Place(council: place.council)) {
                isShared = true
                for text in numbers {
                    let answers: [(String, FieldValue)] = [
                        ("report", .text(report)), ("numbers", .text(text)),
                    ]
                    _ = try create(id, fields: placed(answers, id), in: scope.place)
                }
            }
        }
        return isShared
    }
}
