// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import FieldStore

/// Turns what a person wrote, `path=value`, into answers of a form.
///
/// In a repeat, `followup[+]/score` starts a new instance (the same one for a whole command),
/// `followup[2]/score` is the second one of the record, and `followup[ID]/score` names one. Of one
/// that the form counts, `[2]` is the second also where nothing is answered in it yet.
struct FieldArguments {
    let form: CompiledForm
    /// Those that the person may have in mind, to tell what a field is called now.
    let versions: FormVersions?
    let today: PlainDate
    /// The paths that the record has already.
    let existing: Set<FieldPath>
    /// The records among which an answer may choose.
    var records: (FormID) throws -> RecordList = { _ in .empty }
    fileprivate(set) var started: [String: InstanceID] = [:]

    init(
        form: CompiledForm,
        versions: FormVersions? = nil,
        today: PlainDate,
        existing: some Sequence<FieldPath> = []
    ) {
        (self.form, self.versions, self.today) = (form, versions, today)
        self.existing = Set(existing)
    }

    /// For a record that is made with the newest version of a form.
    init(_ form: CompiledForm, in session: StoreSession) throws {
        self.init(form: form, versions: try session.versions(of: form.id), today: session.today)
        records = session.recordList
    }

    /// - Throws: `FieldProblems` with everything that cannot be understood.
    mutating func parse(_ assignments: [String]) throws -> [FieldPath: FieldValue?] {
        try typed(Self.pairs(assignments))
    }

    /// The same of pairs that a person typed.
    mutating func typed(_ pairs: [(String, JSON)]) throws -> [FieldPath: FieldValue?] {
        let answers = try parse(pairs)
        try requireNoJoining(answers.keys)
        return answers
    }

    /// What a person types joins nobody by the way; a file has what was joined before.
    ///
    /// - Throws: `FieldProblems` with the command that does.
    private func requireNoJoining(_ paths: some Sequence<FieldPath>) throws {
        guard let path = paths.first(where: { form.field($0)?.joinsPeople == true }) else { return }
        let problem = FieldProblem(
            path.text,
            .fieldType,
            "who is the same person is said with a reason, and can be taken back: keeplocal"
                + " participant merge DUPLICATE PERSON --reason TEXT, or unmerge."
        )
        throw FieldProblems([problem])
    }

    static func pairs(_ assignments: [String]) throws -> [(String, JSON)] {
        var pairs: [(String, JSON)] = []
        for assignment in assignments {
            guard let equals = assignment.firstIndex(of: "=") else {
                throw Failure(
                    usage: "'\(assignment)' is not path=value, such as --set minutes=45"
                )
            }
            let value = String(assignment[assignment.index(after: equals)...])
            pairs.append((String(assignment[..<equals]), .string(value)))
        }
        return pairs
    }

    /// Reads values as JSON has them, which may all be text.
    mutating func parse(_ pairs: [(String, JSON)]) throws -> [FieldPath: FieldValue?] {
        var answers: [FieldPath: FieldValue?] = [:]
        var problems: [FieldProblem] = []
        for (text, json) in pairs {
            do {
                let path = try path(text)
                guard let field = form.field(path) else { throw unknown(text) }
                if field.isCalculated {
                    throw FieldProblem(
                        text,
                        .fieldType,
                        "this is calculated from other answers; leave it out."
                    )
                }
                guard answers[path] == nil else {
                    throw FieldProblem(
                        text,
                        .fieldType,
                        "this is answered twice; [+] is the same new one within a command."
                    )
                }
                let value = try field.parse(json: json, at: path, today: today)
                answers[path] = .some(try chosen(value, field, at: text))
            } catch let problem as FieldProblem {
                problems.append(former(text) ?? problem)
            }
        }
        guard problems.isEmpty else { throw FieldProblems(problems) }
        return answers
    }

    /// What to tell of a field that an earlier version of the form has.
    private func former(_ text: String) -> FieldProblem? {
        let selector = #/\[[^\]]*\]/#
        switch versions?.former(template: text.replacing(selector, with: "")) {
        case .renamed(let field, let since):
            var selectors = text.matches(of: selector).map { String($0.output) }[...]
            let names = field.template.split(separator: "/")
            let path = zip(names, field.ancestors.map(\.repeats) + [false]).map { name, repeats in
                name + (repeats ? selectors.popFirst() ?? "[+]" : "")
            }
            return FieldProblem(
                text,
                .fieldUnknown,
                "since version \(since) of the form \(form.id) this is called"
                    + " \(path.joined(separator: "/")). Write that instead."
            )
        case .removed(let since):
            return FieldProblem(
                text,
                .fieldUnknown,
                "since version \(since) the form \(form.id) does not ask this any more; answers"
                    + " that were given are kept. See its fields with:"
                    + " keeplocal form show \(form.id)"
            )
        case nil: return nil
        }
    }

    private mutating func path(_ text: String) throws -> FieldPath {
        var segments: [FieldPath.Segment] = []
        for part in text.split(separator: "/", omittingEmptySubsequences: false) {
            guard let bracket = part.firstIndex(of: "["), part.last == "]" else {
                segments.append(FieldPath.Segment(name: String(part)))
                continue
            }
            let name = String(part[..<bracket])
            let selector = String(part[part.index(after: bracket)...].dropLast())
            let prefix = segments + [FieldPath.Segment(name: name)]
            segments.append(
                FieldPath.Segment(name: name, instance: try instance(selector, prefix, text))
            )
        }
        guard let path = FieldPath(FieldPath(segments).text) else { throw unknown(text) }
        return path
    }

    private mutating func instance(
        _ selector: String,
        _ prefix: [FieldPath.Segment],
        _ text: String
    ) throws -> InstanceID {
        if let id = InstanceID(selector) { return id }
        let list = FieldPath(prefix)
        let known = instances(in: prefix)
        if selector == "+" {
            let id = started[list.text] ?? fresh(in: list, besides: known)
            started[list.text] = id
            return id
        }
        if let number = Int(selector), counts(list, known),
            (1...CountedInstance.countMax).contains(number)
        {
            return CountedInstance.id(number, of: list)
        }
        guard let number = Int(selector), known.indices.contains(number - 1) else {
            let known =
                known.isEmpty
                ? "there are none of these yet; write [+]"
                : "there are \(known.count) of these; write [1] to [\(known.count)], or [+]"
            throw FieldProblem(
                text,
                .fieldUnknown,
                "\(known) for a new one, the same one within a command."
            )
        }
        return known[number - 1]
    }

    /// True for a repeat of which the form says how many there are, and nobody added one.
    func counts(_ list: FieldPath, _ known: [InstanceID]) -> Bool {
        form.item(template: list.template)?.repeatCount != nil
            && known.allSatisfy { CountedInstance.number(of: $0, in: list) != nil }
    }

    private func fresh(in list: FieldPath, besides known: [InstanceID]) -> InstanceID {
        var random = SystemRandomNumberGenerator()
        guard counts(list, known) else {
            return InstanceID.make(at: .now, after: known, using: &random)
        }
        let numbers = known.compactMap { CountedInstance.number(of: $0, in: list) }
        let next = (1...known.count + 1).first { !numbers.contains($0) } ?? 1
        return CountedInstance.id(next, of: list)
    }

    /// Those that the record has, in their order.
    func instances(in prefix: [FieldPath.Segment]) -> [InstanceID] {
        Set(existing.compactMap { instance(of: $0, in: prefix) }).sorted()
    }

    private func instance(of path: FieldPath, in prefix: [FieldPath.Segment]) -> InstanceID? {
        let segments = path.segments
        guard segments.count >= prefix.count,
            zip(segments, prefix.dropLast()).allSatisfy({ $0 == $1 }),
            segments[prefix.count - 1].name == prefix.last?.name
        else { return nil }
        return segments[prefix.count - 1].instance
    }
}
