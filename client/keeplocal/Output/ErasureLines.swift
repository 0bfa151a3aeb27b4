// SPDX-License-Identifier: Apache-2.0

import FieldModel

extension ErasurePlan {
    func lines(_ record: RecordID) -> [String] {
        [
            "With \(record.short) go:",
            "  \(records.count) records, itself included",
        ] + joinedLines + [
            "  \(changes) changes in the log, which stay and can be read by nobody",
            "  \(openConflicts) open conflicts",
            "  \(held) changes that wait for a decision",
            "\(returns) submitted returns counted them; their figures stay.",
        ]
    }
}

extension ErasurePlan {
    /// Whoever was recorded twice is erased whole.
    private var joinedLines: [String] {
        guard let joined, !joined.isEmpty else { return [] }
        let names = joined.map(\.short).joined(separator: ", ")
        return ["  among them every record that is joined with it as the same person: \(names)"]
    }
}

extension ErasureReport {
    /// The receipt, and every device with what is known of it.
    var lines: [String] {
        var lines = [
            "Erasure    \(erasure.id)",
            "On         \(erasure.at.words)",
            "Ground     \(erasure.reason.rawValue), by \(inert(erasure.authority))",
            "Receipt    \(erasure.council) \(receipt.sequence), \(receipt.hash)",
        ]
        if waiting.isEmpty { lines.append("Every device has confirmed.") }
        lines += waiting.map { device in
            let seen = device.lastSync.map { "last sync \($0.words)" } ?? "never synced"
            let revoked = device.revoked == nil ? "" : ", revoked"
            return "Not yet    \(inert(device.name)) of \(inert(device.personName)), \(seen)"
                + revoked
        }
        lines += confirmed.map { device in
            "Confirmed  \(inert(device.name)) of \(inert(device.personName)),"
                + " \(device.confirmed?.words ?? "")"
        }
        return lines
    }
}

extension JSON {
    init(_ answer: ErasureAnswer) {
        let plan = answer.plan
        self = [
            "records": .array(plan.records.map { .string($0.description) }),
            "changes": .integer(Int64(plan.changes)),
            "openConflicts": .integer(Int64(plan.openConflicts)),
            "held": .integer(Int64(plan.held)),
            "returns": .integer(Int64(plan.returns)),
            "joined": .array((plan.joined ?? []).map { .string($0.description) }),
            "report": answer.report.map { JSON($0) } ?? .null,
        ]
    }

    init(_ report: ErasureReport) {
        self = [
            "id": .string(report.erasure.id.description),
            "at": .string(report.erasure.at.description),
            "reason": .string(report.erasure.reason.rawValue),
            "authority": .string(report.erasure.authority),
            "records": .array(report.erasure.records.map { .string($0.description) }),
            "sequence": .integer(report.receipt.sequence),
            "hash": .string(report.receipt.hash.description),
            "waiting": .array(report.waiting.map { JSON($0) }),
            "confirmed": .array(report.confirmed.map { JSON($0) }),
        ]
    }

    private init(_ device: ErasureDevice) {
        self = [
            "device": .string(device.device.description), "name": .string(device.name),
            "person": .string(device.personName),
            "lastSync": device.lastSync.map { .string($0.description) } ?? .null,
            "revoked": device.revoked.map { .string($0.description) } ?? .null,
            "confirmed": device.confirmed.map { .string($0.description) } ?? .null,
        ]
    }
}
