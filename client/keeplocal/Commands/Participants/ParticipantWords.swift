// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FieldModel
import FieldStore
import Figures

struct ParticipantWords: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "words",
        abstract: "List people whom records name in words, and who is recorded so.",
        discussion: """
            Figures count the words as one person and the record as another, until you say
            that they are one: keeplocal participant link WORDS PERSON --reason TEXT
            """
    )

    @OptionGroup var device: DeviceOptions

    func run() throws {
        try device.show(device.store()) { session in
            let found = try session.namedInWords()
            return try device.page(.array(found.map(\.json))) {
                guard !found.isEmpty else {
                    return ["No record names a person in words."]
                }
                var table = Table(folding: "in words", "records", "may be")
                for named in found {
                    table.add(
                        inert(named.words),
                        String(named.records.count),
                        named.people.isEmpty
                            ? "nobody is recorded so"
                            : try named.people.map(session.person).joined(separator: " or ")
                    )
                }
                return [
                    table.text, "",
                    "The same person: keeplocal participant link WORDS PERSON --reason TEXT",
                ]
            }
        }
    }
}

struct ParticipantLink: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "link",
        abstract: "Say whom records mean that name a person in words.",
        discussion: """
            keeplocal participant link "Ann Smith" 7f3a91c2 --reason "Asked Amina"
            keeplocal participant link "Ann Smith" 7f3a91c2 --record 91c04a77 --reason …
            Every record of the organisation that says the words is edited to name the
            person's record; who did it, and why, stands in its history.
            """
    )

    @Argument(help: "The words, as 'participant words' lists them.") var words: String
    @Argument(help: "The record of the person whom they mean.") var person: String
    @Option(help: "Only this record; may be repeated. Needed where another is called so.")
    var record: [String] = []
    @Option(help: "How you know; everybody concerned can read it.") var reason: String
    @OptionGroup var rehearsal: RehearsalOptions
    @OptionGroup var device: DeviceOptions

    func run() throws {
        let saved = try device.store().write(isRehearsal: rehearsal.dryRun) { session in
            try session.link(
                words,
                to: session.recordID(matching: person),
                only: Set(record.map { try session.recordID(matching: $0) }),
                reason: reason
            )
        }
        try device.show(.array(saved.map { JSON($0) })) {
            Terminal.line(
                "\(rehearsal.outcome): \(count(saved.count, "record"))"
                    + " \(saved.count == 1 ? "names" : "name") the person's record now."
            )
        }
        rehearsal.note()
    }
}

extension [NamedInWords] {
    /// How many records name people in words, and that some may count twice; nil where none does.
    var sentence: String? {
        guard !isEmpty else { return nil }
        let records = reduce(0) { $0 + $1.records.count }
        let twice = filter { !$0.people.isEmpty }.reduce(0) { $0 + $1.records.count }
        let names = records == 1 ? "1 record names" : "\(records) records name"
        return "\(names) people in words, who count beside those who are recorded"
            + (twice == 0
                ? ""
                : "; \(twice) of them may mean somebody who is recorded and would"
                    + " count twice")
            + ". See them with: keeplocal participant words"
    }
}

extension NamedInWords {
    var json: JSON {
        [
            "words": .string(words),
            "people": .array(people.map { .string($0.description) }),
            "records": .array(records.map { .string($0.description) }),
        ]
    }
}
