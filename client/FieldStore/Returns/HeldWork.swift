// SPDX-License-Identifier: Apache-2.0

package import FieldModel
import Figures

/// A service that is over, with work that is dated after its end.
package struct HeldWork: Hashable, Sendable {
    package let service: Record
    package let ends: PlainDate
    package let lateEntryUntil: PlainDate?
    /// Records on this device that wait for the council; nil where it has no case data of them.
    package let held: Int?
    /// Records that count nowhere, as the council decided.
    package let unfunded: Int?
    package let last: PlainDate?
    /// What the last return of the service said to wait, for those who see no case data.
    package let reported: Int?
    /// The decision that holds, as its record has it.
    package let decision: Record?
    package var waits: Bool { (held ?? reported ?? 0) > 0 }
}

extension StoreSession {
    /// Services that are over, of which work waits or was decided about; by name.
    ///
    /// Case data is read only where a service is over.
    package func heldWork() throws -> [HeldWork] {
        let over = try services().map(\.record).filter { service in
            service.date("ends").map { $0 < today } ?? false
        }
        guard !over.isEmpty else { return [] }
        let (all, decisions) = (try caseEntries(), try lateDecisions())
        return try Dictionary(grouping: over, by: \.scope).flatMap { scope, services in
            let near = all.filter {
                $0.key.council == scope.council && $0.key.organisation == scope.organisation
            }
            let seesCases = near.contains { $0.key.audience == .organisation }
            let cases = Cases(CaseEntries(joining: near.map(\.value)))
            let late = Dictionary(grouping: cases.late, by: \.service)
            return try services.compactMap { service in
                let id = service.id.description
                return try heldWork(service, late[id] ?? [], decisions[id], seesCases: seesCases)
            }
        }.sorted { a, b in
            (a.service.text("name") ?? "", a.service.id)
                < (b.service.text("name") ?? "", b.service.id)
        }
    }

    /// The decision that holds about each service, by the identifier of the service.
    package func lateDecisions() throws -> [String: Record] {
        guard let form = FormID("late_work") else { return [:] }
        let all = try records(form: form).filter { !$0.isDeleted }.map(placed)
        return Dictionary(grouping: all) { $0.text("service") ?? "" }
            .compactMapValues { $0.max(by: Record.isDecidedBefore) }
    }

    private func heldWork(
        _ service: Record,
        _ work: [LateWork],
        _ decision: Record?,
        seesCases: Bool
    ) throws -> HeldWork? {
        guard let ends = service.date("ends") else { return nil }
        let reported = try reportedHeld(of: service)
        guard !work.isEmpty || decision != nil || (!seesCases && (reported ?? 0) > 0) else {
            return nil
        }
        let count = { (isDecided: Bool) in
            Set(work.filter { $0.isDecided == isDecided }.map(\.record)).count
        }
        return HeldWork(
            service: service,
            ends: ends,
            lateEntryUntil: service.date("late_entry_until"),
            held: seesCases ? count(false) : nil,
            unfunded: seesCases ? count(true) : nil,
            last: work.map(\.date).max(),
            reported: reported,
            decision: decision
        )
    }

    /// What the latest return of a service says to wait.
    private func reportedHeld(of service: Record) throws -> Int? {
        guard let field = try returnField("service"), let held = try returnField("held") else {
            return nil
        }
        let names = Set([service.id.description, service.text("name")?.lowercased()])
        let own = try returns().compactMap { found -> (period: ReturnPeriod, record: Record)? in
            guard case .text(let name)? = found.record.fields[field],
                names.contains(name.lowercased()), found.progress.state != .void,
                found.record.scope == service.scope
            else { return nil }
            return (try? period(of: found.record)).map { ($0, found.record) }
        }
        let last = own.max { $0.period < $1.period }?.record
        guard case .integer(let number)? = last?.fields[held] else { return nil }
        return Int(clamping: number)
    }
}
