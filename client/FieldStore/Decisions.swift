// SPDX-License-Identifier: Apache-2.0

package import FieldModel
import GRDB

/// A conflict that somebody else has settled, in which this person had a say.
package struct DecisionTold: Hashable, Sendable {
    package let conflict: Conflict
    /// What this person had written.
    package let mine: FieldValue?
    package let resolution: Conflict.Resolution
}

extension StoreSession {
    /// What others decided about this person's answers, the latest first.
    ///
    /// - Complexity: Only the records that were written upon last on this device are read.
    package func decisionsTold(among limit: Int = 300) throws -> [DecisionTold] {
        let me = try identity().person
        return try recentRecords(limit).flatMap { record -> [DecisionTold] in
            guard let state = try state(of: record) else { return [] }
            return try conflicts(of: state).compactMap { DecisionTold($0, told: me) }
        }.sorted { $0.resolution.at > $1.resolution.at }
    }
}

extension StoreSession {
    /// Conflicts that this person settled, and against which somebody appeals; the latest first.
    ///
    /// - Complexity: As `decisionsTold`.
    package func appealsToMe(among limit: Int = 300) throws -> [Conflict] {
        let me = try identity().person
        return try recentRecords(limit).flatMap { record -> [Conflict] in
            guard let state = try state(of: record) else { return [] }
            return try conflicts(of: state).filter {
                $0.appeal != nil && $0.resolution?.author == me
            }
        }.sorted {
            ($0.appeal?.at.instant.milliseconds ?? 0) > ($1.appeal?.at.instant.milliseconds ?? 0)
        }
    }

    /// Those that were written upon last on this device.
    private func recentRecords(_ limit: Int) throws -> [RecordID] {
        try StoredRow.fetchAll(
            self,
            sql: """
                SELECT record, max(number) AS last FROM journal GROUP BY record
                ORDER BY last DESC LIMIT ?
                """,
            arguments: [limit]
        ).map { try RecordID(column: $0.get("record")) }
    }
}

extension DecisionTold {
    fileprivate init?(_ conflict: Conflict, told person: PersonID) {
        guard let resolution = conflict.resolution, conflict.state == .resolved,
            resolution.author != person,
            let mine = conflict.candidates.first(where: { $0.author == person })
        else { return nil }
        self.init(conflict: conflict, mine: mine.value, resolution: resolution)
    }
}
