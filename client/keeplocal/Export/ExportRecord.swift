// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import FieldStore

/// One record on its way out: what is agreed of it, and how much is not.
struct ExportRecord {
    let record: Record
    /// Answers and calculated values; a disputed answer is none, nor is one that is not asked.
    private(set) var values: [FieldPath: FieldValue]
    /// Answers to questions that are not put to anybody as the others are.
    private(set) var unasked: [FieldPath: FieldValue]
    /// Those that the form counts, also where nothing is answered in them.
    let instances: [FieldPath]
    /// Numbers of few people that it is written without.
    private(set) var few = 0
    /// Answers that are left empty, as they are disputed.
    let disputed: Int
    /// Of a return only.
    let submission: ExportSubmission?

    /// With labels, records that answers name by what `title` says that they are called.
    init(
        _ record: Record,
        _ form: CompiledForm,
        in surroundings: Surroundings,
        submission: ExportSubmission? = nil,
        title: ((FormID, String) -> String?)? = nil
    ) {
        (self.record, self.submission) = (record, submission)
        let open = record.disputedFields
        disputed = open.count
        let derived = form.derived(from: record.fields, in: surroundings)
        instances = derived.instances
        let agreed = record.fields.filter { !open.contains($0.key) }
        unasked = agreed.filter { derived.notAsked.contains($0.key) }
        let asked = agreed.filter { !derived.notAsked.contains($0.key) }
            .merging(derived.values) { $1 }
        guard let title else {
            values = asked
            return
        }
        values = Dictionary(
            asked.map { ($0.key, form.field($0.key)?.naming($0.value, title) ?? $0.value) },
            uniquingKeysWith: { first, _ in first }
        )
    }

    /// Nor what few people could be told from beside the files before this one.
    func without(
        _ people: FewPeople?,
        beside memory: ExportMemory,
        _ session: StoreSession
    ) throws -> ExportRecord {
        guard let people else { return self }
        let few = people.hidden(in: answers)
        let more = try memory.hold(
            answers.filter { !few.contains($0.key) && !people.results.contains($0.key.template) },
            of: record,
            session
        )
        return leaving(people.hidden(in: answers, also: more))
    }

    private var answers: [FieldPath: FieldValue] { values.merging(unasked) { $1 } }

    private func leaving(_ hidden: Set<FieldPath>) -> ExportRecord {
        var record = self
        record.values = values.filter { !hidden.contains($0.key) }
        record.unasked = unasked.filter { !hidden.contains($0.key) }
        record.few = hidden.count
        return record
    }

    /// What a row is known by in all tables of an export: that of an instance holds its record and
    /// its place, as instances that a form counts are called the same in every record.
    func key(of instance: [FieldPath.Segment]) -> String {
        let record = record.id.description
        return instance.isEmpty ? record : "\(record)/\(FieldPath(instance))"
    }

    /// Answers that the form asks otherwise now, or not any more, each with its path.
    var former: String { Self.text(of: record.former.mapValues(\.value)) }

    /// Answers that are not asked, each with its path.
    var notAsked: String { Self.text(of: unasked) }

    private static func text(of answers: [FieldPath: FieldValue]) -> String {
        answers.sorted { $0.key < $1.key }
            .map { "\($0.key)=\(ExportCell($0.value, of: nil, .codes).text)" }
            .joined(separator: "; ")
    }
}

extension FormField {
    /// The records that an answer names as people call them; nil where it names none.
    fileprivate func naming(
        _ value: FieldValue,
        _ title: @escaping (FormID, String) -> String?
    ) -> FieldValue? {
        guard let form = item.namesRecordOf else { return nil }
        let named = { (name: String) -> String in
            guard let record = RecordID(name), let title = title(form, name) else { return name }
            return title.naming(record)
        }
        return switch value {
        case .text(let name), .choice(let name): .text(named(name))
        case .choices(let names): .text(names.map(named).joined(separator: "; "))
        default: nil
        }
    }
}

/// Names of columns that are no questions of the form; an import passes over them, except for the
/// key.
enum ExportHeading {
    static let key = "KEY"
    static let parent = "PARENT_KEY"
    static let disputed = "DISPUTED"
    static let version = "FORM_VERSION"
    static let former = "FORMER"
    static let notAsked = "NOT_ASKED"
    static let place = "PLACE"
    static let state = "STATE"
    static let revision = "REVISION"
    static let content = "CONTENT"
    static let all: Set = [
        key, parent, disputed, version, former, notAsked, place, state, revision, content,
    ]
    /// Which say where a return stands.
    static let returns = [state, revision, content]

    /// The heading of a question: `./KEY` where a question is called as one of these.
    static func heading(ofQuestion template: String) -> String {
        all.contains(template) ? "./" + template : template
    }

    /// The question of a heading; nil for one that is none.
    static func question(of heading: String) -> String? {
        if heading.hasPrefix("./") { return String(heading.dropFirst(2)) }
        return all.contains(heading) ? nil : heading
    }

    /// Columns that say the same as another one, in parts.
    static func isPart(_ heading: String) -> Bool { heading.contains(":") }
}
