// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FieldForms
import FieldModel
import FieldStore
import Figures

struct ParticipantShow: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show a person: the records that are joined, and what belongs to them.",
        discussion: "It needs no network. Any of the person's records names the person."
    )

    @Argument(help: "A record of the person: its identifier, or four letters of it.")
    var record: String
    @OptionGroup var device: DeviceOptions

    func run() throws {
        try device.show(device.storeForFigures()) { session in
            let sight = try PersonSight(session.recordID(matching: record), session)
            return try device.page(sight.json) { try sight.lines(session) }
        }
    }
}

/// One person as their organisation's records have them.
private struct PersonSight {
    let survivor: RecordID
    let joined: [RecordID]
    let late: [LateAnswer]
    let withdrawn: PlainDate?
    let withheld: [Withheld]
    let counts: [(name: String, count: Int)]

    init(_ id: RecordID, _ session: StoreSession) throws {
        let record = try session.participant(id)
        let scope = record.scope
        let cases = try session.casesByScope()[scope] ?? Cases([])
        let name = cases.merges.survivor(of: .record(id))
        survivor = name.record ?? id
        joined = try session.records(form: record.form)
            .filter { $0.scope == scope && .record($0.id) != name }.map(\.id)
            .filter { cases.merges.survivor(of: .record($0)) == name }
        late = try joined.flatMap { try session.lateAnswers(in: $0) }
        withdrawn = cases.withdrawals.day(of: name)
        withheld = cases.withheld.filter { $0.participant == name }
        counts = [
            ("enrolments", cases.enrolments.count { $0.participant == name }),
            ("contacts", cases.contacts.count { $0.participant == name }),
            ("outcomes", cases.outcomes.count { $0.participant == name }),
        ]
    }

    var json: JSON {
        var object: [String: JSON] = [
            "participant": .string(survivor.description),
            "joined": .array(joined.map { .string($0.description) }),
            "late": .array(late.map(\.json)),
            "withdrawn": withdrawn.map { .string($0.description) } ?? .null,
            "withheld": .array(withheld.map(\.json)),
        ]
        for (name, count) in counts { object[name] = .integer(Int64(count)) }
        return .object(object)
    }

    func lines(_ session: StoreSession) throws -> [String] {
        var lines = [Style.bold(try session.person(survivor))]
        for record in joined {
            lines.append("  joined with  \(try session.person(record))")
        }
        lines.append(
            "  with         " + counts.map { "\($0.count) \($0.name)" }.joined(separator: ", ")
        )
        if let withdrawn { lines.append("  does not agree since \(withdrawn)") }
        if !withheld.isEmpty {
            lines.append(
                "  \(count(withheld.count, "record")) came after that. See them with: keeplocal"
                    + " participant consent"
            )
        }
        for answer in late { lines += [""] + (try answer.lines(session)) }
        return lines
    }
}

extension LateAnswer {
    var json: JSON {
        [
            "record": .string(record.description), "survivor": .string(survivor.description),
            "field": .string(field.text), "value": value?.plain ?? .null,
            "standing": standing?.plain ?? .null, "author": .string(author.description),
            "at": .string(at.description),
        ]
    }

    /// "Phone: 01274 2, written by Amina …", and the two commands that end it.
    func lines(_ session: StoreSession) throws -> [String] {
        let form = try session.record(record).flatMap { try session.versions(of: $0.form) }
        let asked = form?.field(field)
        let (mine, theirs) = (session.words(value, asked), session.words(standing, asked))
        let who = inert(try session.name(of: author))
        let command = "keeplocal participant take \(record.short) \(field)"
        return [
            "\(inert(asked?.label ?? field.text)): \(mine) in the joined record \(record.short), by"
                + " \(who) on \(at.instant.words); here it is \(theirs).",
            "  Take it over:    \(command) --reason TEXT",
            "  Leave it as it is: \(command) --keep --reason TEXT",
        ]
    }
}
