// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FieldStore

/// What is held at the server, for people: what they are to decide apart from what only waits.
struct HeldWords {
    let reports: [HeldReport]
    let name: (any CustomStringConvertible) throws -> String

    func lines() throws -> [String] {
        guard !reports.isEmpty else { return ["Nothing waits."] }
        let (waiting, disputed) = (
            reports.filter { $0.waiting != nil }, reports.filter { $0.waiting == nil }
        )
        var lines: [String] = []
        if !disputed.isEmpty { lines += try decisions(disputed) }
        if !disputed.isEmpty, !waiting.isEmpty { lines.append("") }
        if !waiting.isEmpty { lines += try waits(waiting) }
        return lines
    }

    private func decisions(_ reports: [HeldReport]) throws -> [String] {
        var table = Table("change", "record", "by", "at", "fields")
        for report in reports {
            table.add(
                report.change.short,
                "\(report.form) \(report.record.short)",
                try name(report.author),
                report.at.instant.words,
                report.words
            )
        }
        let how = "Take one with: keeplocal held adopt CHANGE --reason TEXT"
        return ["To decide, as their author's role was taken away:", table.text, "", how]
    }

    private func waits(_ reports: [HeldReport]) throws -> [String] {
        var table = Table("change", "record", "by", "since", "waits for")
        var reasons: [Wanted] = []
        for report in reports {
            guard let waiting = report.waiting else { continue }
            let wanted = Wanted(waiting)
            if !reasons.contains(wanted) { reasons.append(wanted) }
            table.add(
                report.change.short,
                "\(report.form) \(report.record.short)",
                try name(report.author),
                waiting.since.day,
                wanted.rawValue
            )
        }
        let meanings = reasons.flatMap { "\($0.rawValue): \($0.meaning)".wrapped() }
        let remedy = """
            Each is taken by itself as soon as it can be. To take one as it is: keeplocal held \
            adopt CHANGE --reason TEXT. What has waited for \(Limits.awaitingDays) days can be \
            given up, and its author keeps it: keeplocal held refuse CHANGE --reason TEXT
            """
        return try [heading(reports), table.text, ""] + meanings + lostOrganisations(reports)
            + remedy.wrapped()
    }

    private func heading(_ reports: [HeldReport]) -> String {
        switch Set(reports.map { $0.waiting?.isDamaged }) {
        case [false]: "Waiting since the server was restored from a backup:"
        case [true]: "Waiting until a damaged record of the server is mended:"
        default: "Waiting for what the server lacks or has damaged:"
        }
    }

    /// How an organisation comes back under the identifier that its work names.
    private func lostOrganisations(_ reports: [HeldReport]) throws -> [String] {
        let places = Set(
            reports.filter { $0.waiting?.why == .forbidden }.map {
                Scope(
                    council: $0.scope.council,
                    organisation: $0.scope.organisation,
                    audience: .organisation
                )
            }
        )
        return try places.sorted().flatMap { place -> [String] in
            guard let organisation = place.organisation else { return [] }
            let add = "keeplocal admin organisation add \"\(inert(try name(organisation)))\""
            return [
                "If the server lost that organisation as well, an administrator first does:",
                "  \(add) \\", "    --council \(place.council) --id \(organisation)",
            ]
        }
    }
}

/// For what a change waits.
private enum Wanted: String {
    case record = "its record"
    case form = "its form"
    case role = "a role"
    case former = "the one before"
    case others = "others' work"
    case mending = "a repair"

    init(_ waiting: HeldReport.Waiting) {
        self =
            switch waiting.why {
            case _ where waiting.isDamaged == true: .mending
            case .recordUnknown: .record
            case .formUnknown: .form
            case .forbidden: .role
            case .changeAwaiting: .former
            default: .others
            }
    }

    var meaning: String {
        switch self {
        case .record: "nothing of it has come; find the device that made it, and sync it."
        case .form: "the server has it no more; an administrator adds it again."
        case .role: "its author has none here that allows it; an administrator adds it again."
        case .former: "the same device wrote to that record earlier, and that waits as well."
        case .others: "what others did with that record has not come; they have to sync."
        case .mending: "the server's copy of its record is damaged; tell whoever runs the server."
        }
    }
}

extension JournalEntry {
    /// Of one that the server keeps until it has what it lacks: since when, and whom to ask when
    /// that was long ago.
    func waitingLines(now: Instant) -> [String] {
        guard state == .held, problem?.code == .changeAwaiting, let since = problem?.since else {
            return []
        }
        let end = HeldReport.Waiting(since: since, why: .changeAwaiting).end
        let (what, nothing) =
            switch problem?.isDamaged {
            case true?: ("until the server's copy of its record is mended", "That was not done")
            case false?: ("for what the restored server lacks", "Nothing came")
            case nil: ("for what the server lacks", "Nothing came")
            }
        var words = "Waits since \(since.day) \(what)."
        if now >= end {
            words +=
                " \(nothing) for \(Limits.awaitingDays) days: ask your coordinator, or an"
                + " administrator, to take it as it is or to give it up (keeplocal held list)."
                + " You keep what you wrote."
        }
        return words.wrapped().map { "  " + $0 }
    }
}

extension Problem {
    /// Since when the server keeps the change.
    var since: Instant? {
        guard case .string(let text)? = details?["since"] else { return nil }
        return Instant(text)
    }
}

extension Instant {
    fileprivate var day: String { String(words.prefix(10)) }
}

extension HeldReport {
    fileprivate var words: String {
        guard let content else { return fields.map(\.template).joined(separator: ", ") }
        return content.patch.sorted { $0.key < $1.key }
            .map { "\($0.key.template)=\($0.value.to?.words ?? "")" }.joined(separator: ", ")
    }
}
