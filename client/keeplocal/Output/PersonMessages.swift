// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FieldStore
import Figures
import Screens

/// What a coordinator is to decide about people.
extension StoreSession {
    func personMessages() throws -> [Message] {
        guard try identity().grants.contains(where: { $0.role == .coordinator }) else { return [] }
        return try lateAnswerMessages() + withheldMessages()
    }

    private func lateAnswerMessages() throws -> [Message] {
        try lateAnswers().map { late in
            Message(
                standing: .stored,
                record: late.survivor,
                title: "\(try person(late.survivor)): a joined record was changed",
                detail: try late.lines(self).joined(separator: "\n"),
                at: late.at.instant
            )
        }
    }

    private func withheldMessages() throws -> [Message] {
        try withheld().map { entry in
            Message(
                standing: .stored,
                record: entry.record,
                title: "\(entry.form?.text ?? "record") of \(entry.date): consent was withdrawn on"
                    + " \(entry.since)",
                detail: "No figure counts it until you decide:"
                    + " keeplocal participant keep \(entry.record.short) --reason TEXT,"
                    + " or keeplocal delete \(entry.record.short) --reason TEXT",
                at: now
            )
        }
    }
}
