// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FieldStore
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
    func wasTold(_ device: SimulatedDevice, _ identity: Identity) throws {
        device.wasToldOfRevocation = identity.device
        ledger.check(.inScope)
        guard try device.pulledScopes().isEmpty else {
            throw Violation(.inScope, "device \(device.number) was revoked, and keeps records")
        }
        // What a restored server lost meanwhile, and this device was to give back to it.
        for entry in try device.store.read({ try $0.journal(in: [.purged]) })
        where ledger.returning.contains(entry.change.id) {
            ledger.gone(entry.change.id, of: entry.change.record)
        }
    }
}
