// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FieldStore

/// How far a report can be complete: the devices that are counted are those of whom it is about.
extension ReportMaterial {
    func freshness() throws -> String {
        let counts = try session.journalCounts()
        let waiting = [JournalEntry.State.saved, .sent, .held].compactMap { counts[$0] }
            .reduce(0, +)
        let synced = try session.asOf(organisation, in: councilOfDevices)
        return waiting == 0
            ? synced
            : synced + " \(count(waiting, "change")) of this device"
                + " \(waiting == 1 ? "is" : "are") counted and not stored at the server yet."
    }

    func devices() throws -> Freshness? {
        try session.freshness()?.told(of: organisation, in: councilOfDevices)
    }

    /// "3 devices not seen for 14 days", for who puts records right.
    func unseenSentence() throws -> String? {
        let unseen = try devices()?.places.map(\.unseen).reduce(0, +) ?? 0
        guard unseen > 0 else { return nil }
        return
            "\(count(unseen, "device")) not seen for \(Freshness.unseenDays) days: figures may be"
            + " low. See them with: keeplocal devices"
    }
}
