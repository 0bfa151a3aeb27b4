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
        lines += copies?.lines ?? []
        lines += gapLines
        if waiting.isEmpty {
            lines.append("Every device \(gapLines.isEmpty ? "" : "that is known ")has confirmed.")
        }
        lines += waiting.map { device in
            if let lost = device.lost {
                let whose = device.personName.isEmpty ? "" : " of \(inert(device.personName))"
                return
                    "Not yet    a device\(whose) enrolled on \(lost.words), which the server lost"
                    + " when it was restored, and which was not enrolled again"
            }
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

extension ErasureReport {
    /// Devices that nobody can list are not among those that have confirmed.
    fileprivate var gapLines: [String] {
        (gaps ?? []).map { gap in
            let from = gap.from.milliseconds > 0 ? "between \(gap.from.words) and" : "before"
            return
                "Unknown    devices enrolled \(from) \(gap.to.words): the list of them was lost at"
                + " the server; each that comes again is to be enrolled again"
        }
    }
}

extension ErasureCopies {
    /// What a restore set aside at the server, and whether anything is left there.
    var lines: [String] {
        guard count > 0 else { return [] }
        let what = count == 1 ? "1 former database" : "\(count) former databases"
        guard unreached > 0 else {
            return [
                "Set aside  \(what) at the server, set aside by a restore; it is gone there too"
            ]
        }
        return [
            "Set aside  \(unreached) of \(what) at the server may still hold it. Ask whoever runs"
                + " the server to destroy it: keeplocald set-aside"
        ]
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
            "gaps": .array(
                (report.gaps ?? []).map {
                    ["from": .string($0.from.description), "to": .string($0.to.description)]
                }
            ),
            "copies": report.copies.map {
                ["count": .integer(Int64($0.count)), "unreached": .integer(Int64($0.unreached))]
            } ?? .null,
        ]
    }

    private init(_ device: ErasureDevice) {
        self = [
            "device": .string(device.device.description), "name": .string(device.name),
            "person": .string(device.personName),
            "lastSync": device.lastSync.map { .string($0.description) } ?? .null,
            "revoked": device.revoked.map { .string($0.description) } ?? .null,
            "confirmed": device.confirmed.map { .string($0.description) } ?? .null,
            "lost": device.lost.map { .string($0.description) } ?? .null,
        ]
    }
}
