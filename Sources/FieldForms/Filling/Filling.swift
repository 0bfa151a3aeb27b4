// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// A record while it is filled in: what was answered, and all that follows from it.
///
/// A value, without I/O: the same answers, instances and surroundings always give the same.
/// An answer to a question that is not relevant any more stays, so that a slip of the hand can be
/// taken back; `record` leaves it out.
package struct Filling: Sendable {
    package let form: CompiledForm
    package let surroundings: Surroundings
    /// What was answered or given, relevant or not.
    package private(set) var answers: [FieldPath: FieldValue]
    /// The instances of each repeat in order, those without an answer as well; keys are the
    /// repeat's path within its parents: `visit`, or `household[ID]/member`.
    package private(set) var instances: [FieldPath: [InstanceID]]

    /// Goes on with what was answered; instances that have an answer are found by themselves.
    package init(
        _ form: CompiledForm,
        answers: [FieldPath: FieldValue] = [:],
        instances: [FieldPath: [InstanceID]] = [:],
        surroundings: Surroundings
    ) {
        (self.form, self.answers, self.surroundings) = (form, answers, surroundings)
        self.instances = instances
        for path in answers.keys.sorted() { stand(path) }
    }

    /// Gives, or with nil takes away, the answer at a path.
    package mutating func answer(_ path: FieldPath, with value: FieldValue?) {
        answers[path] = value
        stand(path)
    }

    /// Adds an instance at the end of a repeat.
    package mutating func addInstance(_ id: InstanceID, to list: FieldPath) {
        if instances[list]?.contains(id) != true { instances[list, default: []].append(id) }
    }

    /// Takes an instance away, with all that was answered in it.
    package mutating func removeInstance(_ id: InstanceID, from list: FieldPath) {
        instances[list]?.removeAll { $0 == id }
        let gone = "\(list.text)[\(id)]/"
        answers = answers.filter { !$0.key.text.hasPrefix(gone) }
        instances = instances.filter { !$0.key.text.hasPrefix(gone) }
    }

    /// The answer, or what the form calculates there; nil where there is none.
    package func value(at path: FieldPath) -> FieldValue? {
        answers[path] ?? calculations[path]
    }

    package func isRelevant(_ path: FieldPath) -> Bool {
        form.isRelevant(path, in: answers, today: surroundings.today, now: surroundings.now)
    }

    package func isRequired(_ path: FieldPath) -> Bool {
        form.field(path)?.required?.value(in: view.context(at: path)).isTrue == true
    }

    package func isReadOnly(_ path: FieldPath) -> Bool {
        form.field(path)?.readOnly?.value(in: view.context(at: path)).isTrue == true
    }

    /// What is wrong with the answer at a path, or that one is needed; nil where all is well.
    package func problem(at path: FieldPath) -> FieldProblem? {
        problems.first { $0.path == path.text }
    }

    /// All that stands between these answers and a record, in the order of the form.
    package var problems: [FieldProblem] {
        form.check(record: record, today: surroundings.today, now: surroundings.now)
    }

    /// The choices that are offered at a path, filtered, in the order they are shown.
    package func choices(at path: FieldPath) -> [FormDefinition.Choice] {
        form.field(path)?.choices ?? []
    }

    /// What a record of these answers holds: relevant answers, and results that are kept.
    package var record: [FieldPath: FieldValue] {
        let view = view
        return answers.filter { path, _ in
            form.field(path).map { view.isRelevant($0, at: path) } ?? true
        }
    }

    private var view: FilledAnswers {
        FilledAnswers(
            form: form,
            answers: answers.merging(calculations) { $1 },
            today: surroundings.today,
            now: surroundings.now
        )
    }

    private var calculations: [FieldPath: FieldValue] {
        form.calculated(record: answers, today: surroundings.today, now: surroundings.now)
    }

    private mutating func stand(_ path: FieldPath) {
        var place: [FieldPath.Segment] = []
        for segment in path.segments {
            if let instance = segment.instance {
                let list = FieldPath(place + [FieldPath.Segment(name: segment.name)])
                addInstance(instance, to: list)
            }
            place.append(segment)
        }
    }
}
