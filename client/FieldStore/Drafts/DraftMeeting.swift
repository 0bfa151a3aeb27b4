// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// What became of answers whose draft may be open in another window as well.
package enum DraftMeeting: Hashable, Sendable {
    /// Nobody else has changed it.
    case alone(Draft)
    /// Answers of another window stand beside them.
    case joined(Draft)
    /// Another window has answered the same otherwise: these are a draft of their own.
    case parted(Draft, [FieldPath])
    /// The same where changes of one record can be no second draft: theirs stand in it.
    case disputed(Draft, [FieldPath])
    /// Another window has saved it: what differs here is kept as changes of that record; nil where
    /// nothing does.
    case saved(Draft?)
}

extension StoreSession {
    /// Keeps answers as `keep(_:after:)` does, and sees whether another window changed the draft
    /// since `kept`: neither takes the other's answers away.
    ///
    /// - Throws: `Problem` as `keep(_:after:)` does, for a draft that was thrown away or erased.
    package func keep(_ next: Draft, meeting kept: Draft) throws -> DraftMeeting {
        guard let stored = try draft(kept.id) else {
            if !kept.isEmpty, try isSaved(kept) { return try changes(next) }
            try keep(next, after: kept)
            return .alone(next)
        }
        guard !stored.saysTheSame(as: kept) else {
            try keep(next, after: kept)
            return .alone(next)
        }
        return try join(next, kept, stored)
    }

    private func join(_ next: Draft, _ kept: Draft, _ stored: Draft) throws -> DraftMeeting {
        let mine = next.paths(differingFrom: kept)
        let disputed = mine.filter {
            stored.answers[$0] != kept.answers[$0] && stored.answers[$0] != next.answers[$0]
        }.sorted()
        let isOtherForm = stored.formVersion != next.formVersion
        if isOtherForm || !disputed.isEmpty, !next.isEdit { return try part(next, disputed) }
        var joined = stored
        for path in mine where !disputed.contains(path) {
            joined.answers[path] = next.answers[path]
        }
        (joined.position, joined.language) = (next.position, next.language)
        joined.typed = next.typed
        for (list, ids) in next.instances {
            let known = joined.instances[list] ?? []
            joined.instances[list] = known + ids.filter { !known.contains($0) }
        }
        try keep(joined, after: stored)
        return disputed.isEmpty ? .joined(joined) : .disputed(joined, disputed)
    }

    private func part(_ next: Draft, _ disputed: [FieldPath]) throws -> DraftMeeting {
        let parted = Draft(
            id: .make(at: now, using: &random),
            header: next.header,
            answers: next.answers,
            former: next.former,
            touched: now
        )
        try requireUnerased(next.answers, of: form(next.form, version: next.formVersion))
        try replace(parted)
        return .parted(parted, disputed)
    }

    /// True where a draft is gone because it was saved, rather than thrown away.
    private func isSaved(_ draft: Draft) throws -> Bool {
        guard try state(of: draft.id) != nil else { return false }
        return try !draft.isEdit
            || journal(of: draft.id).contains { $0.change.at.instant >= draft.header.started }
    }

    /// What was answered here, as changes of the record that another window made of the draft.
    private func changes(_ next: Draft) throws -> DraftMeeting {
        let saved = try beginEditing(next.id)
        guard saved.formVersion == next.formVersion else { return try part(next, []) }
        var changed = saved
        for path in Set(next.answers.keys).union(next.former.keys)
        where next.answers[path] != next.former[path] {
            changed.answers[path] = next.answers[path]
        }
        (changed.position, changed.typed) = (next.position, next.typed)
        try requireUnerased(next.answers, of: form(next.form, version: next.formVersion))
        guard changed.answers != saved.answers || changed.typed != nil else { return .saved(nil) }
        try replace(changed)
        return .saved(changed)
    }
}

extension Draft {
    fileprivate func saysTheSame(as other: Draft) -> Bool {
        answers == other.answers && instances == other.instances
            && formVersion == other.formVersion
    }

    fileprivate func paths(differingFrom other: Draft) -> [FieldPath] {
        Set(answers.keys).union(other.answers.keys).filter { answers[$0] != other.answers[$0] }
    }
}
