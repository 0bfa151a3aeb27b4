// SPDX-License-Identifier: Apache-2.0

import FieldModel

/// A server that breaks a promise on purpose, to see that the checks notice.
package enum Sabotage: Sendable, CaseIterable {
    /// Says "stored" and keeps nothing, now and then.
    case acknowledgesWithoutCommit
    /// Leaves a record out of a page.
    case dropsFromPage
    /// Gives one person what belongs to another.
    case deliversForeignFeeds
    /// Keeps only the last of two values that differ.
    case overwritesSilently
}

extension PullAnswer {
    /// The same page without its last record.
    var withoutLast: PullAnswer {
        PullAnswer(
            records: records.dropLast(),
            forms: forms,
            directory: directory,
            feeds: feeds,
            grants: grants,
            answered: answered,
            cursor: cursor,
            more: more
        )
    }
}

extension PushRequest {
    /// The same changes, each of which claims to have seen everything.
    func claiming(_ version: (RecordID) throws -> Sequence64) rethrows -> PushRequest {
        PushRequest(
            changes: try changes.map { try $0.upon(version($0.record)) },
            unsent: unsent
        )
    }
}

extension Change {
    fileprivate func upon(_ base: Sequence64) -> Change {
        Change(
            id: id,
            device: device,
            counter: counter,
            record: record,
            form: form,
            formVersion: formVersion,
            scope: scope,
            kind: kind,
            base: kind == .create ? 0 : base,
            patch: patch,
            step: step,
            reason: reason,
            author: author,
            party: party,
            at: at,
            lineage: lineage
        )
    }
}
