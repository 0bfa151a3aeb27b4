// SPDX-License-Identifier: Apache-2.0

package import FieldModel

extension Conflict {
    /// The first rule that speaks for exactly one of the values; nil where people must be asked.
    ///
    /// It names the latest of the candidates that say the value.
    package func suggestion(
        in state: RecordState,
        _ versions: FormVersions,
        today: PlainDate,
        now: Instant
    ) -> Suggestion? {
        guard self.state == .open, candidates.count > 1 else { return nil }
        if field == .exists { return kept }
        let advice = Advice(
            conflict: self,
            state: versions.read(state),
            form: versions.newest,
            today: today,
            now: now
        )
        return advice.fitting ?? advice.alike ?? advice.fuller ?? advice.filled
            ?? advice.ofOneAuthor ?? advice.dated ?? advice.latest
    }

    private var kept: Suggestion? {
        suggest(.editWins, { $0.value != .boolean(false) }) {
            _ in "Somebody changed it who had not seen the deletion; nothing of theirs is lost so."
        }
    }

    /// Nil unless the candidates that are meant say one value.
    fileprivate func suggest(
        _ rule: Suggestion.Rule,
        _ isMeant: (Candidate) -> Bool,
        _ why: (Candidate) -> String
    ) -> Suggestion? {
        let meant = candidates.filter(isMeant)
        guard meant.count < candidates.count, Set(meant.map(\.value)).count == 1,
            let last = meant.max(by: { $0.at < $1.at })
        else { return nil }
        return Suggestion(candidate: last.id, rule: rule, why: why(last))
    }
}

/// One conflict with all that the rules look at.
private struct Advice {
    let conflict: Conflict
    let state: RecordState
    let form: CompiledForm
    let today: PlainDate
    let now: Instant

    var fitting: Suggestion? {
        let fits = { (candidate: Candidate) in
            form.check(patch: [conflict.field: candidate.value], today: today, now: now).isEmpty
        }
        return conflict.suggest(.fitsForm, fits) { _ in "The form does not allow the other." }
    }

    var alike: Suggestion? {
        let letters = texts.map { $0?.letters }
        guard let first = letters.first, first != nil, letters.allSatisfy({ $0 == first }) else {
            return nil
        }
        // Whoever wrote more of it wrote with more care.
        let longest = texts.compactMap { $0?.count }.max()
        return conflict.suggest(.spelling, { $0.text?.count == longest }) { _ in
            "They differ in capitals, blanks or punctuation only."
        }
    }

    var fuller: Suggestion? {
        let known = texts.compactMap { $0?.letters }
        guard known.count == texts.count else { return nil }
        let saysAll = { (candidate: Candidate) in
            guard let letters = candidate.text?.letters else { return false }
            return known.allSatisfy { !$0.isEmpty && letters.contains($0) }
        }
        return conflict.suggest(.fuller, saysAll) { _ in
            "It says all that the other says, and more."
        }
    }

    var filled: Suggestion? {
        conflict.suggest(.filled, { $0.value != nil }) { _ in
            "The other only cleared the answer."
        }
    }

    var ofOneAuthor: Suggestion? {
        guard Set(conflict.candidates.map(\.author)).count == 1 else { return nil }
        let last = conflict.candidates.map(\.at).max()
        return conflict.suggest(.sameAuthor, { $0.at == last }) { _ in
            "One person wrote both; this is their later word."
        }
    }

    /// By the day that was saved together with the answer, as a merge group has it.
    var dated: Suggestion? {
        // A day that stands alone says when something was, not when it was known.
        guard form.mergeGroup(of: conflict.field).count > 1 else { return nil }
        let days = Dictionary(
            conflict.candidates.map { ($0.id, day(of: $0)) },
            uniquingKeysWith: { first, _ in first }
        )
        let known = days.values.compactMap(\.self)
        guard known.count == conflict.candidates.count, let first = known.min(),
            let last = known.max(), first != last
        else { return nil }
        if conflict.field.template.hasPrefix("baseline/") {
            return conflict.suggest(.earlierBaseline, { days[$0.id] == .some(first) }) { _ in
                "A baseline is the first that was taken: on \(first), not on \(last)."
            }
        }
        return conflict.suggest(.laterKnowledge, { days[$0.id] == .some(last) }) { _ in
            "It is of \(last), the other of \(first)."
        }
    }

    private func day(of candidate: Candidate) -> PlainDate? {
        for path in form.mergeGroup(of: conflict.field) {
            let write = state.registers[path]?.writes.first { $0.stamp.change == candidate.id }
            if case .date(let day)? = write?.edit.to { return day }
        }
        return nil
    }

    /// Only for what lasts: of a visit, both saw the same day, and a later word is no better one.
    var latest: Suggestion? {
        let isEvent = form.fields.contains {
            $0.item.type == .date && $0.required != nil && $0.ancestors.isEmpty
                && $0.relevant == nil
        }
        guard !isEvent, let last = conflict.candidates.map(\.at.instant.date).max() else {
            return nil
        }
        return conflict.suggest(.laterWord, { $0.at.instant.date == last }) { _ in
            "It is the later word, of \(last)."
        }
    }

    private var texts: [String?] { conflict.candidates.map(\.text) }
}

extension Candidate {
    fileprivate var text: String? {
        guard case .text(let text)? = value else { return nil }
        return text
    }
}

extension String {
    /// What is left without capitals, blanks and punctuation.
    fileprivate var letters: String { lowercased().filter { $0.isLetter || $0.isNumber } }
}
