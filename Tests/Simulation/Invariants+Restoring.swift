// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FieldStore
import Foundation
import SyncService

extension Invariants {
    /// I1: what a restored server had lost is there again: stored, or held until that is there
    /// which it is upon.
    func returned(_ logs: Logs) throws {
        guard !ledger.lost.isEmpty else { return }
        let kept = try Set(world.server.known().keys)
        let erased = try world.server.storage.readNow { reader in
            Set(try reader.erasures(after: 0, limit: .max).values.flatMap(\.records))
        }
        ledger.check(.kept, ledger.returning.count)
        let missing = ledger.returning.subtracting(kept).filter { change in
            ledger.lost[change]?.first?.record.map { !erased.contains($0) } ?? true
        }
        if let change = missing.min() {
            throw Violation(.kept, "a restored server never got back \(change)")
        }
        // A copy that the network held back may be there before its device has heard of anything:
        // it is taken as it is, and knows of no other place.
        guard ledger.tally.count(.lateCopy) + ledger.tally.count(.requestDelayed) == 0
        else { return }
        for device in world.devices where !device.wasRestored {
            let entries = try device.store.read { try $0.journal(in: JournalEntry.State.allCases) }
            // What a device gave up as it was revoked is gone for good, and said to be.
            for entry in entries
            where entry.state != .erased
                && (entry.state != .purged || ledger.returning.contains(entry.change.id))
            {
                try keepsItsPlace(entry.change, on: device)
            }
        }
    }

    /// I1: what was stored is sent again with the place that it had, of which others knew.
    private func keepsItsPlace(_ change: Change, on device: SimulatedDevice) throws {
        for lost in ledger.lost[change.id] ?? [] where lost.isSent {
            ledger.check(.kept)
            guard let place = lost.sequence, change.former?.contains(place) == true else {
                throw Violation(
                    .kept,
                    "device \(device.number) sends a change again, and forgets its place"
                )
            }
        }
    }
}
