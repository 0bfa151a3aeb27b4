// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FieldForms
import FieldModel
import FieldStore

struct Import: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Save many records from a file: one JSON object or one row each.",
        discussion: """
            FILE ends in .ndjson (each line an object, path: value) or .csv (the first
            line names the paths). A row is saved as a whole or not at all; refused rows
            are named with their line. An import that was stopped is run again as it was:
            rows that are here already are passed over. A file with any change in it is
            another file, and all of its rows are new: --aside REST.csv writes the refused
            rows alone, to be mended and imported there.

            What keeplocal export wrote comes in again by its column KEY: a record that is
            here already is passed over, whatever else became of the file.
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
        for (question, unnamed) in run.unnamed.sorted(by: { $0.key < $1.key }) {
            Terminal.note("\(question): \(count(unnamed.count, "row")) \(unnamed.words)")
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
