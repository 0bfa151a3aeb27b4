// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FieldForms
import FieldModel
import FieldStore
import Figures

struct ParticipantDuplicates: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "duplicates",
        abstract: "List pairs of records that may be of one person, the likeliest first.",
        discussion: """
            It needs no network, and never looks across organisations. The points are a
            sum of what speaks for it and against; 100 is most. Nothing is joined until
            you say so.
            """
    )

    @OptionGroup var device: DeviceOptions

    func run() throws {
        try device.show(device.store()) { session in
            let found = try session.duplicates()
            return try device.page(.array(found.pairs.map(\.json))) {
                let lines =
                    try found.pairs.isEmpty
                    ? ["Nobody looks as if they were recorded twice."]
                    : lines(of: found, session)
                return lines
                    + (try session.namedInWords(among: 100_000)?.sentence.map { ["", $0] } ?? [])
            }
        }
    }

    private func lines(of found: Duplicates, _ session: StoreSession) throws -> [String] {
        var table = Table(folding: "points", "duplicate", "of", "as they have")
        for pair in found.pairs {
            table.add(
                String(pair.score),
                try session.person(pair.second),
                try session.person(pair.first),
                pair.reasons.map(\.words).joined(separator: ", ")
            )
        }
        var lines = [table.text, ""]
        if found.common > 0 {
            lines.append(
                "\(count(found.common, "answer")) that more than 100 people share"
                    + " \(found.common == 1 ? "was" : "were") not compared by."
            )
        }
        return lines + [
            "One person: keeplocal participant merge DUPLICATE OF --reason TEXT",
            "Two people: keeplocal participant distinct DUPLICATE OF --reason TEXT",
        ]
    }
}

extension StoreSession {
    /// The record that a participant's names as the same person; nil for all that name none.
    func survivor(of record: Record) -> RecordID? {
        guard record.form.text == "participant" else { return nil }
        return record.text("merged_into").flatMap { RecordID($0) }
    }

    /// "Ann Smith (2b7e41f0)".
    func person(_ id: RecordID) throws -> String {
        guard let form = FormID("participant"),
            let name = try label(of: id.description, in: form)
        else { return id.short }
        return inert(name.naming(id))
    }
}

extension DuplicatePair {
    var json: JSON {
        [
            "first": .string(first.description), "second": .string(second.description),
            "score": .integer(Int64(score)),
            "reasons": .array(reasons.map { .string($0.rawValue) }),
        ]
    }
}

extension DuplicatePair.Reason {
    var words: String {
        switch self {
        case .reference: "one reference"
        case .sameName: "one name"
        case .likeName: "names that are alike"
        case .sameBirth: "one date of birth"
        case .swappedBirth: "dates of birth with day and month swapped"
        case .phone: "one phone"
        case .neighbourhood: "one neighbourhood"
        case .sameStart: "begun one service within a month"
        case .otherName: "but other names"
        case .otherBirth: "but other dates of birth"
        }
    }
}
