// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel

/// The record that is saved, and what it had seen of those that it changes.
struct EntitySaver {
    let record: RecordID
    let filling: Filling
    let place: Place
    let seen: [SeenEntity]
    /// Answers that somebody gave anew since their entity was named.
    let altered: Set<FieldPath>

    /// An answer that equals what it was filled in from was not edited, whatever the record says by
    /// now: it must not take the place of a newer one.
    ///
    /// One that was altered and set back was edited.
    func edited(
        _ written: EntityAct.Written,
        of record: RecordID,
        _ form: FormID
    ) -> [FieldPath: FieldValue] {
        let before = seen.first { $0.record == record }?.fields
        let shown = filling.surroundings.records(form).row(of: record)?.fields
        return written.fields.filter { path, value in
            written.sources[path].map(altered.contains) == true
                || before?[path] != value && shown?[path] != value
        }
    }
}

extension StoreSession {
    /// Makes and changes the records that a new one says, before it is written itself: the server
    /// then has what it names.
    ///
    /// - Throws: `FieldProblems` at the questions that could mend them, or a `Problem`; the
    ///   transaction is not to be kept then.
    func writeEntities(of saver: EntitySaver) throws -> [Saved.Entity] {
        let acts: [EntityAct]
        do { acts = try saver.filling.entityActs() } catch { throw FieldProblems([error]) }
        return try acts.map { try write($0, saver) }
    }

    private func write(_ act: EntityAct, _ saver: EntitySaver) throws -> Saved.Entity {
        let form = try form(act.form)
        let written = act.written(to: form)
        guard written.problems.isEmpty else { throw FieldProblems(written.problems) }
        do {
            if act.updates, let id = act.record, let state = try state(of: id),
                state.form == form.id
            {
                let saved = try edit(
                    id,
                    fields: saver.edited(written, of: id, form.id).mapValues { $0 },
                    seen: saver.seen.first { $0.record == id }?.seen
                )
                return Saved.Entity(form: form.id, saved, isNew: false)
            }
            let id = act.made(by: saver.record)
            guard act.creates, try state(of: id) == nil else { throw missing(act, form) }
            let saved = try createAlone(form, written.fields, saver.place, id)
            return Saved.Entity(form: form.id, saved, isNew: true)
        } catch let problems as FieldProblems {
            throw problems.naming(form, act, written.sources)
        } catch let problem as Problem {
            throw problem.naming(form)
        }
    }

    private func createAlone(
        _ form: CompiledForm,
        _ fields: [FieldPath: FieldValue],
        _ place: Place,
        _ id: RecordID
    ) throws -> Saved {
        let scope = try scope(of: form, in: place)
        let given = try checked(fields, form)
        let target = Target(record: id, form: form, scope: scope, base: 0)
        let change = try write(.create, target, patch: given.mapValues { Edit(to: $0) })
        return Saved(record: id, change: change.id)
    }

    private func missing(_ act: EntityAct, _ form: CompiledForm) -> FieldProblems {
        let words =
            act.updates
            ? "is not on this device. Choose another, or fetch it with: keeplocal sync"
            : "is there already, so it cannot be made again. Choose another."
        let name = act.record.map { " \($0.description.suffix(8))" } ?? ""
        let path = (act.question ?? act.place)?.text ?? ""
        return FieldProblems([FieldProblem(path, .fieldChoice, "the record\(name) \(words)")])
    }
}

extension FieldProblems {
    /// The same at the questions that the answers came from, in the words of the other form.
    fileprivate func naming(
        _ form: CompiledForm,
        _ act: EntityAct,
        _ sources: [FieldPath: FieldPath]
    ) -> FieldProblems {
        FieldProblems(
            problems.map { problem in
                let path = FieldPath(problem.path)
                let source = path.flatMap { sources[$0] } ?? act.question ?? act.place
                return FieldProblem(
                    source?.text ?? problem.path,
                    problem.code,
                    "\(form.definition.title): \(problem.message)"
                )
            }
        )
    }
}

extension Problem {
    fileprivate func naming(_ form: CompiledForm) -> Problem {
        Problem(
            code,
            "This form also writes to \(form.definition.title), and that cannot be done: \(message)"
                + " Nothing was saved.",
            details: details
        )
    }
}
