// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FieldStore
import FieldSync
import Foundation
import Testing

@Suite("What was sent, and what never left")
struct NeverLeftTests {
    @Test("without a connection, work is saved and not sent; what left stays sent")
    func states() throws {
        let world = try SyncWorld()
        try world.save(2)
        let counts = { try world.store.read { try $0.journalCounts() } }
        let nobody = { (identity: Identity) in
            try Server(RawServer.deadAddress(), token: identity.token)
        }
        #expect(throws: Problem.self) {
            try SyncLoop(store: world.store, connect: nobody).run()
        }
        #expect(try counts() == [.saved: 2])
        // Sent by an earlier sync that did not hear the answer: that stays what it is.
        try world.store.write { _ = try $0.markSent(Array($0.unsent().prefix(1))) }
        #expect(throws: Problem.self) {
            try SyncLoop(store: world.store, connect: nobody).run()
        }
        #expect(try counts() == [.saved: 1, .sent: 1])
    }

    @Test("what a server took without a sensible answer stays sent: it may have arrived")
    func garbled() throws {
        for reply in [Reply.raw(Data("SSH-2.0-OpenSSH_9.2\r\n".utf8)), .hangUp] {
            let world = try SyncWorld()
            try world.save(2)
            let broken = try RawServer { _ in reply }
            #expect(throws: Problem.self) {
                try SyncLoop(
                    store: world.store,
                    connect: { identity in
                        try Server(
                            broken.address,
                            token: identity.token,
                            retries: Retries(attemptsMax: 2, firstSeconds: 0.01)
                        )
                    }
                ).run()
            }
            #expect(try world.store.read { try $0.journalCounts() } == [.sent: 2])
        }
    }
}
