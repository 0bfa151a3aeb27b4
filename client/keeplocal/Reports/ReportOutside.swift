// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FieldStore
import Figures

/// What a report needs beside the records, and is fetched or read into the store before them.
struct ReportOutside {
    var spend: SpendSource?
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
        guard try store.read({ try $0.identity().actor.isAdministrator }) else { return }
        if kind == .conflicts { conflicts = try ConflictSource(device).list(all: false) }
        devices = try? Directory(device).devices()
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
