// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// The way of a person through a form: where they stand, what they answer, and where that leads.
///
/// A value without I/O over `Filling`; the line mode and the full screen show it and decide
/// nothing. Only what is relevant by the present answers is a stop. The way has levels: the
/// questions of an instance are a level of their own, entered from the repeat's list and left to
/// it, so a step costs as much as its level is long, however many instances there are.
package struct Capture: Sendable {
    package internal(set) var filling: Filling
    package internal(set) var stop: CaptureStop
    /// Nil for the language of the form's plain texts.
    package internal(set) var language: String?
    var past = CapturePast()
    /// Instances that were opened: who passes one without an answer is not led to it again.
    private var opened: Set<FieldPath> = []

    package var form: CompiledForm { filling.form }

    /// Goes on at a path; at the first stop without an answer where that is no stop any more, and
    /// at the first of all where none is said.
    package init(_ filling: Filling, at path: FieldPath? = nil, language: String? = nil) {
        self.filling = filling
        self.language = language
        stop = .end
        guard let path else {
            stop = stops(in: nil).first ?? .end
            return
        }
        if !go(to: path) { stop = firstOpen }
    }

    /// The stops beside the present one, in the order of the form; those of its instance alone.
    package var level: [CaptureStop] { stops(in: stop.instance) }

    /// One stop on; from the end of an instance back to its list, from the last stop to the end.
    ///
    /// - Returns: What has to be put right first: the stop stays the same then. Nothing when it
    ///   moved.
    package mutating func next() -> [FieldProblem] {
        let problems = problemsHere
        if problems.isEmpty { skip() }
        return problems
    }

    /// One stop on, whatever is missing or wrong here; that is asked for again at the end.
    package mutating func skip() {
        if case .list(let list) = stop, let fresh = uncounted(in: list) { return open(fresh) }
        let level = level
        if let here = level.firstIndex(of: stop), level.indices.contains(here + 1) {
            stop = level[here + 1]
        } else {
            stop = stop.instance?.list.map { .list($0) } ?? .end
        }
    }

    /// One stop back; from the first of an instance to its list.
    ///
    /// - Returns: False at the very first.
    @discardableResult package mutating func back() -> Bool {
        let level = level
        let here = stop == .end ? level.count : level.firstIndex(of: stop) ?? 0
        if here > 0 {
            stop = level[here - 1]
        } else if let list = stop.instance?.list {
            stop = .list(list)
        } else {
            return false
        }
        return true
    }

    /// Jumps to a question, note, page, list or instance; a question on a page leads to the page.
    ///
    /// - Returns: False when it is no place of the form, or not relevant now.
    @discardableResult package mutating func go(to path: FieldPath) -> Bool {
        if path.list != nil, isPage(path) != nil {
            guard let first = stops(in: path).first else { return false }
            stop = first
            return true
        }
        let found = stops(in: path.innermostInstance).first { stop in
            guard let place = stop.path else { return false }
            if case .page = stop { return path == place || path.isWithin(place) }
            return place == path
        }
        if let found { stop = found }
        return found != nil
    }

    package mutating func goToEnd() { stop = .end }

    /// Jumps to the first answer that is missing or wrong and that a person can mend.
    ///
    /// - Returns: What it is; nil when nothing is, and the stop stays the same then.
    package mutating func goToProblem() -> FieldProblem? {
        filling.problems.first { problem in
            guard let path = FieldPath(problem.path), !filling.isReadOnly(path) else {
                return false
            }
            return go(to: path)
        }
    }

    /// What is missing or wrong at the present stop.
    package var problemsHere: [FieldProblem] { questionsHere.compactMap(problem) }

    /// The questions that are put at the present stop: one, those of the page, or none.
    package var questionsHere: [FieldPath] {
        switch stop {
        case .question(let path): [path]
        case .page(let path): members(of: path).filter { form.field($0)?.isAsked == true }
        case .note, .list, .end: []
        }
    }

    package var progress: CaptureProgress {
        let places = level.flatMap { stop -> [Bool] in
            switch stop {
            case .question(let path): [filling.value(at: path) != nil]
            case .page(let path):
                members(of: path).filter { form.field($0)?.isAsked == true }
                    .map { filling.value(at: $0) != nil }
            case .list(let path): isDone(list: path).map { [$0] } ?? []
            case .note, .end: []
            }
        }
        return CaptureProgress(done: places.count { $0 }, total: places.count)
    }

    /// True for a list with an instance; where the form counts them, with an answer in each of
    /// them, and nil where it asks for none.
    private func isDone(list: FieldPath) -> Bool? {
        guard !isOpenEnded(list) else { return filling.instances[list]?.isEmpty == false }
        let all = instances(of: list)
        guard !all.isEmpty else { return nil }
        let start = "\(list.text)["
        var answered: Set<Substring> = []
        for text in filling.answers.keys.map(\.text) where text.hasPrefix(start) {
            answered.insert(text.dropFirst(start.count).prefix { $0 != "]" })
        }
        return all.allSatisfy { answered.contains(Substring($0.description)) }
    }

    /// The first place without an answer, or the first of all where there are only answers.
    private var firstOpen: CaptureStop {
        let stops = stops(in: nil)
        return stops.first { stop in
            switch stop {
            case .question(let path): filling.answers[path] == nil
            case .page(let path): members(of: path).contains { filling.answers[$0] == nil }
            case .list, .note, .end: false
            }
        } ?? stops.first ?? .end
    }

    /// The first instance without any answer of a repeat that the form itself counts.
    private func uncounted(in list: FieldPath) -> FieldPath? {
        guard group(at: list)?.count != nil else { return nil }
        return (filling.instances[list] ?? []).map(list.instance).first { instance in
            !opened.contains(instance)
                && stops(in: instance).contains { stop in
                    if case .question(let path) = stop {
                        filling.answers[path] == nil
                    } else {
                        false
                    }
                } && !filling.answers.keys.contains { $0.isWithin(instance) }
        }
    }

    private mutating func open(_ instance: FieldPath) {
        opened.insert(instance)
        if let first = stops(in: instance).first { stop = first }
    }
}
