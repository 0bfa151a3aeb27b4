// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import FieldStore

extension ConflictMeaning {
    /// "3 days".
    var ageWords: String {
        let hours = age / 3_600
        if hours == 0 { return "new" }
        return hours < 48 ? count(Int(hours), "hour") : count(Int(hours / 24), "day")
    }

    /// The suggestion with its reason, and whose turn it is.
    func lines(in session: StoreSession, _ disputed: DisputedAnswer) throws -> [String] {
        var lines: [String] = []
        let names = try Set(conflict.candidates.map(\.author)).sorted().map {
            inert(try session.name(of: $0))
        }
        if let suggestion {
            let candidate = conflict.candidates.first { $0.id == suggestion.candidate }
            let value = candidate.map { disputed.words($0) } ?? ""
            lines += [
                "Suggested: \(Style.bold(inert(value)))", suggestion.why,
                "Follow it:  keeplocal conflict take \(conflict.id.short)"
                    + " \(suggestion.candidate.short) --reason TEXT",
                "All that are alike:  keeplocal conflict settle-alike \(conflict.id.short)"
                    + " --reason TEXT",
            ]
        } else {
            lines.append("Nothing speaks for either: ask \(names.joined(separator: " and ")).")
        }
        lines.append("Open for: \(ageWords). \(dependence)")
        return lines.map { $0.trimmingBlanks }
    }

    /// Figures of returns are counted; who else waits for the answer, the form of the record says.
    private var dependence: String {
        let counted = scope.audience == .organisation && effects.isEmpty
        let returns = counted ? "No figure of a return depends on it. " : ""
        return returns
            + (usedBy.map { "Used by \(inert($0)); left out until it is settled." } ?? "")
    }

    var json: [String: JSON] {
        var members: [String: JSON] = ["ageSeconds": .integer(age)]
        members["usedBy"] = usedBy.map(JSON.string) ?? .null
        members["suggestion"] =
            suggestion.map {
                [
                    "candidate": .string($0.candidate.description),
                    "rule": .string($0.rule.rawValue), "why": .string($0.why),
                ]
            } ?? .null
        members["effects"] = .array(effects.map(\.json))
        return members
    }
}

extension ConflictEffect {
    /// "contacts, 2026-Q2: from 14 to 12", "improved in Manningham, 2026-Q2: from 61 to 64 %".
    func words(of candidate: ChangeID) -> String {
        let (name, unit) = (name, figure == Self.share ? " %" : "")
        guard let after = after[candidate] ?? (figure == Self.share ? nil : now ?? 0) else {
            return "\(name), \(period): nobody with a follow-up"
        }
        guard let now else { return "\(name), \(period): \(after)\(unit)" }
        guard after != now else { return "\(name), \(period): stays \(now)\(unit)" }
        return "\(name), \(period): from \(now) to \(after)\(unit)"
    }

    private var name: String {
        guard figure == Self.share else { return figure.replacing("_", with: " ") }
        // All measures of the organisation together, as its return has them.
        return place.map { "improved in \(inert($0))" }
            ?? "improved, of all outcomes of the organisation"
    }

    fileprivate var json: JSON {
        [
            "period": .string(period.description), "figure": .string(figure),
            "place": place.map(JSON.string) ?? .null,
            "now": now.map { .integer($0) } ?? .null,
            "after": .object(
                Dictionary(
                    after.map { ($0.key.description, JSON.integer($0.value)) },
                    uniquingKeysWith: { first, _ in first }
                )
            ),
        ]
    }
}

extension JSON {
    init(_ found: FoundConflict, _ meaning: ConflictMeaning?) {
        let plain = JSON(found.conflict, isMasked: found.isMasked)
        guard case .object(var members) = plain, let meaning else {
            self = plain
            return
        }
        members.merge(meaning.json) { own, _ in own }
        self = .object(members)
    }
}
