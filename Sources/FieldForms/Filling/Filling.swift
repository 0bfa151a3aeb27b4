// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// A record while it is filled in: what was answered, and all that follows from it.
///
/// A value, without I/O: the same steps in the same surroundings always give the same. An answer
/// re-evaluates only what depends on it. One to a question that is not relevant any more stays, so
/// that a slip of the hand can be taken back; `record` leaves it out, and expressions do not see
/// it.
package struct Filling: Sendable {
    /// What happens to answers that the form gives when it is opened.
    enum Opening {
        /// A record begins: defaults, first values and what the device knows are filled in.
        case beginning
        /// One goes on: only results that are kept and were never made are made.
        case continuing
        /// One is looked at as it is: counts make their instances, and no answer is filled in.
        case reading
    }

    package let form: CompiledForm
    package let surroundings: Surroundings
    /// What was answered or given, relevant or not.
    package internal(set) var answers: [FieldPath: FieldValue]
    /// The instances of each repeat in order, those without an answer as well; keys are the
    /// repeat's path within its parents: `visit`, or `household[ID]/member`.
    package internal(set) var instances: [FieldPath: [InstanceID]] = [:]
    var rows: FillingRows
    var queue: FillingQueue
    /// Where something changed that a person sees, since the step began.
    var changed: Set<FillingPlace> = []
    let opening: Opening
    var isOpen = false
    var isRunning = false
    /// The instances that were added since the step began.
    var freshRows: Set<Int> = []
    /// What a record had before it was edited: choices of it may stay, offered or not.
    package var former: [FieldPath: FieldValue] = [:]
    /// How many instances counts have made.
    var made = 0

    /// Goes on with what was answered; instances that have an answer are found by themselves.
    ///
    /// Without any answer or instance a record begins, and the form's defaults are filled in.
    package init(
        _ form: CompiledForm,
        answers: [FieldPath: FieldValue] = [:],
        instances: [FieldPath: [InstanceID]] = [:],
        surroundings: Surroundings
    ) {
        let isNew = answers.isEmpty && instances.isEmpty
        self.init(form, answers, instances, surroundings, isNew ? .beginning : .continuing)
    }

    /// Begins a record with answers that are there beforehand; where there is none, the form's
    /// defaults are filled in.
    package init(
        beginning form: CompiledForm,
        answers: [FieldPath: FieldValue] = [:],
        instances: [FieldPath: [InstanceID]] = [:],
        surroundings: Surroundings
    ) {
        self.init(form, answers, instances, surroundings, .beginning)
    }

    init(
        _ form: CompiledForm,
        _ answers: [FieldPath: FieldValue],
        _ instances: [FieldPath: [InstanceID]],
        _ surroundings: Surroundings,
        _ opening: Opening
    ) {
        (self.form, self.answers, self.surroundings) = (form, answers, surroundings)
        self.opening = opening
        rows = FillingRows(form.plan.places)
        queue = FillingQueue(form.plan.aspects.count)
        open(instances)
    }

    /// Gives, or with nil takes away, the answer at a path.
    ///
    /// - Returns: the paths whose value, relevance, rules, choices or texts may be others now.
    @discardableResult
    package mutating func answer(_ path: FieldPath, with value: FieldValue?) -> Set<FieldPath> {
        changed = []
        stand(path)
        guard let (place, row) = rows.locate(path), let field = rows.places[place].field,
            field.takesAnswers
        else {
            answers[path] = value
            return [path]
        }
        set(value, place, row)
        propagate()
        return paths(of: changed)
    }

    /// Adds an instance at the end of a repeat.
    ///
    /// - Returns: the paths whose value, relevance, rules, choices or texts may be others now.
    @discardableResult
    package mutating func addInstance(_ id: InstanceID, to list: FieldPath) -> Set<FieldPath> {
        changed = []
        add(id, to: list)
        propagate()
        return paths(of: changed)
    }

    /// Takes an instance away, with all that was answered in it.
    ///
    /// - Returns: the paths whose value, relevance, rules, choices or texts may be others now;
    ///   those of the instance are not among them.
    @discardableResult
    package mutating func removeInstance(
        _ id: InstanceID,
        from list: FieldPath
    ) -> Set<FieldPath> {
        changed = []
        remove(id, from: list)
        propagate()
        return paths(of: changed)
    }

    /// Notes the moment at which the record is saved, in a form that asks for it.
    @discardableResult
    package mutating func end(at now: Instant) -> Set<FieldPath> {
        changed = []
        for place in rows.places.all.indices
        where rows.places[place].field?.item.metadata == .end && rows.places[place].chain.isEmpty {
            set(.instant(now), place, FillingRows.record)
        }
        propagate()
        return paths(of: changed)
    }

    private func paths(of places: Set<FillingPlace>) -> Set<FieldPath> {
        Set(places.map { rows.path($0.place, $0.row) })
    }
}

/// A place of the form within a row.
struct FillingPlace: Hashable {
    let place: Int
    let row: Int
}

extension FormField {
    /// False where what stands is always made from other answers, or nothing does.
    var takesAnswers: Bool { item.type != .note && (!isCalculated || keepsResult) }

    /// True where a calculation is made when what it needs changes, and its result is an answer.
    var keepsCalculation: Bool { calculation != nil && (keepsResult || !isCalculated) }
}
