// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FieldStore
import Foundation
import GRDB
import SyncService

extension World {
    /// An administrator revokes what a device is now, or what it once was: whatever stems from
    /// that is revoked with it.
    func revoke(_ device: SimulatedDevice, _ dice: Dice) throws {
        guard devices.count > 3 else { return }
        let identity = try device.store.read { try $0.identity() }
        let known = try server.storage.readNow { try $0.device(identity.device) }
        guard let known, known.revoked == nil else { return }
        let named = dice.oneIn(2) ? known.id : known.parent ?? known.id
        let (now, administrator) = (server.clock.now, devices[3].person)
        let isDone = try server.administer { writer in
            try Administering(writer: writer, by: administrator, now: now)
                .revoke(AdminRequest.Revocation(device: named, reason: "lost on the bus"))
        }
        guard isDone else { return }
        ledger.struck(.deviceRevoked)
        ledger.check(.inScope)
        guard try isRevoked(device) else {
            throw Violation(.inScope, "an identity outlives that which it stems from")
        }
    }

    func isRevoked(_ device: SimulatedDevice) throws -> Bool {
        let id = try device.store.read { try $0.identity().device }
        return try server.storage.readNow { try $0.device(id)?.revoked != nil }
    }

    /// I6: a device that heard that it is revoked has nothing any more of what it received; what it
    /// never sent waits for the identity that its person is given next.
    func wasTold(_ device: SimulatedDevice, purgedBefore: Set<ChangeID>) throws {
        device.wasToldOfRevocation = try device.store.read { try $0.identity().device }
        ledger.check(.inScope)
        guard try device.pulledScopes().isEmpty else {
            throw Violation(.inScope, "device \(device.number) was revoked, and keeps records")
        }
        // What a restored server lost meanwhile, and this device was to give back to it.
        for change in try device.purged().subtracting(purgedBefore)
        where ledger.returning.contains(change) {
            ledger.gone(change, of: ledger.lost[change]?.first?.record)
        }
    }
}

extension SimulatedDevice {
    /// Stored changes whose content went with the right to keep it.
    func purged() throws -> Set<ChangeID> {
        let rows = try disk.rows("SELECT id FROM journal WHERE state = 'purged'")
        return Set(rows.compactMap { ($0["id"] as Data?).map { ChangeID(bytes: $0) } })
    }
}
