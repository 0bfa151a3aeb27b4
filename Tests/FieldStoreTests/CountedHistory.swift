// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FieldStore
import Foundation
import GRDB
import Schema
import Seeds

/// One random history of two devices that record about the same few people, a council that ends
/// services and decides, and a server that refuses, holds, forgets and takes rights away.
final class CountedHistory {
    let log = CouncilLog()
    let amina: Device
    let carol: Device
    let rosa: Device
    private(set) var random: SeededRandom
    private var records: [(form: String, id: RecordID)] = []
    private var services: [RecordID] = []
    private var isOutcomeNew = false
    /// How often each kind of thing happened, so that a test can see that it did.
    private(set) var done: [String: Int] = [:]

    init(_ seed: UInt64) throws {
        random = SeededRandom(seed: seed)
        amina = try Device(on: log, random: .seeded(seed))
        carol = try Device(.coordinator, on: log, random: .seeded(seed &+ 1))
        rosa = try Device(.reviewer, on: log, random: .seeded(seed &+ 2))
        log.verdict = { [random] change in
            var random = random
            let draw = (random.next() ^ change.id.low) % 30
            guard change.scope.audience == .organisation else { return nil }
            if draw == 0 { return .refused(problem: Problem(.fieldConstraint, "no")) }
            return draw == 1 ? .held(why: Problem(.changeAwaiting, "later")) : nil
        }
    }

    var devices: [Device] { [amina, carol] }

    private func chance(_ bound: UInt64) -> UInt64 { random.next() % bound }
    private func one<Value>(of values: [Value]) -> Value? { values.randomElement(using: &random) }
    private func day() -> FieldValue {
        .date(known(PlainDate("2026-01-01")).adding(days: Int64(chance(330))))
    }

    /// What is not allowed at that moment happens not.
    func step() {
        guard let device = one(of: devices) else { return }
        switch chance(26) {
        case 0...8: attempt("made") { try make(on: device) }
        case 9...13: attempt("edited") { try edit(on: device) }
        case 14: attempt("deleted") { try delete(on: device) }
        case 15...18: attempt("synced") { try device.sync() }
        case 19: attempt("pulled anew") { try device.pull(replacing: true) }
        case 20: attempt("settled") { try settle(on: carol) }
        case 21: attempt("council") { try decide() }
        case 22: attempt("kept") { try device.store.makeDueEntries() }
        case 23: attempt("rare") { try rare(device) }
        case 24: attempt("damaged") { try damage(device) }
        default: attempt("let go") { try letGo(on: device) }
        }
    }

    private func attempt(_ what: String, _ body: () throws -> Void) {
        do {
            try body()
            done[what, default: 0] += 1
        } catch {
            done["not " + what, default: 0] += 1
        }
    }

    private func make(on device: Device) throws {
        let form = one(of: ["participant", "enrolment", "contact", "outcome", "outcome"]) ?? ""
        records.append((form, try device.create(form, answers(form))))
    }

    private func person() -> FieldValue {
        let people = records.filter { $0.form == "participant" }.map(\.id.description)
        return .text(one(of: people + ["p-1"]) ?? "p-1")
    }

    private func answers(_ form: String) -> [String: FieldValue] {
        switch form {
        case "participant":
            return [
                "name": .text("P"), "need": .choice(chance(2) == 0 ? "universal" : "specialist"),
                "needs": .choices(of: chance(2) == 0 ? ["money"] : ["food", "money"]),
                "consent": .boolean(chance(3) > 0), "consent_date": day(),
            ]
        case "enrolment":
            let service = one(of: services)?.description ?? "Befriending"
            return ["participant": person(), "service": .text(service), "started": day()]
        case "contact":
            return ["participant": person(), "kind": .choice("visit"), "date": day()]
        default:
            var answers: [String: FieldValue] = [
                isOutcomeNew ? "person" : "participant": person(), "measure": .choice("scale_5"),
                "baseline/value": .integer(Int64(chance(5) + 1)), "baseline/date": day(),
            ]
            for _ in 0..<chance(3) {
                let instance = "followup[\(InstanceID.make(at: CouncilLog.start, using: &random))]"
                answers["\(instance)/date"] = day()
                answers["\(instance)/score"] = .integer(Int64(chance(5) + 1))
            }
            return answers
        }
    }

    private func edit(on device: Device) throws {
        guard let (form, id) = one(of: records) else { return }
        if form == "participant", chance(3) == 0 {
            try device.edit(id, ["merged_into": person()])
            done["merged", default: 0] += 1
            return
        }
        guard let (name, value) = one(of: answers(form).sorted { $0.key < $1.key }) else { return }
        try device.edit(id, [name: value])
    }

    private func delete(on device: Device) throws {
        guard let (_, id) = one(of: records) else { return }
        try device.delete(id)
    }

    private func settle(on device: Device) throws {
        guard let conflict = one(of: try device.conflicts()),
            let candidate = conflict.candidates.first
        else { throw CocoaError(.featureUnsupported) }
        _ = try device.store.write {
            try $0.resolve(conflict, .take(candidate.id), reason: "asked them")
        }
    }

    private func letGo(on device: Device) throws {
        guard let entry = one(of: try device.journal([.refused])) else {
            throw CocoaError(.featureUnsupported)
        }
        try device.store.write { try $0.letGo(of: entry.change.record) }
    }

    /// A service, its end, or what becomes of the work after it.
    private func decide() throws {
        let place = Place(council: log.bradford, organisation: log.hub)
        if services.isEmpty || chance(3) == 0 {
            let answers: [String: FieldValue] = [
                "name": .text("S\(services.count)"), "starts": day(), "status": .choice("active"),
                "returns": .choice("none"),
            ]
            services.append(
                try rosa.store.write {
                    try $0.create(known(FormID("service")), fields: fields(answers), in: place)
                        .record
                }
            )
        } else if let service = one(of: services) {
            let answers: [String: FieldValue] = [
                "service": .text(service.description), "decision": .choice("unfunded"),
                "reason": .text("none"),
            ]
            try rosa.edit(service, ["ends": day()])
            _ = try rosa.store.write {
                try $0.create(known(FormID("late_work")), fields: fields(answers), in: place)
            }
        }
        try rosa.sync()
    }

    private func rare(_ device: Device) throws {
        switch chance(5) {
        case 0:
            log.grants[device.identity.person] = []
            try device.pull()
            log.grants[device.identity.person] = nil
        case 1:
            if let (_, id) = one(of: records) { log.forget(id) }
            try device.pull(replacing: true)
        case 2:
            guard !isOutcomeNew else { return }
            try log.publish(Self.newOutcome)
            isOutcomeNew = true
        case 3:
            guard let (_, id) = one(of: records) else { return }
            let erasure = Erasure(
                id: Device.newID(.seeded(random.next())),
                council: log.bradford,
                organisation: log.hub,
                records: [id],
                at: CouncilLog.start,
                by: Device.newID(),
                reason: .consentWithdrawn,
                authority: "DSR-7"
            )
            log.forget(id)
            try device.store.write { try $0.take([erasure]) }
        default: try device.adopt()
        }
    }

    /// A byte that went wrong in what is kept, and a row that another program lost.
    private func damage(_ device: Device) throws {
        let other = try DatabaseQueue(path: device.home + "/keeplocal.sqlite")
        let skip = Int(chance(20))
        try other.write { db in
            try db.execute(
                sql: """
                    UPDATE counted SET entry = entry || x'00' WHERE record IN
                        (SELECT record FROM counted LIMIT 1 OFFSET ?)
                    """,
                arguments: [skip]
            )
            try db.execute(
                sql: """
                    UPDATE counted SET place = place + 1 WHERE record IN
                        (SELECT record FROM counted LIMIT 1 OFFSET ?)
                    """,
                arguments: [skip + 3]
            )
        }
    }

    /// Its person under another name, and its numbers on another scale.
    private static var newOutcome: String {
        let files = Schema.packFiles("keep-it-local") ?? [:]
        return String(
            decoding: files["form_outcome"] ?? files["form_outcome.json"] ?? [],
            as: UTF8.self
        )
        .replacing("\"version\": 1", with: "\"version\": 2")
        .replacing(
            "\"name\": \"participant\",",
            with: "\"name\": \"person\", \"mapsFrom\": \"participant\","
        )
        .replacing("\"name\": \"value\",", with: "\"name\": \"value\", \"scale\": \"ten\",")
        .replacing("\"name\": \"score\",", with: "\"name\": \"score\", \"scale\": \"ten\",")
    }
}
