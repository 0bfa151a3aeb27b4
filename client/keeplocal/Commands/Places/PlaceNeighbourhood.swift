// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FieldModel
import FieldStore
import Places

struct PlaceNeighbourhood: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "neighbourhood",
        abstract: "Say what the council's own neighbourhoods are made of, and when.",
        subcommands: [PlaceNeighbourhoodAdd.self, PlaceNeighbourhoodList.self]
    )
}

struct PlaceNeighbourhoodAdd: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add",
        abstract: "Save a neighbourhood: a name, its LSOAs, and the days on which it is meant so.",
        discussion: """
            Two neighbourhoods never share an LSOA on one day: its people would count
            twice. Where borders move, end the former (keeplocal edit RECORD --set
            until=DATE) and add the new.
            """
    )

    @Argument(help: "What its people call it.") var name: String
    @Option(help: "An LSOA, or several with commas; may be repeated.") var lsoa: [String] = []
    @Option(help: "A CSV file with a column LSOA21CD or code.", completion: .file())
    var file: String?
    @Option(help: "The first day, such as 2026-04-01.") var from: String
    @Option(help: "The last day, if there is one.") var until: String?
    @OptionGroup var saving: SavingOptions

    func validate() throws {
        guard lsoa.isEmpty != (file == nil) else {
            throw ValidationError("Name its LSOAs with --lsoa, or a file that has them: --file.")
        }
    }

    func run() throws {
        let neighbourhood = try Neighbourhood(
            name: name,
            areas: file.map { try CodeColumn(PathCompletion.expanded($0)).codes } ?? typed,
            from: typedDay(from),
            until: until.map(typedDay)
        )
        let areas = count(neighbourhood.areas.count, "LSOA")
        var strangers: String?
        try saving.save(
            "neighbourhood",
            neighbourhood.fields.mapValues { Optional($0) },
            what: "neighbourhood '\(name)', \(areas)"
        ) { session, scope in
            let book = try PlaceBook(session, of: scope.council)
            strangers = try book.strangers(of: neighbourhood).map {
                "\($0) of \(inert(try session.name(of: scope.council))). Is a code mistyped?"
            }
            let form = try formID("neighbourhood")
            // Whoever does it again changes nothing.
            let same = try session.records(form: form).first {
                $0.scope == scope && Neighbourhood($0) == neighbourhood
            }
            if same == nil { try book.neighbourhoods.check(neighbourhood) }
            return same?.id
        }
        if let strangers { Terminal.note(strangers) }
    }

    private var typed: [String] {
        lsoa.flatMap { $0.split(whereSeparator: { $0 == "," || $0.isWhitespace }) }.map {
            String($0).uppercased()
        }
    }
}

struct PlaceNeighbourhoodList: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the council's own neighbourhoods."
    )

    @Option(help: "The council, for those who work with more than one.") var council: String?
    @OptionGroup var device: DeviceOptions

    func run() throws {
        let book = try device.store().read { try PlaceBook($0, council: council) }
        let all = book.neighbourhoods.all
        try device.show(.array(all.map(\.json))) {
            guard !all.isEmpty else { return Terminal.line("There is no neighbourhood yet.") }
            var table = Table("neighbourhood", "LSOAs", "from", "until")
            for one in all {
                table.add(
                    one.name,
                    "\(one.areas.count)",
                    "\(one.from)",
                    one.until.map { "\($0)" } ?? ""
                )
            }
            Terminal.line(table.text)
        }
        book.notes.forEach { Terminal.note(inert($0)) }
    }
}

extension Neighbourhood {
    var json: JSON {
        [
            "name": .string(name), "areas": .array(areas.sorted().map(JSON.string)),
            "from": .string(from.description),
            "until": until.map { .string($0.description) } ?? .null,
        ]
    }
}
