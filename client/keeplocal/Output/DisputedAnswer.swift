// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import FieldStore
import Screens

/// A conflict with the words of its form.
struct DisputedAnswer {
    private let conflict: Conflict
    private let session: StoreSession
    private let field: FormField?
    private let form: FormID?
    /// What the record is called, and whom it is about; empty for one that is not here.
    let about: String
    /// Only where it is looked at closely: it counts figures.
    private let meaning: ConflictMeaning?

    /// `form` is that of a record that this device does not hold.
    init(
        _ conflict: Conflict,
        _ session: StoreSession,
        of form: FormID? = nil,
        meaning: ConflictMeaning? = nil
    ) throws {
        (self.conflict, self.session, self.meaning) = (conflict, session, meaning)
        self.form = try session.state(of: conflict.record)?.form ?? form
        let title = try session.record(conflict.record).map { try session.title(of: $0) }
        about = (title ?? "").oneLine
        field = try self.form.flatMap { try session.versions(of: $0)?.field(conflict.field) }
    }

    var question: String {
        conflict.field == .exists
            ? "Is the record to be kept?" : field?.label ?? conflict.field.text
    }

    var place: String { "\(form?.text ?? "record") \(conflict.record.short)" }

    /// The same, and what the record is called: people know that better.
    var placeAndName: String { place.about(about) }

    /// What speaks for one of the answers.
    var advice: String {
        guard let meaning else { return "" }
        let suggestion = meaning.suggestion
        let taken = conflict.candidates.first { $0.id == suggestion?.candidate }
        guard let suggestion, let taken else {
            return "Nothing speaks for either by itself: ask those who wrote it."
        }
        return "Suggested: \(words(taken).oneLine). \(suggestion.why)"
    }

    /// Who settles it.
    var decider: String {
        get throws {
            guard let state = try session.state(of: conflict.record) else { return "others" }
            return try session.decider(of: conflict, state.scope, state.form)
        }
    }

    var candidateWords: String {
        conflict.candidates.map { words($0).oneLine }.joined(separator: "  |  ")
    }

    func words(_ value: FieldValue?) -> String {
        guard conflict.field == .exists, let value else { return session.words(value, field) }
        return value == .boolean(false) ? "deletion" : "wish to keep it"
    }

    func words(_ candidate: Candidate) -> String {
        guard conflict.field == .exists else { return words(candidate.value) }
        return candidate.value == .boolean(false) ? "delete the record" : "keep the record"
    }

    /// What was decided, which may be to leave the field without an answer.
    var settledWords: String {
        let value = conflict.resolution?.value
        guard conflict.field == .exists else { return words(value) }
        return value == .boolean(false) ? "deleted" : "kept"
    }

    /// What was there before, other people's answers, and then one's own.
    func sides() throws -> [ConflictScreen.Side] {
        let me = try session.identity()
        let devices = try DeviceWords(session)
        let before = ConflictScreen.Side(
            candidate: nil,
            value: session.words(conflict.base, field),
            who: "It was",
            when: "",
            device: ""
        )
        let isMine = { (candidate: Candidate) in candidate.author == me.person }
        let ordered =
            conflict.candidates.filter { !isMine($0) }
            + conflict.candidates.filter(isMine)
        let shown = try ordered.map { candidate in
            let name = try session.name(of: candidate.author)
            return ConflictScreen.Side(
                candidate: candidate.id.description,
                value: words(candidate),
                typed: candidate.value?.asTyped ?? "",
                who: isMine(candidate) ? "Mine (\(name))" : name,
                when: candidate.at.instant.words,
                device: devices.words(candidate.device),
                effects: meaning?.effects.map { $0.words(of: candidate.id) } ?? []
            )
        }
        return (conflict.field == .exists ? [] : [before]) + shown
    }

    /// How another answer is given on a screen; nil where only a candidate can be taken.
    var answerWay: AnswerWay? {
        guard conflict.field != .exists else { return nil }
        guard let field else { return .words }
        let choices = field.choices.map {
            AnswerWay.Choice($0.name, field.label(ofChoice: $0.name))
        }
        switch field.item.type {
        case .boolean: return .one([.init("yes", "yes"), .init("no", "no")])
        case .acknowledge: return .one([.init("yes", "yes")])
        case .choice where field.item.namesRecordOf == nil: return .one(choices)
        case .choices where field.item.namesRecordOf == nil, .rank: return .many(choices)
        case .choice, .choices: return .words
        case .text: return isLong ? .text : .words
        default: return .line
        }
    }

    /// Written in more than a line, or meant to be.
    private var isLong: Bool {
        let texts = conflict.candidates.compactMap { $0.value?.asTyped }
        return field?.item.appearance?.contains("multiline") == true
            || texts.contains { $0.contains("\n") || $0.columns > 60 }
    }

    /// The decision for a text that was typed; nothing clears the field.
    ///
    /// - Throws: `FieldProblem` when it is no answer of this question.
    func decision(_ text: String) throws -> Decision {
        guard let field else {
            throw Problem(.formUnknown, "This device has not the form of the record. Sync first.")
        }
        return .value(try field.parse(text, at: conflict.field, today: session.today))
    }
}
