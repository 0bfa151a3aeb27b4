// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FieldModel
import FieldStore
import LocalSpend

struct SpendDefinitionCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "definition",
        abstract: "Say what a percentage is a percentage of.",
        subcommands: [SpendDefinitionAdd.self, SpendDefinitionList.self]
    )
}

struct SpendDefinitionAdd: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add",
        abstract: "Save a definition; it is never changed afterwards.",
        discussion: """
            keeplocal spend definition add third-party --title "Third-party spending" \\
              --area1 "BD, LS29 7" --area2 "LS, HX, HD, WF" --area3 "S, HU, YO, HG, DN"
            Another rule is another definition: the series breaks there, and is never
            joined.
            """
    )

    @Argument(help: "A short name: small letters, digits, - and _.") var name: String
    @Option(help: "What it says, in words.") var title: String
    @Option(name: .customLong("circle"), help: "A circle that counts as local; may be repeated.")
    var circles: [Circle] = [.council]
    @Option(name: .customLong("class"), help: "Only suppliers of this class; may be repeated.")
    var classes: [SupplierClass] = []
    @Option(name: .customLong("category"), help: "Only this category; may be repeated.")
    var categories: [SpendCategory] = []
    @Option(name: .customLong("count"), help: "Count these too: salaries, hmrc, pensions, debt.")
    var counted: [SpendExclusion] = []
    @Option(help: "The postcodes of the council's area, such as 'BD, LS29 7'.")
    var area1: String = ""
    @Option(help: "The postcodes around it: county or combined authority.")
    var area2: String = ""
    @Option(help: "The postcodes of the region.") var area3: String = ""
    @Option(help: "Where the definition comes from.") var source: String = ""
    @OptionGroup var saving: SavingOptions

    func run() throws {
        let definition = SpendDefinition(
            id: name,
            title: title,
            circles: Set(circles),
            classes: Set(classes),
            categories: Set(categories),
            exclusions: Set(SpendExclusion.allCases).subtracting(counted),
            areas: [
                .council: try PostcodeArea(area1), .county: try PostcodeArea(area2),
                .region: try PostcodeArea(area3),
            ],
            source: source
        )
        if let overlap = definition.overlap { throw SpendError("Definition '\(name)'", overlap) }
        try save(definition)
        guard definition.areas.isEmpty else { return }
        Terminal.note(
            "It names no postcodes: only what is set by hand is known to be local, and all else"
                + " counts as not known. To name them, delete it and add it with --area1."
        )
    }

    private func save(_ definition: SpendDefinition) throws {
        try saving.save("spend_definition", definition.fields, what: definition.sentence) {
            session,
            scope in
            let isThere = try session.records(form: formID("spend_definition")).contains {
                $0.scope == scope && SpendDefinition($0)?.id == name
            }
            guard !isThere else {
                throw SpendError(
                    "Definition '\(name)'",
                    "There is a definition of this name already, and what was measured by it would"
                        + " mean something else. Nothing was saved. Choose another name."
                )
            }
            let book = try SpendBook(session, council: scope.council.text)
            if let resting = book.resting(on: name) {
                throw SpendError(
                    "Definition '\(name)'",
                    "A definition of this name was deleted, and \(resting) by it still stand: under"
                        + " the new one they would be joined to what they are not. Nothing was"
                        + " saved. Choose another name."
                )
            }
            return nil
        }
    }
}

struct SpendDefinitionList: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the definitions."
    )

    @Option(help: "The council, for those who work with more than one.") var council: String?
    @OptionGroup var device: DeviceOptions

    func run() throws {
        let book = try device.store().read { try SpendBook($0, council: council) }
        try device.show(.array(book.definitions.map(\.json))) {
            guard !book.definitions.isEmpty else {
                return Terminal.line("There is no definition yet.")
            }
            for definition in book.definitions {
                for line in definition.sentence.wrapped() { Terminal.line(inert(line)) }
                for (circle, area) in definition.areas.sorted(by: { $0.key < $1.key }) {
                    Terminal.line("  circle \(circle.rawValue): \(area.text)")
                }
                if !definition.source.isEmpty {
                    Terminal.line("  source: \(inert(definition.source))")
                }
            }
        }
    }
}

extension SpendDefinition {
    var json: JSON {
        [
            "id": .string(id), "title": .string(title), "sentence": .string(sentence),
            "circles": .array(circles.sorted().map { .integer(Int64($0.rawValue)) }),
            "classes": .array(classes.map(\.rawValue).sorted().map(JSON.string)),
            "categories": .array(categories.map(\.rawValue).sorted().map(JSON.string)),
            "exclusions": .array(exclusions.map(\.rawValue).sorted().map(JSON.string)),
            "areas": .object(
                Dictionary(
                    uniqueKeysWithValues: areas.map {
                        ("\($0.key.rawValue)", .string($0.value.text))
                    }
                )
            ),
            "source": .string(source),
        ]
    }
}
