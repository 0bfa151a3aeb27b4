// SPDX-License-Identifier: Apache-2.0

package import FieldModel

extension FormField {
    /// True when the path has an instance exactly where the form repeats.
    func fits(_ path: FieldPath) -> Bool {
        zip(path.segments, ancestors).allSatisfy { ($0.instance != nil) == $1.repeats }
            && path.segments.last?.instance == nil
    }

    /// Type, choice and size of a value; a choice that `former` has may stay when it is offered no
    /// longer.
    func problem(
        with value: FieldValue,
        at path: FieldPath,
        keeping former: FieldValue? = nil
    ) -> FieldProblem? {
        switch (item.type, value) {
        case (.text, .text(let text)):
            if text.utf8.count > Limits.textLengthMax {
                return FieldProblem(
                    path.text,
                    .fieldTooLong,
                    "the text is longer than \(Limits.textLengthMax / 1024) kB. Shorten it."
                )
            }
        case (.integer, .integer), (.decimal, .decimal), (.decimal, .integer),
            (.boolean, .boolean), (.date, .date), (.time, .time), (.dateTime, .instant),
            (.geopoint, .geopoint), (.money, .money):
            return rangeProblem(value, path)
        case (.blob, .blob(let file)): return fileProblem(file, path)
        case (.choice, .choice(let name)): return choiceProblem([name], path, former)
        case (.choices, .choices(let names)):
            guard names.count <= Limits.choicesCountMax, names == Set(names).sorted() else {
                return FieldProblem(
                    path.text,
                    .fieldType,
                    "the choices must be sorted and without repeats."
                )
            }
            return choiceProblem(names, path, former)
        case (.acknowledge, .boolean(true)), (.hidden, .text), (.metadata, _): break
        case (.rank, .text(let text)): return rankProblem(text, path, former)
        case (.calculate, _) where keepsResult: break
        case (.calculate, _):
            return FieldProblem(
                path.text,
                .fieldType,
                "this is calculated from other answers; leave it out."
            )
        default:
            return FieldProblem(path.text, .fieldType, "this is not \(item.type.words).")
        }
        return nil
    }

    private func rangeProblem(_ value: FieldValue, _ path: FieldPath) -> FieldProblem? {
        guard let range = item.range, !range.contains(ExpressionValue(value).number) else {
            return nil
        }
        return FieldProblem(
            path.text,
            .fieldConstraint,
            "\(words(value)) is not allowed: a number \(range.words)."
        )
    }

    private func fileProblem(_ file: BlobReference, _ path: FieldPath) -> FieldProblem? {
        guard file.sizeBytes >= 0, file.isMediaTypePlain else {
            return FieldProblem(path.text, .fieldType, "this does not describe a file.")
        }
        guard file.sizeBytes > Limits.blobBytesMax else { return nil }
        let limit = Limits.blobBytesMax / 1_048_576
        return FieldProblem(
            path.text,
            .fieldTooLong,
            "the file is over \(limit) MB. Choose a smaller one."
        )
    }

    private func choiceProblem(
        _ names: [String],
        _ path: FieldPath,
        _ former: FieldValue?
    ) -> FieldProblem? {
        // Which records there are is known to nobody for sure.
        guard item.choicesFrom?.records == nil else { return nil }
        let known = Set(choices.map(\.name))
        let kept = former.map(dropped) ?? []
        guard let unknown = names.first(where: { !known.contains($0) && !kept.contains($0) }) else {
            return nil
        }
        return FieldProblem(
            path.text,
            .fieldChoice,
            "'\(unknown.prefix(50))' is none of the choices: \(choiceWords)."
        )
    }

    /// The choices of an answer that are offered no longer.
    package func dropped(in answer: FieldValue) -> Set<String> {
        let gone = Set(listed.filter { !$0.isOffered }.map(\.name))
        return gone.isEmpty
            ? [] : gone.intersection(ExpressionValue(answer).words.map(String.init))
    }

    private func rankProblem(
        _ text: String,
        _ path: FieldPath,
        _ former: FieldValue?
    ) -> FieldProblem? {
        let names = text.split(separator: " ").map(String.init)
        guard Set(names).count == names.count else {
            return FieldProblem(path.text, .fieldType, "a choice stands in the order twice.")
        }
        return choiceProblem(names, path, former)
    }

    var choiceWords: String {
        let names = choices.map(\.name)
        guard names.count > 12 else { return names.joined(separator: ", ") }
        return names.prefix(12).joined(separator: ", ") + " and \(names.count - 12) more"
    }

    /// What the constraint says; with `alone`, only one that speaks of no other field is asked.
    func constraintProblem(
        _ value: FieldValue,
        at path: FieldPath,
        alone: Bool,
        _ context: ExpressionContext,
        message: @autoclosure () -> String? = nil
    ) -> FieldProblem? {
        guard let constraint, !alone || constraint.isAlone && !isOfTheWall(constraint),
            !constraint.value(in: context).isTrue
        else { return nil }
        let rule =
            message() ?? item.constraintMessage ?? ConstraintWords(self).words(of: constraint)
            ?? "the form does not take this answer here. Its hint may say why, or whoever made the"
            + " form."
        return FieldProblem(
            path.text,
            .fieldConstraint,
            "\(words(value)) is not allowed: \(rule)"
        )
    }

    /// Whoever checks elsewhere has another clock on the wall.
    private func isOfTheWall(_ constraint: Expression) -> Bool {
        constraint.readsTheWall && (item.type == .dateTime || constraint.isOfTheMoment)
    }

    /// As whoever answers knows it: choices by their labels.
    private func words(_ value: FieldValue) -> String {
        switch value {
        case .boolean(let flag): flag ? "yes" : "no"
        case .choice(let name): "'\(label(ofChoice: name))'"
        case .choices(let names):
            inListOrder(names).map { "'\(label(ofChoice: $0))'" }.joined(separator: ", ")
        default: ExpressionValue(value).string
        }
    }
}

extension FormItem.Kind {
    /// How an answer is typed, where that does not go without saying.
    package var typingWords: String? {
        switch self {
        case .date: "such as today, 3/11 or 3 Nov 2026"
        case .time: "such as 9:30 or 2pm"
        case .dateTime: "such as 3/11 2pm or tomorrow 9:30"
        case .geopoint: "latitude and longitude, such as 53.795 -1.759"
        case .choices: "as many as are right"
        case .rank: "all of them, the first one first"
        default: nil
        }
    }

    package var words: String {
        switch self {
        case .text: "a text"
        case .integer: "a whole number"
        case .decimal: "a number"
        case .boolean: "yes or no"
        case .date: "a date, such as 2026-11-23 or 23/11/2026"
        case .time: "a time, such as 09:30"
        case .dateTime: "a date and time, such as 2026-11-23 09:30 or 3/11 2pm"
        case .choice: "one of the choices"
        case .choices: "a set of the choices"
        case .geopoint: "a place, such as 53.795 -1.759"
        case .money: "an amount, such as 12.50"
        case .blob: "a file: write @ and where it is, such as @photo.jpg"
        case .calculate: "a calculated value"
        case .rank: "all the choices, first one first"
        case .acknowledge: "yes, to agree"
        case .note: "nothing: it is a note"
        case .hidden, .metadata: "given by the form itself"
        case .group, .repeated: "a field"
        }
    }
}
