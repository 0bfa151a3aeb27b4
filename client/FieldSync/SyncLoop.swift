// SPDX-License-Identifier: Apache-2.0

package import FieldStore
import Foundation

/// What one sync did.
package struct SyncReport: Hashable, Sendable {
    package var pushed = 0
    package var pulled = 0
    package var duplicates = 0
    package var refused = 0
    package var held = 0
    package var bytesUp: Int64 = 0
    package var bytesDown: Int64 = 0
    /// Open ones on this device afterwards.
    package var conflicts = 0
    package var digestsAgree = false
}

/// How far a sync has come, for people who wait.
package enum SyncProgress: Hashable, Sendable {
    case sending(done: Int, total: Int)
    case receiving(records: Int)
}

/// Sends what the journal holds, then fetches what is new.
///
/// Stopped anywhere, by any means, it goes on from there the next time: what was answered is in the
/// journal, pages that arrived are set aside, and whatever is sent twice is stored once.
package struct SyncLoop {
    let store: FieldStore
    let server: Server
    let progress: (SyncProgress) -> Void

    package init(
        store: FieldStore,
        server: Server,
        progress: @escaping (SyncProgress) -> Void = { _ in }
    ) {
        (self.store, self.server, self.progress) = (store, server, progress)
    }

    /// - Throws: `Problem`; `device.offline` when the server cannot be reached.
    package func run() throws -> SyncReport {
        var report = SyncReport()
        let (up, down) = (server.bytesUp, server.bytesDown)
        let identity = try Pushing(store: store, server: server, progress: progress)
            .run(into: &report)
        try Pulling(store: store, server: identity, progress: progress).run(into: &report)
        report.conflicts = try store.read { try $0.conflicts(all: false).count }
        let isSame = identity === server
        report.bytesUp = server.bytesUp - up + (isSame ? 0 : identity.bytesUp)
        report.bytesDown = server.bytesDown - down + (isSame ? 0 : identity.bytesDown)
        return report
    }
}

extension Server {
    /// The server of a device that is enrolled.
    package convenience init(of identity: Identity) throws {
        try self.init(
            identity.server,
            token: identity.token,
            authorityFile: identity.authorityFile
        )
    }
}
