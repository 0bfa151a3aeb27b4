// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FieldForms
import FieldModel
import FieldStore
import Foundation

struct Export: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Write the records of a form to a file, for a spreadsheet, a script or a map.",
        discussion: """
            --csv writes FORM.csv, and FORM-REPEAT.csv for each repeat, joined by KEY and
            PARENT_KEY. --xlsx writes one workbook with the same as sheets, in which
            numbers are numbers and every text stays a text. --ndjson writes an object a
            line, and --geojson a map. A disputed answer is left empty, and DISPUTED
            counts them. What CSV and NDJSON hold, keeplocal import reads.

            A file that is there already stays as it is, unless you say --overwrite; then
            it gives way to the new one when that is whole.

            A council's file of returns has what was submitted last of each, with its
            STATE, its REVISION and the hash of its CONTENT. It leaves out numbers of so
            few people that they could be recognised, and those from which such a number
            follows.

            Only records that are on this device are written; sync first to have all of
            them.
            """
    )

    enum Format: String, EnumerableFlag { case csv, xlsx, ndjson, geojson }

    enum Wording: String, EnumerableFlag { case codes, labels }

    @Argument(help: "The form.") var form: String
    @Flag(exclusivity: .exclusive, help: "What to write.") var format: Format = .csv
    @Option(help: "The file, or a folder for files named after the form.") var to: String?
    @Flag(
        exclusivity: .exclusive,
        help: "Names of choices, or labels; a file with labels is for people."
    )
    var wording: Wording = .codes
    @Option(help: "The language of the labels, where the form has several.") var language: String?
    @Flag(help: "A column more for every choice of a question with several answers.")
    var split = false
    @Flag(help: "Begin each CSV file with a byte-order mark, which Excel needs for £ and é.")
    var excel = false
    @Flag(help: "Write over a file that is there already.") var overwrite = false
    @Option(help: "Only records that changed on or after this day, such as 2026-11-01.")
    var since: String?
    @OptionGroup var device: DeviceOptions

    func validate() throws {
        guard language == nil || wording == .labels else {
            throw ValidationError("--language is that of labels; say --labels as well.")
        }
    }

    func run() throws {
        let stop = StopRequest()
        let store = try device.store()
        let since = try since.map(Self.start)
        let form = try store.read { try $0.form(formID(self.form)) }
        var run = ExportRun(
            form: form,
            since: since,
            namesRecords: wording == .labels,
            writer: try writer(form)
        )
        defer { Terminal.progress(nil) }
        while try run.addBatch(from: store) {
            Terminal.progress("\(run.records) records written ...")
            try stop.check()
        }
        let files = try run.writer.finish()
        Terminal.progress(nil)
        try tell(run, files)
    }

    private func writer(_ form: CompiledForm) throws -> any ExportWriting {
        let path = path(of: form.id)
        let words = try words(form)
        switch format {
        case .csv:
            let tables = ExportTable.all(of: form, words, split: split)
            return try CSVExport(
                tables,
                path: path,
                marksBytes: excel,
                replaces: overwrite
            )
        case .xlsx:
            let tables = ExportTable.all(of: form, words, split: split)
            return try WorkbookExport(tables, of: form, path: path, replaces: overwrite)
        case .ndjson: return try NDJSONExport(path: path, replaces: overwrite)
        case .geojson: return try GeoJSONExport(form, path: path, words, replaces: overwrite)
        }
    }

    private func words(_ form: CompiledForm) throws -> ExportWords {
        guard wording == .labels else { return .codes }
        guard let language else { return .labels(language: nil) }
        let known = form.definition.languages ?? []
        guard let found = form.definition.language(meant: language) else {
            throw Failure(
                usage: "The form \(form.id) has no texts in '\(language)'. "
                    + (known.isEmpty
                        ? "It has one language; leave out --language."
                        : "It has: \(known.joined(separator: ", "))")
            )
        }
        return .labels(language: found == known.first ? nil : found)
    }

    private func path(of form: FormID) -> String {
        let name = "\(form).\(format.rawValue)"
        guard let to else { return name }
        var isFolder: ObjCBool = false
        let isThere = FileManager.default.fileExists(atPath: to, isDirectory: &isFolder)
        return isThere && isFolder.boolValue ? to + "/" + name : to
    }

    private static func start(of day: String) throws -> Instant {
        guard let date = PlainDate(day) else {
            throw Failure(usage: "'\(day)' is no day; write --since 2026-11-01.")
        }
        return Instant(milliseconds: date.daysSince1970 * 86_400_000)
    }

    private func tell(_ run: ExportRun, _ files: [String]) throws {
        let json: JSON = [
            "records": .integer(Int64(run.records)), "disputed": .integer(Int64(run.disputed)),
            "files": .array(files.map(JSON.string)), "suppressed": .integer(Int64(run.few)),
            "drafts": .integer(Int64(run.drafts)),
        ]
        try device.show(json) {
            Terminal.line("\(count(run.records, "record")) in \(inert(files[0]))")
            files.dropFirst().forEach { Terminal.line("  and its repeats in \(inert($0))") }
            if run.disputed > 0 {
                Terminal.line(
                    "\(count(run.disputed, "record")) with disputed answers, which are left empty."
                )
            }
            if run.drafts > 0 {
                Terminal.line(
                    "\(count(run.drafts, "return")) never submitted: left out."
                )
            }
            if run.few > 0 {
                Terminal.line(
                    "\(count(run.few, "number")) of so few people that they could be recognised:"
                        + " left out. You read them with: keeplocal return show RETURN"
                )
            }
            if let reach = run.reach { Terminal.note(reach.words) }
            Terminal.note(
                "\nKeepLocal cannot erase what is in a file of yours. Keep it safe, and delete it"
                    + " when it is no longer needed."
            )
        }
    }
}

/// An export on its way, some records at a time: who saves meanwhile never waits for it.
struct ExportRun {
    let form: CompiledForm
    let since: Instant?
    let writer: any ExportWriting
    /// True where records that answers name are written by what they are called.
    private let namesRecords: Bool
    private(set) var records = 0
    /// Records with a disputed answer.
    private(set) var disputed = 0
    /// Numbers of few people that were left out.
    private(set) var few = 0
    /// Returns that were never submitted, which a council does not write.
    private(set) var drafts = 0
    /// Who learns what it told of returns; nil where that is nothing new.
    private(set) var reach: ExportMemory.Reach?
    /// What returns are held against; of no use to any other form.
    private(set) var memory: ExportMemory?
    private var last: RecordID?
    private let batchCount: Int

    init(
        form: CompiledForm,
        since: Instant?,
        namesRecords: Bool = false,
        writer: any ExportWriting,
        batchCount: Int = 250
    ) {
        (self.form, self.since, self.writer) = (form, since, writer)
        (self.namesRecords, self.batchCount) = (namesRecords, batchCount)
    }

    /// - Returns: False after the last one.
    mutating func addBatch(from store: FieldStore) throws -> Bool {
        // Another program may have written since the last part.
        try store.makeDueLines()
        let ids = try store.readLines { lines in
            try lines.records(
                of: form.id,
                changedFrom: since,
                after: last,
                limit: batchCount
            )
        }
        let memory = self.memory ?? ExportMemory(home: store.home.path)
        self.memory = memory
        try memory.refresh()
        let (batch, left) = try store.read { session in
            let found = try ids.compactMap { try session.record($0) }.filter { !$0.isDeleted }
            let surroundings = try session.surroundings(calculating: form)
            let title = { (form: FormID, name: String) in try? session.label(of: name, in: form) }
            let records = try found.compactMap { record -> ExportRecord? in
                let part = try ExportSubmission.part(of: record, form, session)
                if case .left = part { return nil }
                return try ExportRecord(
                    record,
                    form,
                    in: surroundings,
                    submission: part.submission,
                    title: namesRecords ? title : nil
                ).without(try FewPeople(form, of: record, session), beside: memory, session)
            }
            return (records, found.count - records.count)
        }
        // Before it is in a file: what was told and then forgotten could be told again.
        reach = try memory.save(in: store) ?? reach
        drafts += left
        for record in batch {
            try writer.add(record)
            records += 1
            if record.disputed > 0 { disputed += 1 }
            few += record.few
        }
        last = ids.last
        return ids.count == batchCount
    }
}
