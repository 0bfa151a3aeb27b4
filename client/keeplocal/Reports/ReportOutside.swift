// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FieldStore

/// What a report needs beside the records, and is fetched or read into the store before them.
struct ReportOutside {
    var spend: SpendSource?
    /// Of each council whose spending this person receives, for the report that compares.
    var councils: [(council: CouncilID, spend: SpendSource)] = []
    /// Nil for all but an administrator: the conflicts of the device's own records count then.
    var conflicts: [FoundConflict]?

    init() {}

    init(_ kind: ReportKind, _ device: DeviceOptions, _ place: PlaceOptions) throws {
        let store = try device.store()
        if kind == .spend || kind == .early {
            spend = try SpendSource(store, council: place.council)
        }
        if kind == .network { councils = try Self.spending(store) }
        guard kind == .conflicts,
            try store.read({ try $0.identity().actor.isAdministrator })
        else { return }
        conflicts = try ConflictSource(device).list(all: false)
    }

    private static func spending(_ store: FieldStore) throws -> [(CouncilID, SpendSource)] {
        let councils = try store.read { session in
            try Set(
                ["spend_figure", "spend_row", "spend_ledger"].flatMap { name in
                    try session.records(form: formID(name)).map(\.scope.council)
                }
            )
        }
        return try councils.sorted().map { ($0, try SpendSource(store, council: $0.text)) }
    }
}
