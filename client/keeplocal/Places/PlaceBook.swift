// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FieldStore
import Places

/// All that the records of one council say of its places.
struct PlaceBook {
    let council: CouncilID?
    let lookups: WardLookups
    let neighbourhoods: Neighbourhoods
    /// The one that was imported last.
    let need: Need?
    /// Where places lie; what was imported last comes first.
    let positions: [Positions]
    /// What is left out, and why; each a sentence.
    let notes: [String]
    /// The record of each lookup, for who imports the same again.
    let imported: [(record: RecordID, lookup: WardLookup)]

    init(_ session: StoreSession, of council: CouncilID?) throws {
        self.council = council
        var notes: [String] = []
        func read<Value>(
            _ form: String,
            _ make: (Record) -> Value?
        ) throws -> [(record: RecordID, value: Value)] {
            let records = try session.records(form: try formID(form))
                .filter { $0.scope.council == council && !$0.isDeleted }
            let values = records.compactMap { record in make(record).map { (record.id, $0) } }
            if values.count < records.count {
                notes.append(
                    "\(count(records.count - values.count, "record")) of the form \(form)"
                        + " left out, in dispute or incomplete. See: keeplocal list \(form)"
                )
            }
            return values.sorted { $0.0 < $1.0 }
        }
        let lookups = try read("ward_lookup") { WardLookup($0) }
        imported = lookups.map { ($0.record, $0.value) }
        self.lookups = WardLookups(lookups.map(\.value))
        neighbourhoods = Neighbourhoods(
            try read("neighbourhood") { Neighbourhood($0) }.map(\.value)
        )
        need = try read("place_need") { Need($0) }.last?.value
        positions = try read("place_position") { Positions($0) }.map(\.value).reversed()
        self.notes = notes
    }

    /// The one council whose places are here, or the one that was named.
    init(_ session: StoreSession, council text: String?) throws {
        try self.init(session, of: Self.council(text, in: session))
    }

    /// All that is called by a code or a name here.
    var codes: Set<String> {
        lookups.editions.reduce(into: Set(neighbourhoods.all.map(\.name))) { codes, lookup in
            codes.formUnion(lookup.wardOf.keys)
            codes.formUnion(lookup.names.keys)
        }
    }

    private static func council(_ text: String?, in session: StoreSession) throws -> CouncilID? {
        if let text {
            guard let council = CouncilID(text) else {
                throw Failure(usage: "'\(text)' is not the name of a council, such as bradford")
            }
            return council
        }
        let councils = Set(try session.identity().actor.grants.compactMap(\.council))
        guard councils.count == 1 else {
            let names = councils.sorted().map { "--council \($0)" }.joined(separator: ", or ")
            throw Failure(
                usage: councils.isEmpty
                    ? "Say which council: --council bradford"
                    : "You work with more than one council; say which: \(names)"
            )
        }
        return councils.first
    }
}

/// A day as a person types it.
///
/// - Throws: `Failure` for anything but a day such as 2026-05-07.
func typedDay(_ text: String) throws -> PlainDate {
    guard let day = PlainDate(text) else {
        throw Failure(usage: "'\(text)' is no day. Write it such as 2026-05-07.")
    }
    return day
}
