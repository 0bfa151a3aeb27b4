// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FieldStore
import Figures

/// What a report needs beside the records, and is fetched or read into the store before them.
struct ReportOutside {
    var spend: SpendSource?
    /// Of each council whose spending this person receives, for the report that compares.
    var councils: [(council: CouncilID, spend: SpendSource)] = []
    /// Nil for all but an administrator: the conflicts of the device's own records count then.
    var conflicts: [FoundConflict]?
    /// Nil where this device does not know of others, or cannot ask now.
    var devices: [DeviceSummary]?

    init() {}

    init(_ kind: ReportKind, _ device: DeviceOptions, _ place: PlaceOptions) throws {
        let store = try device.store()
        if kind == .spend || kind == .early {
            spend = try SpendSource(store, council: place.council)
        }
        if kind == .network { councils = try Self.spending(store) }
        guard try store.read({ try $0.identity().actor.isAdministrator }) else { return }
        if kind == .conflicts { conflicts = try ConflictSource(device).list(all: false) }
        devices = try? Directory(device).devices()
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

    /// The share of devices that synced in 14 days, in words; nil where it is not known.
    func freshness(now: Instant) -> String? {
        guard let known = devices?.filter({ $0.revoked == nil }), !known.isEmpty else { return nil }
        let since = now.adding(seconds: -14 * 86_400)
        let fresh = known.filter { $0.lastSync.map { $0 >= since } ?? false }.count
        return "\(NumberText.percent(fresh, of: known.count))% of devices (\(fresh) of"
            + " \(known.count)) have synced in the last 14 days."
    }
}
