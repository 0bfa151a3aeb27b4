// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FieldModel
import FieldStore
import Places

struct PlaceLookup: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lookup",
        abstract: "Import ward boundaries, each from its day on, and where places lie.",
        subcommands: [PlaceLookupImport.self, PlaceLookupList.self]
    )
}

struct PlaceLookupImport: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Import which ward each LSOA lies in, from a file of the statistics office.",
        discussion: """
            It is "LSOA (2021) to Electoral Ward to LAD Best Fit Lookup" at
            geoportal.statistics.gov.uk, as CSV. The rows of your council are kept, all
            others are counted and dropped. A file that lacks a row of your council, or
            has one that cannot be, is refused whole. Former boundaries stay: reports can
            be made on either.

            A file of positions is known by its headings, and needs no day: the columns
            code, column and row of a grid that you drew, or a file of the statistics
            office with a code and BNG_E and BNG_N, x and y, or LAT and LONG. Reports by
            place have a map of tiles then.
            """
    )

    @Argument(help: "The file.", completion: .file()) var file: String
    @Option(help: "The first day of these boundaries, such as 2026-05-07.") var asOf: String?
    @Option(help: "What it is called; else the name of the file.") var title: String?
    @OptionGroup var saving: SavingOptions

    private var rehearsal: RehearsalOptions { saving.rehearsal }
    private var device: DeviceOptions { saving.device }

    func run() throws {
        let path = PathCompletion.expanded(file)
        if let positions = try PositionImport(path, title: title) {
            return try take(positions)
        }
        guard let asOf else {
            throw Failure(
                usage: "Say from which day these boundaries hold: --as-of 2026-05-07. (A file of"
                    + " positions, which needs no day, has the columns code, column and row.)"
            )
        }
        let outcome = try LookupImport(
            store: device.store(),
            place: saving.place,
            path: path,
            title: title,
            day: typedDay(asOf),
            isRehearsal: rehearsal.dryRun
        ).run()
        try device.show(outcome.json) {
            for council in outcome.councils { Terminal.line(council.line(rehearsal)) }
            Terminal.line("Not kept: \(count(outcome.elsewhere, "row")) of other councils.")
        }
        rehearsal.note()
    }

    private func take(_ file: PositionImport) throws {
        guard asOf == nil else {
            throw Failure(
                usage: "This file says where places lie, which is the same on every day. Leave out"
                    + " --as-of."
            )
        }
        let (store, form) = (try device.store(), try formID("place_position"))
        let outcome = try store.read { session in
            let scope = try session.scope(
                of: session.form(form),
                in: saving.place.place(in: session)
            )
            return try file.read(PlaceBook(session, of: scope.council))
        }
        try saving.save(
            form.text,
            outcome.positions.fields.mapValues { Optional($0) },
            what: "where \(count(outcome.positions.points.count, "place")) lie,"
                + " '\(outcome.positions.title)'",
            in: store
        ) { session, scope in
            // The same again becomes the newest only where something else came since.
            let all = try session.records(form: form).filter { $0.scope == scope }
            let last = all.filter { Positions($0) != nil }.max { $0.id < $1.id }
            return last.flatMap(Positions.init)?.source == outcome.positions.source
                ? last?.id : nil
        }
        guard outcome.elsewhere > 0 else { return }
        Terminal.note("Not kept: \(count(outcome.elsewhere, "row")) of places not known here.")
    }
}

struct PlaceLookupList: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the ward boundaries that are on this device."
    )

    @Option(help: "The council, for those who work with more than one.") var council: String?
    @OptionGroup var device: DeviceOptions

    func run() throws {
        let book = try device.store().read { try PlaceBook($0, council: council) }
        try device.show(.array(book.imported.map { $0.lookup.json($0.record) })) {
            guard !book.imported.isEmpty else {
                return Terminal.line("There are no ward boundaries yet.")
            }
            var table = Table(folding: "from", "wards", "LSOAs", "title", "id")
            for (record, lookup) in book.imported.sorted(by: {
                $0.lookup.boundaries < $1.lookup.boundaries
            }) {
                table.add(
                    "\(lookup.boundaries)",
                    "\(lookup.names.count)",
                    "\(lookup.wardOf.count)",
                    lookup.title,
                    record.short
                )
            }
            Terminal.line(table.text)
        }
        book.notes.forEach { Terminal.note(inert($0)) }
    }
}

extension LookupImport.Council {
    fileprivate func line(_ rehearsal: RehearsalOptions) -> String {
        let what =
            "boundaries of \(lookup.boundaries) for \(inert(name)): \(lookup.wardOf.count) LSOAs in"
            + " \(count(lookup.names.count, "ward"))"
        return isKnown
            ? "Here already, and nothing was done: \(what) (\(record?.short ?? ""))"
            : "\(rehearsal.outcome): \(what) (\(record?.short ?? ""))"
    }
}

extension LookupImport.Outcome {
    fileprivate var json: JSON {
        [
            "elsewhere": .integer(Int64(elsewhere)),
            "councils": .array(
                councils.map { council in
                    [
                        "council": .string(council.id.text),
                        "alreadyHere": .boolean(council.isKnown),
                        "lookup": council.lookup.json(council.record),
                    ]
                }
            ),
        ]
    }
}

extension WardLookup {
    fileprivate func json(_ record: RecordID?) -> JSON {
        [
            "record": record.map { .string($0.description) } ?? .null, "title": .string(title),
            "boundaries": .string(boundaries.description), "edition": .integer(Int64(edition)),
            "areas": .integer(Int64(wardOf.count)), "wards": .integer(Int64(names.count)),
            "sha256": .string(source),
        ]
    }
}
