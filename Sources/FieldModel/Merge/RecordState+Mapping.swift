// SPDX-License-Identifier: Apache-2.0

extension RecordState {
    /// The state as it reads under one version of its form; what is stored stays as it was made.
    ///
    /// The registers of all paths that are one field now are joined. As joining is union and
    /// filter, and each write is mapped by itself, mapping two states and joining them gives the
    /// same as joining and then mapping: the result depends on no order. A change that had seen
    /// what was written under the former path therefore settles that too. `value` is given a value,
    /// its path as mapped, and the version of the form that it was written under.
    package func mapped(
        to formVersion: Int,
        path: (FieldPath) -> FieldPath,
        value: (FieldValue, FieldPath, Int) -> FieldValue
    ) -> RecordState {
        var mapped: [FieldPath: Register] = [:]
        for (former, register) in registers {
            let path = former == .exists ? former : path(former)
            let moved = register.mapped { write in
                write.mapped { value($0, path, write.stamp.formVersion) }
            }
            mapped[path, default: moved].join(moved)
        }
        return RecordState(
            record: record,
            form: form,
            scope: scope,
            formVersion: formVersion,
            version: version,
            registers: mapped,
            steps: steps.map { taken in
                StepTaken(
                    stamp: taken.stamp,
                    step: taken.step.mapped { $0 == .exists ? $0 : path($0) }
                )
            }
        )
    }
}

extension Step {
    fileprivate func mapped(_ path: (FieldPath) -> FieldPath) -> Step {
        switch self {
        case .assign(let field, let person): .assign(field: path(field), to: person)
        case .appeal(let field): .appeal(field: path(field))
        case .move, .sign: self
        }
    }
}

extension Write {
    fileprivate func mapped(_ value: (FieldValue) -> FieldValue) -> Write {
        Write(
            stamp: stamp,
            edit: Edit(
                to: edit.to.map(value),
                was: edit.was.map(value),
                take: edit.take,
                settled: edit.settled?.map { $0.with(value: $0.value.map(value)) },
                reopened: edit.reopened?.map { $0.with(value: $0.value.map(value)) }
            )
        )
    }
}

extension Candidate {
    package func with(value: FieldValue?) -> Candidate {
        Candidate(id: id, value: value, author: author, party: party, device: device, at: at)
    }
}
