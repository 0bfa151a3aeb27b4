// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FieldModel
import FieldStore
import Places

struct PlaceShow: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show which ward an LSOA lies in by each lookup, or what a neighbourhood has."
    )

    @Argument(help: "An LSOA such as E01010568, or the name of a neighbourhood.")
    var place: String
    @Option(help: "The day, such as 2026-06-30; else today.") var on: String?
    @Option(help: "The council, for those who work with more than one.") var council: String?
    @OptionGroup var device: DeviceOptions

    func run() throws {
        let store = try device.store()
        let (book, today) = try store.read { (try PlaceBook($0, council: council), $0.today) }
        let day = try on.map(typedDay) ?? today
        let code = place.uppercased()
        if AreaCode.lsoa.fits(code) { return try show(area: code, book, day) }
        let named = book.neighbourhoods.all.filter { $0.name.lowercased() == place.lowercased() }
        guard !named.isEmpty else {
            throw Failure(
                usage: "'\(place)' is no code of an LSOA and no neighbourhood here. See: keeplocal"
                    + " place neighbourhood list"
            )
        }
        try show(named, book, day)
    }

    private func show(area: String, _ book: PlaceBook, _ day: PlainDate) throws {
        let holding = try book.lookups.inForce(on: day)
        let names = book.neighbourhoods.meant(on: day).filter { $0.areas.contains(area) }
            .map(\.name)
        let editions = book.lookups.editions.map { edition -> JSON in
            let ward = edition.wardOf[area]
            return [
                "boundaries": .string(edition.boundaries.description),
                "ward": ward.map(JSON.string) ?? .null,
                "name": ward.flatMap { edition.names[$0] }.map(JSON.string) ?? .null,
                "holds": .boolean(edition.boundaries == holding?.boundaries),
            ]
        }
        let json: JSON = [
            "lsoa": .string(area), "on": .string(day.description), "editions": .array(editions),
            "neighbourhoods": .array(names.map(JSON.string)),
        ]
        try device.show(json) {
            for edition in book.lookups.editions {
                let ward = edition.wardOf[area]
                let name = ward.flatMap { edition.names[$0] } ?? "not in this lookup"
                let mark = edition.boundaries == holding?.boundaries ? "  (holds on \(day))" : ""
                Terminal.line("\(edition.boundaries)  \(ward ?? "") \(inert(name))\(mark)")
            }
            if holding == nil { Terminal.line("No ward is known for \(day).") }
            Terminal.line(
                names.isEmpty
                    ? "It lies in no neighbourhood on \(day)."
                    : "Neighbourhood on \(day): \(inert(names.joined(separator: ", ")))"
            )
        }
    }

    private func show(_ named: [Neighbourhood], _ book: PlaceBook, _ day: PlainDate) throws {
        let holding = try book.lookups.inForce(on: day)
        try device.show(.array(named.map(\.json))) {
            for one in named {
                Terminal.line(
                    "\(inert(one.name)), from \(one.from)"
                        + (one.until.map { " until \($0)" } ?? "")
                )
                for area in one.areas.sorted() {
                    let ward = holding?.wardOf[area].flatMap { holding?.names[$0] }
                    Terminal.line("  \(area)  \(inert(ward ?? "no ward known for \(day)"))")
                }
            }
        }
    }
}
