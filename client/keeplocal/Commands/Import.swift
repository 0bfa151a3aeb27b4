// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FieldForms
import FieldModel
import FieldStore

struct Import: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Save many records from a file: one JSON object or one row each.",
        discussion: """
            FILE ends in .ndjson (each line an object, path: value) or .csv (the first line names
            the paths). A row is saved as a whole or not at all; refused rows are named with their
            line. An import that was stopped is run again as it was: rows that are here already
            are passed over. A file with any change in it is another file, and all of its rows are
            new: --aside REST.csv writes the refused rows alone, to be mended and imported there.

            What keeplocal export wrote comes in again by its column KEY: a record that is here
            already is passed over, whatever else became of the file.
            """
    )

    @Argument(help: "The form of all records.") var form: String
    @Argument(help: "The file.", completion: .file()) var file: String
    @Option(help: "Write the rows that are refused to this file.", completion: .file())
    var aside: String?
    @OptionGroup var place: PlaceOptions
    @OptionGroup var rehearsal: RehearsalOptions
    @OptionGroup var device: DeviceOptions

    func run() throws {
        let stop = StopRequest()
        let store = try device.store()
        let form = try store.read { session in
            let form = try session.form(formID(self.form))
            try session.requireOpen(form.id)
            return form
        }
        let rows = try ImportRows(path: file)
        let aside = try rehearsal.dryRun ? nil : aside.map { try ImportAside($0, of: rows) }
        var run = ImportRun(
            form: form.id,
            rows: rows,
            place: place,
            isRehearsal: rehearsal.dryRun
        )
        var (failure, rest): (Failure?, String?)
        do {
            while try saveBatch(of: &run, store, aside) { try stop.check() }
            rest = try aside?.finish()
        } catch {
            failure = Failure(error)
        }
        Terminal.progress(nil)
        try tell(run, failure, rest)
        if let failure { throw failure }
        guard run.refused.isEmpty else { throw Exit(code: ExitStatus.refused) }
    }

    /// - Returns: False at the end of the file.
    private func saveBatch(
        of run: inout ImportRun,
        _ store: FieldStore,
        _ aside: ImportAside?
    ) throws -> Bool {
        let goesOn = try run.saveBatch(in: store)
        try aside?.add(run.newlyRefused)
        if !device.json { run.newlyRefused.forEach { Terminal.note($0.words) } }
        if goesOn { Terminal.progress("\(run.saved) records saved ...") }
        return goesOn
    }

    private func tell(_ run: ImportRun, _ failure: Failure?, _ rest: String?) throws {
        try device.show(run.json(aside: rest)) {
            let isCut = failure != nil && run.upToLine > 0
            Terminal.line(
                "Saved on this device: \(count(run.saved, "record"))"
                    + (isCut ? ", up to line \(run.upToLine)" : "")
            )
            if run.alreadyHere > 0 {
                Terminal.line("Here already, from an earlier import: \(run.alreadyHere)")
            }
            if isCut {
                Terminal.line("Run the same command again to save the rest; nothing is doubled.")
            }
        }
        rehearsal.note()
        guard !run.refused.isEmpty else { return }
        let refused = "\(count(run.refused.count, "row")) refused."
        if let rest {
            Terminal.note(
                "\(refused) Mend in \(inert(rest)), and import that: keeplocal import \(form)"
                    + " \(inert(rest))"
            )
        } else if failure == nil, run.hasKeys {
            Terminal.note(
                "\(refused) Mend them in the file, and import it again: keys tell them apart."
            )
        } else if failure == nil {
            Terminal.note(
                "\(refused) Do not mend this file, as all of its rows would be new then. To have"
                    + " the refused ones alone: keeplocal import \(form) \(inert(file)) --aside"
                    + " refused.\(ImportRows.kind(of: file))"
            )
        }
    }
}

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

    let form: FormID
    private var rows: ImportRows
    private let place: PlaceOptions
    private let isRehearsal: Bool

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
                let pairs = try row.answers(of: form)
                let fields = try arguments.parse(pairs).compactMapValues { $0 }
                // What its entities wrote goes with a row that is refused.
                _ = try session.attempt {
                    try session.create(form.id, fields: fields, in: place, record: id)
                }
                saved += 1
            }
        } catch let error where error.isOfOneRow {
            newlyRefused.append(
                Refusal(line: row.line, text: row.text, problem: Failure(error).problem)
            )
        }
        upToLine = row.line
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
