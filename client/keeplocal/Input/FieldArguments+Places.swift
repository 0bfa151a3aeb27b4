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
        let near = near(text).map { " Did you mean \($0)?" } ?? ""
        return FieldProblem(
            text,
            .fieldUnknown,
            "the form \(form.id) has no such field.\(near) See its fields with:"
                + " keeplocal form show \(form.id)"
        )
    }

    /// The fields of that name in other groups, or else the one that is written nearly so.
    private func near(_ text: String) -> String? {
        let asked = form.fields.filter(\.isAsked)
        let template = text.replacing(#/\[[^\]]*\]/#, with: "")
        let name = template.split(separator: "/").last.map(String.init) ?? template
        let same = asked.filter { $0.item.name == name }
        if !same.isEmpty { return same.prefix(3).map(\.typedPath).joined(separator: " or ") }
        let field =
            NearestName.of(template, among: asked.map(\.template))
            ?? NearestName.of(name, among: asked.map(\.item.name))
        return asked.first { $0.template == field || $0.item.name == field }?.typedPath
    }
}

extension FormField {
    /// Its path as `--set` takes it: in a repeat, of a new instance.
    fileprivate var typedPath: String {
        (ancestors.map { $0.name + ($0.repeats ? "[+]" : "") } + [item.name]).joined(separator: "/")
    }
}
