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
            line. Importing a file twice saves its records twice.
            """
    )

    @Argument(help: "The form of all records.") var form: String
    @Argument(help: "The file.", completion: .file()) var file: String
    @OptionGroup var place: PlaceOptions
    @OptionGroup var rehearsal: RehearsalOptions
    @OptionGroup var device: DeviceOptions

    /// Rows that become durable together.
    private static let batchCount = 200

    func run() throws {
        let store = try device.store()
        let form = try store.read { try $0.form(formID(self.form)) }
        var rows = try ImportRows(path: file)
        var (saved, refused): (Int, [JSON]) = (0, [])
        var goesOn = true
        while goesOn {
            try store.write(isRehearsal: rehearsal.dryRun) { session in
                let place = try place.place(in: session)
                for _ in 0..<Self.batchCount {
                    guard let row = rows.next() else {
                        goesOn = false
                        return
                    }
                    if let failure = try save(row, form, place, session) {
                        refused.append(report(row.line, failure))
                    } else {
                        saved += 1
                    }
                }
            }
            Terminal.progress("\(saved) records saved ...")
        }
        Terminal.progress(nil)
        let (count, problems) = (saved, refused)
        try device.show(["saved": .integer(Int64(count)), "refused": .array(problems)]) {
            Terminal.line("Saved on this device: \(keeplocal.count(count, "record"))")
        }
        rehearsal.note()
        if !refused.isEmpty {
            Terminal.note(
                "\(keeplocal.count(refused.count, "row")) refused; mend and import those."
            )
            throw Exit(code: ExitStatus.refused)
        }
    }

    /// - Returns: What is wrong with the row; nil when it was saved.
    private func save(
        _ row: ImportRow,
        _ form: CompiledForm,
        _ place: Place,
        _ session: StoreSession
    ) throws -> Failure? {
        do {
            var arguments = FieldArguments(form: form, today: session.today)
            let fields = try arguments.parse(try row.result.get()).compactMapValues { $0 }
            _ = try session.create(form.id, fields: fields, in: place)
            return nil
        } catch {
            // A full disk is not the row's fault: nothing of this batch is kept then.
            guard let failure = Failure(error) else { throw error }
            return failure
        }
    }

    private func report(_ line: Int, _ failure: Failure) -> JSON {
        let message = failure.problem.message.replacing("\n", with: " ")
        if !device.json { Terminal.note("line \(line): \(inert(message))") }
        return [
            "line": .integer(Int64(line)), "code": .string(failure.problem.code.text),
            "message": .string(message),
        ]
    }
}
