// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import FieldStore

/// An import on its way through a file, batch by batch; each is on disk as a whole or not at all.
struct ImportRun {
    struct Refusal {
        let line: Int
        /// As it stands in the file; kept only while its batch is told of.
        var text: String
        let problem: Problem

        var words: String {
            "line \(line): \(inert(problem.message.replacing("\n", with: " ")))"
        }
    }

    struct Unnamed {
        /// Of the first such row.
        let line: Int
        let form: FormID
        var count = 0

        init(_ line: Int, _ form: FormID) { (self.line, self.form) = (line, form) }

        var words: String {
            "name no record of the form \(form) here, line \(line) the first; their words were"
                + " kept."
        }
    }

    let form: FormID
    private var rows: ImportRows
    private let place: PlaceOptions
    private let isRehearsal: Bool
    private var lists: [FormID: RecordList] = [:]
    /// Saved words that name no record where they might, by the question.
    private(set) var unnamed: [String: Unnamed] = [:]

    private(set) var saved = 0
    private(set) var alreadyHere = 0
    private(set) var refused: [Refusal] = []
    /// Those of the last batch.
    private(set) var newlyRefused: [Refusal] = []
    /// Every row up to this line is saved, here already or refused.
    private(set) var upToLine = 0

    /// Rows that become durable together.
    private static let batchCount = 200

    init(form: FormID, rows: ImportRows, place: PlaceOptions, isRehearsal: Bool) {
        (self.form, self.rows, self.place) = (form, rows, place)
        self.isRehearsal = isRehearsal
    }

    /// - Returns: False at the end of the file.
    mutating func saveBatch(in store: FieldStore) throws -> Bool {
        newlyRefused = []
        var next = self
        let goesOn = try store.write(isRehearsal: isRehearsal) { session in
            let place = try next.place.place(in: session)
            for _ in 0..<Self.batchCount {
                guard let row = next.rows.next() else { return false }
                try next.save(row, place, session)
            }
            return true
        }
        // What was counted holds now that it is on the disk.
        self = next
        refused += newlyRefused.map { Refusal(line: $0.line, text: "", problem: $0.problem) }
        return goesOn
    }

    private mutating func save(_ row: ImportRow, _ place: Place, _ session: StoreSession) throws {
        do {
            let id = rows.recordID(of: row, form: form)
            if try session.knows(id) {
                alreadyHere += 1
            } else {
                let form = try session.form(form)
                var arguments = try FieldArguments(form, in: session)
                arguments.records = try records(of: form, session)
                let pairs = try row.answers(of: form)
                let fields = try arguments.parse(pairs).compactMapValues { $0 }
                // What its entities wrote goes with a row that is refused.
                _ = try session.attempt {
                    try session.create(
                        form.id,
                        fields: fields,
                        in: place,
                        record: id,
                        asksAll: true
                    )
                }
                saved += 1
                for words in arguments.unnamed(in: fields) {
                    unnamed[words.path.template, default: Unnamed(row.line, words.form)].count += 1
                }
            }
        } catch let error where error.isOfOneRow {
            newlyRefused.append(
                Refusal(line: row.line, text: row.text, problem: Failure(error).problem)
            )
        }
        upToLine = row.line
    }

    /// Those that rows may name, read once for a whole import; of the form itself, each time.
    private mutating func records(
        of form: CompiledForm,
        _ session: StoreSession
    ) throws -> (FormID) throws -> RecordList {
        for other in form.lists.offered where other != form.id && lists[other] == nil {
            lists[other] = try session.recordList(of: other)
        }
        return { [lists] in try lists[$0] ?? session.recordList(of: $0) }
    }

    var hasKeys: Bool { rows.hasKeys }

    /// `aside` is the file with the refused rows.
    func json(aside: String?) -> JSON {
        let refused = refused.map { refusal -> JSON in
            [
                "line": .integer(Int64(refusal.line)),
                "code": .string(refusal.problem.code.text),
                "message": .string(refusal.problem.message.replacing("\n", with: " ")),
            ]
        }
        return [
            "saved": .integer(Int64(saved)), "upToLine": .integer(Int64(upToLine)),
            "alreadyHere": .integer(Int64(alreadyHere)), "refused": .array(refused),
            "aside": aside.map(JSON.string) ?? .null,
        ]
    }
}

extension StoreSession {
    /// True for a record that is here, was deleted here, or waits in the journal.
    fileprivate func knows(_ record: RecordID) throws -> Bool {
        try state(of: record) != nil || journal(of: record).contains { $0.state != .dropped }
    }
}

extension Error {
    /// False for a full disk, and for a form that a sync has closed meanwhile.
    ///
    /// Nothing of the batch is kept then.
    fileprivate var isOfOneRow: Bool {
        if let problem = self as? Problem, problem.code == .formClosed { return false }
        return self is Failure || self is Problem || self is FieldProblem || self is FieldProblems
    }
}
