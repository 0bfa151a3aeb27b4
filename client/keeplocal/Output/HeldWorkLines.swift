// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FieldStore

/// Work that is dated after the end of its service, in words.
enum HeldWorkLines {
    static func lines(_ work: [HeldWork], _ session: StoreSession) throws -> [String] {
        guard !work.isEmpty else {
            let own = try session.identity().actor.grants.contains { $0.organisation != nil }
            return own
                ? ["No work is dated after the end of its service, as far as this device knows."]
                : """
                No return tells of work after the end of its service. A council has no records of \
                people: it learns from the last return of a service how many are held.
                """.wrapped()
        }
        var table = Table("service", "organisation", "ended", "held", "unfunded")
        var decisions: [String] = []
        for held in work {
            table.add(
                held.service.text("name") ?? held.service.id.short,
                try held.service.scope.organisation.map { try session.name(of: $0) } ?? "",
                held.ends.description,
                number(held),
                held.unfunded.map(String.init) ?? ""
            )
            // In full, which no column has room for.
            if let decision = held.decision {
                let name = inert(held.service.text("name") ?? held.service.id.short)
                decisions.append("\(name): \(try words(decision, session))")
            }
        }
        let waiting = work.filter(\.waits).count
        guard waiting > 0 else { return [table.text] + decisions }
        return [table.text] + decisions + [
            "",
            "The council decides about what is held: keeplocal service decide SERVICE --reason TEXT"
                + " with --extend-to DAY, --move-to SERVICE, or --unfunded",
        ]
    }

    /// Of what returns said, that they did.
    private static func number(_ held: HeldWork) -> String {
        held.held.map(String.init) ?? held.reported.map { "\($0) reported" } ?? ""
    }

    /// What was decided, and why.
    static func words(_ decision: Record, _ session: StoreSession) throws -> String {
        let reason = inert(decision.text("reason") ?? "")
        switch decision.text("decision") {
        case "extend":
            return "entered until \(decision.date("until")?.description ?? ""): \(reason)"
        case "move":
            let other = try session.services().first {
                $0.record.id.description == decision.text("other")
            }?.record.text("name")
            return "moved to \(inert(other ?? "another service")): \(reason)"
        default: return "not funded: \(reason)"
        }
    }

    /// A line for the board of returns; nil where nothing waits.
    static func remark(_ work: [HeldWork]) -> String? {
        let waiting = work.filter(\.waits)
        let number = waiting.map { $0.held ?? $0.reported ?? 0 }.reduce(0, +)
        guard number > 0 else { return nil }
        let names = waiting.map { inert($0.service.text("name") ?? $0.service.id.short) }
        return "\(count(number, "record")) dated after the end of \(names.joined(separator: ", "))"
            + " \(number == 1 ? "waits" : "wait") for the council: keeplocal service held"
    }
}

extension JSON {
    init(_ work: HeldWork) {
        let number = { (count: Int?) in count.map { JSON.integer(Int64($0)) } ?? .null }
        let day = { (date: PlainDate?) in date.map { JSON.string($0.description) } ?? .null }
        var members: [String: JSON] = [
            "service": .string(work.service.id.description),
            "name": work.service.text("name").map(JSON.string) ?? .null,
            "ends": .string(work.ends.description), "lateEntryUntil": day(work.lateEntryUntil),
        ]
        members["held"] = number(work.held)
        members["unfunded"] = number(work.unfunded)
        members["reported"] = number(work.reported)
        members["last"] = day(work.last)
        members["decision"] = work.decision?.text("decision").map(JSON.string) ?? .null
        members["reason"] = work.decision?.text("reason").map(JSON.string) ?? .null
        self = .object(members)
    }
}
