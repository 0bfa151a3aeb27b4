// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FieldStore
import Foundation
import Schema

/// The home of an organisation's device after a first sync: people, each in a service, each with
/// some outcomes over the last year, seven in ten followed up.
///
/// One in four is in a service that has ended since, and some of the work with them came after it.
final class FilledHome {
    private let path: String
    private let outcomes: Int
    private let council: CouncilID
    private let organisation = OrganisationID(high: 1, low: 1)
    private let person = PersonID(high: 2, low: 1)
    private let today = Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1_000)).date
    private var made: Int64 = 0
    private var digests: [Feed: SetDigest] = [:]
    private static let outcomesOfOne = 5
    private static let pageCount = 5_000

    init(_ path: String, outcomes: Int) throws {
        guard let council = CouncilID("bradford") else { throw BenchFailure("No council.") }
        (self.path, self.outcomes, self.council) = (path, outcomes, council)
    }

    func fill() throws {
        guard let grant = Grant(role: .coordinator, council: council, organisation: organisation)
        else {
            throw BenchFailure("No such grant.")
        }
        let store = try FieldStore(home: Home(path: path))
        try store.write { [person] session in
            try session.save(
                Identity(
                    server: "http://127.0.0.1:1",
                    authorityFile: nil,
                    token: "kil_none",
                    device: DeviceID(high: 3, low: 1),
                    person: person,
                    name: "Amina",
                    grants: [grant]
                )
            )
        }
        let ended = try make(
            "service",
            [
                "name": .text("Kitchen"),
                "starts": .date(today.adding(days: -700)),
                "ends": .date(today.adding(days: -60)),
            ],
            for: .council
        )
        let services = [
            "Befriending", "Befriending", "Befriending", ended.state.record.description,
        ]
        var page = [ended]
        for number in 0..<outcomes / Self.outcomesOfOne {
            page += try records(of: number, in: services[number % services.count])
            guard page.count >= Self.pageCount else { continue }
            try stage(page, grant, more: true, store)
            page = []
        }
        try stage(page, grant, more: false, store)
    }

    private func stage(
        _ records: [PulledRecord],
        _ grant: Grant,
        more: Bool,
        _ store: FieldStore
    ) throws {
        let forms = try (Schema.packFiles("keep-it-local") ?? [:]).sorted { $0.key < $1.key }
            .filter { $0.key.hasPrefix("form_") }
            .map { try Canonical.decode(JSON.self, from: Data($0.value)) }
        let answer = PullAnswer(
            records: records,
            forms: forms,
            directory: [
                .organisation(.init(id: organisation, council: council, name: "Advice Hub"))
            ],
            feeds: feeds(records, grant),
            grants: [grant],
            answered: 0,
            cursor: "c",
            more: more
        )
        try store.write { session in
            try session.stage(answer)
            if !more { _ = try session.show(answer, replacing: true) }
        }
    }

    /// What each feed comes to so far: a device that finds otherwise throws the records away.
    private func feeds(_ records: [PulledRecord], _ grant: Grant) -> [FeedStatus] {
        let feeds = Actor(person: person, grants: [grant]).feeds(councils: [council])
        return feeds.sorted().map { feed in
            var digest = digests[feed] ?? .empty
            for record in records where feed.contains(record.state.scope) {
                digest.insert(record.hash)
            }
            digests[feed] = digest
            return FeedStatus(feed: feed, digest: digest, upTo: Sequence64(made))
        }
    }

    private func records(of number: Int, in service: String) throws -> [PulledRecord] {
        let participant = try make(
            "participant",
            [
                "name": .text("P\(number)"),
                "need": .choice(["universal", "specialist"][number % 2]),
                "needs": .choices(of: ["money", "food"]), "consent": .boolean(true),
            ]
        )
        let name = FieldValue.text(participant.state.record.description)
        let started = today.adding(days: -Int64(number % 360) - 30)
        let enrolment = try make(
            "enrolment",
            [
                "participant": name, "service": .text(service), "started": .date(started),
                "referred": .date(started.adding(days: -Int64(number % 20))),
            ]
        )
        let contact = try make(
            "contact",
            ["participant": name, "kind": .choice("visit"), "date": .date(started)]
        )
        let measures = ["ons4_happiness", "ons4_anxiety", "ucla3", "ons4_worthwhile", "scale_5"]
        let outcomes = try measures.enumerated().map { index, measure in
            var answers: [String: FieldValue] = [
                "participant": name, "measure": .choice(measure),
                "baseline/value": .integer(Int64((number + index) % 3 + 3)),
                "baseline/date": .date(started),
            ]
            if (number + index) % 10 < 7 {
                let instance = "followup[\(InstanceID(high: 9, low: UInt64(made)))]"
                answers["\(instance)/date"] = .date(started.adding(days: 25))
                answers["\(instance)/score"] = .integer(Int64((number * 7 + index) % 3 + 3))
            }
            return try make("outcome", answers)
        }
        return [participant, enrolment, contact] + outcomes
    }

    private func make(
        _ form: String,
        _ answers: [String: FieldValue],
        for audience: Audience = .organisation
    ) throws -> PulledRecord {
        made += 1
        guard let form = FormID(form) else { throw BenchFailure("No form \(form).") }
        var patch: [FieldPath: Edit] = [:]
        for (name, value) in answers {
            if let path = FieldPath(name) { patch[path] = Edit(to: value) }
        }
        let change = Change(
            id: ChangeID(high: 5, low: UInt64(made)),
            device: DeviceID(high: 4, low: 1),
            counter: made,
            record: RecordID(high: 7, low: UInt64(made)),
            form: form,
            formVersion: 1,
            scope: Scope(council: council, organisation: organisation, audience: audience),
            kind: .create,
            base: 0,
            patch: patch,
            author: person,
            party: .organisation,
            at: HybridTime(instant: Instant(milliseconds: 1_795_000_000_000 + made))
        )
        let state = RecordState(change, version: Sequence64(made))
        let bytes = try Canonical.encode(state)
        return PulledRecord(state: state, bytes: Data(bytes), hash: Hash(of: bytes))
    }
}
