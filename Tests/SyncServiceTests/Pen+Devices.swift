// SPDX-License-Identifier: Apache-2.0

import FieldModel
import SyncService

extension Pen {
    /// Another device of the same person, as a code makes it.
    func anotherDevice() async throws -> Pen {
        var random = SystemRandomNumberGenerator()
        let id = DeviceID.make(at: World.start, using: &random)
        let stored = StoredDevice(
            id: id,
            person: person,
            name: "again",
            token: Secret.hash(token: id.description),
            enrolled: World.start
        )
        try await world.storage.write { [person] in try $0.add(stored, by: person) }
        return Pen(world: world, person: person, device: id, grant: grant, token: id.description)
    }
}
