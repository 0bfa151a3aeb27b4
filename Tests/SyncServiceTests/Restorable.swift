// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import GRDB
import StorageSQLite
import SyncService

/// A world whose database can be put back to what it was.
struct Restorable {
    let world: World
    let amina: Pen
    let carol: Pen

    init() async throws {
        world = try await World()
        amina = try await world.join(.worker, of: world.hub)
        carol = try await world.join(.coordinator, of: world.hub)
    }

    func copy() async throws -> DatabaseQueue {
        let copy = try DatabaseQueue()
        try await (world.storage as? SQLiteStorage)?.copy(to: copy)
        return copy
    }

    /// Puts the copy in the place of what the server has, as a restore does.
    func restore(_ copy: DatabaseQueue) async throws -> Self {
        let former = try await world.storage.read { try $0.timeline() }
        let restored = try World(of: copy, after: world)
        _ = try await restored.storage.write { writer in
            try writer.beginTimeline(
                after: former,
                backupOf: World.start,
                epoch: "two",
                now: World.start
            )
        }
        return Restorable(
            world: restored,
            amina: amina.moved(to: restored),
            carol: carol.moved(to: restored)
        )
    }

    private init(world: World, amina: Pen, carol: Pen) {
        (self.world, self.amina, self.carol) = (world, amina, carol)
    }
}

extension World {
    /// The same people upon another database.
    convenience init(of copy: DatabaseQueue, after world: World) throws {
        let folder = NSTemporaryDirectory() + "keeplocal-world-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let file = try DatabaseQueue(path: folder + "/keeplocal.sqlite")
        try copy.backup(to: file)
        try file.close()
        try FileManager.default.copyItem(
            atPath: world.folder + "/keys.sqlite",
            toPath: folder + "/keys.sqlite"
        )
        self.init(
            storage: try SQLiteStorage(directory: folder),
            folder: folder,
            bradford: world.bradford,
            organisations: (world.hub, world.circle)
        )
    }
}

extension Pen {
    func moved(to world: World) -> Pen {
        let pen = Pen(world: world, person: person, device: device, grant: grant, token: token)
        pen.counter = counter
        return pen
    }
}
