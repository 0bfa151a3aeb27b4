// SPDX-License-Identifier: Apache-2.0

package import FieldModel

extension Capture {
    /// Gives, or with nil takes away, an answer; it stays where it was when the form forbids it.
    ///
    /// - Returns: Why the answer was not taken; nil when it was.
    package mutating func answer(_ path: FieldPath, with value: FieldValue?) -> FieldProblem? {
        guard form.field(path)?.isAsked == true else {
            return FieldProblem(path.text, .fieldUnknown, "There is nothing to answer here.")
        }
        let former = filling.answers[path]
        guard former != value else { return problem(at: path) }
        guard !filling.isReadOnly(path) else {
            return FieldProblem(
                path.text,
                .fieldConstraint,
                "This is given by the form and cannot be changed here."
            )
        }
        var changed = filling
        changed.answer(path, with: value)
        if value != nil, let problem = changed.problem(at: path) { return problem }
        filling = changed
        past.note(.answer(path, former: former))
        return nil
    }

    /// What is missing or wrong at a question.
    package func problem(at path: FieldPath) -> FieldProblem? {
        if let problem = filling.problem(at: path) { return problem }
        guard filling.value(at: path) == nil, filling.isRequired(path), filling.isRelevant(path)
        else { return nil }
        return FieldProblem(path.text, .fieldRequired, "\(label(at: path)) is needed.")
    }

    /// True where a person adds and removes instances; false where the form counts them.
    package func isOpenEnded(_ list: FieldPath) -> Bool {
        group(at: list).map { $0.isRepeat && $0.count == nil } ?? false
    }

    /// Adds an instance at the end of a list, also once the record is read again, and goes to its
    /// first stop.
    package mutating func addInstance(
        to list: FieldPath,
        at now: Instant,
        using random: inout some RandomNumberGenerator
    ) {
        guard isOpenEnded(list) else { return }
        let id = InstanceID.make(at: now, after: instances(of: list), using: &random)
        filling.addInstance(id, to: list)
        past.note(.added(id, to: list))
        go(to: list.instance(id))
    }

    /// Takes an instance away with all that was answered in it, and goes to its list.
    ///
    /// Asking whether this is meant is up to the caller; `undo` brings it back, at the end.
    package mutating func removeInstance(_ id: InstanceID, from list: FieldPath) {
        guard isOpenEnded(list) else { return }
        let place = list.instance(id)
        let answers = filling.answers.filter { $0.key.isWithin(place) }
        filling.removeInstance(id, from: list)
        past.note(.removed(id, from: list, answers: answers))
        go(to: list)
    }

    package var canUndo: Bool { !past.steps.isEmpty }

    /// Takes the last answer, addition or removal back, and goes to its place.
    ///
    /// - Returns: The place; nil when there is nothing to take back.
    package mutating func undo() -> FieldPath? {
        guard let step = past.takeLast() else { return nil }
        let place: FieldPath
        switch step {
        case .answer(let path, let former):
            filling.answer(path, with: former)
            place = path
        case .added(let id, let list):
            filling.removeInstance(id, from: list)
            place = list
        case .removed(let id, let list, let answers):
            filling.addInstance(id, to: list)
            for path in answers.keys.sorted() { filling.answer(path, with: answers[path]) }
            place = list
        }
        if !go(to: place) { retreat() }
        return place
    }

    /// What is not relevant any more is no place to stay at.
    mutating func retreat() {
        guard stop != .end, !level.contains(stop) else { return }
        var place = stop.path?.list ?? stop.instance?.list
        while let list = place {
            if go(to: list) { return }
            place = list.innermostInstance?.list
        }
        stop = stops(in: nil).first ?? .end
    }
}
