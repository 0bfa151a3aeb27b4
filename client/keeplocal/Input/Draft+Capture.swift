// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import FieldStore

extension Draft {
    /// The same draft with what was answered since, and where the person is now: on a page, at
    /// which question of it.
    func holding(_ capture: Capture, at question: FieldPath? = nil, typed: HalfTyped? = nil)
        -> Draft
    {
        var next = self
        next.answers = capture.filling.answers
        next.position = capture.stop == .end ? Self.end : question ?? capture.stop.path
        next.typed = typed
        next.language = capture.language
        next.instances = capture.openInstances
        next.see(capture.filling, after: self)
        return next
    }

    /// The one path that is never a question stands for the end of a form, where all answers are
    /// shown once more.
    private static let end = FieldPath.exists

    /// Where the person was; nil at the end, and at the start.
    var question: FieldPath? { position == Self.end ? nil : position }

    /// The way through the form, where it was left.
    func capture(_ filling: Filling) -> Capture {
        var capture = Capture(filling, at: position, language: language)
        if position == Self.end { capture.goToEnd() }
        return capture
    }

    /// The same draft, that knows what the form gave by itself: that alone is no answer.
    func opened(with filling: Filling) -> Draft {
        var opened = self
        if isEmpty { opened.given = filling.answers }
        return opened
    }

    /// How to go on with it.
    var wayBack: String {
        guard !isEmpty else {
            return "Nothing was \(isEdit ? "changed" : "answered"), so nothing is kept."
        }
        return isEdit
            ? "Your changes are kept as a draft; go on with: keeplocal edit \(id.short)"
            : "Your answers are kept; go on with: keeplocal new \(form)"
    }
}

extension Capture {
    /// Lists with an instance that no answer speaks of, whole, as nothing else tells their order;
    /// instances of the others are known by their answers, and stand in the order of identifiers.
    var openInstances: [FieldPath: [InstanceID]] {
        let answered = Set(
            filling.answers.keys.flatMap { path -> [FieldPath] in
                let segments = path.segments
                return segments.indices.filter { segments[$0].instance != nil }
                    .map { FieldPath(Array(segments[...$0])) }
            }
        )
        return filling.instances.filter { list, ids in
            ids.contains { !answered.contains(list.instance($0)) }
        }
    }
}

extension StoreSession {
    /// The new record of a form that was begun and touched last; nil where none is begun.
    func latestDraft(of form: FormID) throws -> Draft? {
        try drafts().first { $0.form == form && !$0.isEdit }
    }

    /// A draft as it stands, under the version of the form that it was begun with.
    func filling(of draft: Draft, _ form: CompiledForm? = nil) throws -> Filling {
        let form = try form ?? self.form(of: draft)
        var filling = Filling(
            form,
            answers: draft.answers,
            instances: draft.instances,
            surroundings: try surroundings(for: form)
        )
        filling.former = draft.former
        return filling
    }
}
