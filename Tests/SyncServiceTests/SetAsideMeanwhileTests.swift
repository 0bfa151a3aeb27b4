// SPDX-License-Identifier: Apache-2.0

import FieldModel
import StorageSQLite
import SyncHTTP
import SyncService
import Synchronization
import Testing

@Suite("What a person is called besides, while others look at what was set aside")
struct SetAsideMeanwhileTests {
    /// The databases of a folder; while they are looked at for the first time, something happens.
    private final class Interrupted: SetAsideDatabases {
        private let copies: SetAsideCopies
        private let meanwhile = Mutex<(@Sendable () async throws -> Void)?>(nil)

        init(_ directory: String) { copies = SetAsideCopies(directory: directory) }

        var names: [String] { copies.names }

        func once(_ body: @escaping @Sendable () async throws -> Void) {
            meanwhile.withLock { $0 = body }
        }

        func erase(
            _ erasures: [Erasure],
            called references: [ErasureID: String],
            removing: @Sendable ([Hash]) async throws -> Void
        ) async -> [SetAsideState] {
            let body = meanwhile.withLock { body in
                defer { body = nil }
                return body
            }
            do {
                try await body?()
            } catch {
                Issue.record(error)
            }
            return await copies.erase(erasures, called: references, removing: removing)
        }
    }

    @Test("an erasure that is decided during a look reaches records by a reference at the next")
    func decided() async throws {
        let aside = try await SetAsideWorld()
        let databases = Interrupted(aside.world.folder)
        let core = ServerCore(
            storage: aside.world.storage,
            files: try aside.world.files(),
            setAside: databases,
            now: { World.start }
        )
        let request = ErasureRequest(
            id: RouteRow.id(),
            record: aside.participant,
            reference: "p-1",
            reason: .consentWithdrawn,
            authority: "DSR-1",
            isRehearsal: false
        )
        let person = aside.coordinator.person
        databases.once {
            await core.setAside.expect(request)
            _ = try await core.storage.write {
                try $0.erase(request, forms: core.forms, person: person, now: World.start)
            }
        }
        await core.setAside.erase()
        #expect(try await aside.keysAside().contains(aside.lost.called), "not before the next")
        // As the server does by itself, before who erases comes to it.
        await core.setAside.erase()
        #expect(try await aside.keysAside() == [aside.lost.other])
    }
}
