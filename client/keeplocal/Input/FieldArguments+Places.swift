// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import FieldStore

/// Places as people write them, in what is said about their answers.
extension FieldArguments {
    /// Names the places of whatever is wrong with the answers as `--set` takes them:
    /// `followup[+]/date`, rather than the identifier that a new instance was given.
    func naming<Value>(_ body: () throws -> Value) throws -> Value {
        do {
            return try body()
        } catch let problems as FieldProblems {
            throw FieldProblems(problems.problems.map(written))
        } catch let problem as FieldProblem {
            throw written(problem)
        }
    }

    private func written(_ problem: FieldProblem) -> FieldProblem {
        guard let path = FieldPath(problem.path) else { return problem }
        return FieldProblem(written(path), problem.code, problem.message)
    }

    private func written(_ path: FieldPath) -> String {
        path.segments.indices.map { index in
            let segment = path.segments[index]
            guard let instance = segment.instance else { return segment.name }
            let prefix = path.segments[..<index] + [FieldPath.Segment(name: segment.name)]
            let (list, known) = (FieldPath(Array(prefix)), instances(in: Array(prefix)))
            let number =
                counts(list, known)
                ? CountedInstance.number(of: instance, in: list)
                : known.firstIndex(of: instance).map { $0 + 1 }
            let place =
                number.map(String.init)
                ?? (started.values.contains(instance) ? "+" : instance.description)
            return "\(segment.name)[\(place)]"
        }.joined(separator: "/")
    }

    func unknown(_ text: String) -> FieldProblem {
        let meant = form.fields.filter(\.isAsked).near(text).map(\.typedPath)
        let near = meant.isEmpty ? "" : " Did you mean \(meant.joined(separator: " or "))?"
        return FieldProblem(
            text,
            .fieldUnknown,
            "the form \(form.id) has no such field.\(near) See its fields with:"
                + " keeplocal form show \(form.id)"
        )
    }
}

extension FormField {
    /// Its path as `--set` takes it: in a repeat, of a new instance.
    fileprivate var typedPath: String {
        (ancestors.map { $0.name + ($0.repeats ? "[+]" : "") } + [item.name]).joined(separator: "/")
    }
}
