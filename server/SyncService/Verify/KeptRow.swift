// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// The tables whose rows follow from acts in the logs, and from nothing else.
///
/// In their order people come before what they hold.
package enum KeptTable: String, Sendable, Codable, CaseIterable {
    /// Of the settings, the timeline alone.
    case setting
    case council, organisation, person
    case grant = "role_grant"
    case device, form
    case closing = "form_closing"
    case erasure, erased
}

/// One row of such a table as texts, as it stands or as it must stand.
package struct KeptRow: Hashable, Sendable {
    package struct Place: Hashable, Sendable {
        package let table: KeptTable
        package let key: [String]

        package init(_ table: KeptTable, _ key: String...) { self.init(table, key: key) }

        package init(_ table: KeptTable, key: [String]) { (self.table, self.key) = (table, key) }
    }

    /// By their names; an empty column has an empty text.
    package typealias Columns = [String: String]

    package let place: Place
    package let columns: Columns

    package init(_ place: Place, _ columns: Columns) {
        (self.place, self.columns) = (place, columns)
    }
}

extension KeptRow.Columns {
    /// What is kept of a council, which is one value in its table: each member is a column here.
    package init(of council: DirectoryEntry.Council) throws {
        let json = try Canonical.decode(JSON.self, from: Canonical.encode(council))
        self = [:]
        guard case .object(let members) = json else { return }
        self = members.mapValues { member in
            switch member {
            case .string(let text): text
            case .null: ""
            default:
                (try? Canonical.encode(member)).map { String(decoding: $0, as: UTF8.self) } ?? ""
            }
        }
    }

    package init(of erasure: Erasure) throws {
        let entry = String(decoding: try Canonical.encode(erasure), as: UTF8.self)
        self = [
            "council": erasure.council.text,
            "organisation": erasure.organisation?.description ?? "", "entry": entry,
        ]
    }
}

extension KeptRow.Place {
    package static func grant(_ grant: Grant, of person: PersonID) -> Self {
        Self(
            .grant,
            person.description,
            grant.role.rawValue,
            grant.council?.text ?? "",
            grant.organisation?.description ?? ""
        )
    }
}

/// What a storage tells so that what it keeps can be compared with its logs.
package protocol KeptReader {
    /// Gives every row of these tables, one after the other.
    func forEachKept(_ body: (KeptRow) throws -> Void) throws
    /// Gives every answer that is not in a log, by device and counter.
    func forEachAnswer(_ body: (KeptAnswer) throws -> Void) throws
    /// The counters of each device under which a log has a change.
    func loggedCounters() throws -> [DeviceID: CounterSpan]
    /// The files that a record is said to name.
    func files(namedBy record: RecordID) throws -> Set<Hash>
    /// What is said of records that are not there, in words.
    func strays() throws -> [String]
}
