// SPDX-License-Identifier: Apache-2.0

import FieldModel

/// One thing that is kept otherwise than the logs say.
package struct Difference: Sendable, Codable, Hashable {
    /// The table of the database that it stands in.
    package let table: String
    /// What is wrong with it, and with what.
    package let found: String
}

/// Says where a row differs from what the acts in the logs give.
struct DifferenceWords {
    private let given: [KeptRow.Place: KeptRow.Columns]
    /// What is called so here, and nowhere in the logs.
    private var strangers: [KeptRow.Place: String] = [:]

    init(_ given: [KeptRow.Place: KeptRow.Columns]) { self.given = given }

    /// A row that no act gives.
    mutating func extra(_ row: KeptRow) -> String {
        strangers[row.place] = row.columns["name"]
        let subject = subject(row.place, row.columns)
        guard row.place.table == .grant else { return "\(subject) is not in the log" }
        return row.columns["revoked"] == ""
            ? "\(holder(row.place)) holds \(subject), which the log does not give"
            : "\(holder(row.place)) is said to have held \(subject), which the log never gave"
    }

    /// A row that is not there.
    func missing(_ place: KeptRow.Place, _ columns: KeptRow.Columns) -> String {
        let subject = subject(place, columns)
        guard place.table == .grant else { return "\(subject) is in the log, and missing here" }
        return columns["revoked"] == ""
            ? "\(holder(place)) lacks \(subject), which the log gives"
            : "nothing is kept of \(subject), which the log took back from \(holder(place))"
    }

    /// A column of a row that is another than in the logs.
    func changed(_ row: KeptRow, _ column: String, _ wanted: String) -> String {
        let (subject, kept) = (subject(row.place, row.columns), row.columns[column] ?? "")
        switch (row.place.table, column) {
        case (.grant, "revoked") where kept.isEmpty:
            return "\(holder(row.place)) holds \(subject), which the log took back on \(wanted)"
        case (.grant, "revoked") where wanted.isEmpty:
            return "\(holder(row.place)) lacks \(subject), which the log gives"
        case (.device, "revoked") where kept.isEmpty:
            return "\(subject) may send and receive, and the log revoked it on \(wanted)"
        case (.device, "revoked") where wanted.isEmpty:
            return "\(subject) is revoked, and no act of the log says so"
        case (.device, "token"):
            return "\(subject) has another key than the one that it was enrolled with"
        case (.form, "definition"): return "\(subject) is not what was published"
        default:
            return "\(subject) has \(column) \(Self.quoted(kept)), and the log"
                + " \(Self.quoted(wanted))"
        }
    }

    private func subject(_ place: KeptRow.Place, _ columns: KeptRow.Columns) -> String {
        let key = place.key.first ?? ""
        switch place.table {
        case .setting: return "the \(key) of the server"
        case .council: return "the council \(key)"
        case .organisation, .person:
            return "the \(place.table.rawValue) \(name(place.table, key))"
        case .grant: return "the role \(role(place.key))"
        case .device:
            let owner = name(.person, columns["person"] ?? "")
            return "the device \(Self.named(columns["name"], key)) of \(owner)"
        case .form: return "version \(place.key.last ?? "") of the form \(Self.shown(key))"
        case .closing:
            return "the form \(Self.shown(key)): closing or opening \(place.key.last ?? "")"
        case .erasure: return "the erasure \(key)"
        case .erased: return "the word that the record \(key) was erased"
        }
    }

    /// Where a grant holds; its key is person, role, council and organisation.
    private func role(_ key: [String]) -> String {
        guard key.count == 4 else { return key.map(Self.shown).joined(separator: " ") }
        let role = Self.shown(key[1])
        if !key[3].isEmpty { return "\(role) in the organisation \(name(.organisation, key[3]))" }
        return role + (key[2].isEmpty ? " for all councils" : " in the council \(key[2])")
    }

    private func holder(_ place: KeptRow.Place) -> String { name(.person, place.key.first ?? "") }

    private func name(_ table: KeptTable, _ id: String) -> String {
        let place = KeptRow.Place(table, id)
        return Self.named(given[place]?["name"] ?? strangers[place], id)
    }

    private static func named(_ name: String?, _ id: String) -> String {
        name.map { "\(quoted($0)) (\(shown(id)))" } ?? shown(id)
    }

    private static func quoted(_ text: String) -> String {
        text.isEmpty ? "none" : "'\(shown(text))'"
    }

    private static let lengthMax = 80

    /// A text of the file for a terminal: somebody may have written anything into it.
    private static func shown(_ text: String) -> String {
        var plain = String.UnicodeScalarView()
        for scalar in text.unicodeScalars.prefix(lengthMax) {
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator: plain.append("?")
            default: plain.append(scalar)
            }
        }
        return String(plain) + (text.unicodeScalars.count > lengthMax ? "..." : "")
    }
}
