// SPDX-License-Identifier: Apache-2.0

package import FieldModel
package import FieldStore
import Foundation

/// What one sync did.
package struct SyncReport: Hashable, Sendable {
    package var pushed = 0
    package var pulled = 0
    /// Records that differed from the server's without anything new, and do not any more.
    package var mended = 0
    package var duplicates = 0
    package var refused = 0
    /// Of records that were erased meanwhile: what they said is removed here as well.
    package var erased = 0
    package var held = 0
    /// Held until the server has what it lacks: other devices send what a restore lost, or a
    /// damaged record is mended.
    package var awaiting = 0
    /// Of these, for a damaged record.
    package var awaitingMending = 0
    package var bytesUp: Int64 = 0
    package var bytesDown: Int64 = 0
    /// Open ones on this device afterwards.
    package var conflicts = 0
    package var digestsAgree = false
    package var filesSent = 0
    /// Files of this device that the server does not have yet.
    package var filesWaiting = 0
    /// Why files were not sent; records never wait for them.
    package var filesProblem: Problem?
}

/// How far a sync has come, for people who wait.
package enum SyncProgress: Hashable, Sendable {
    case sending(done: Int, total: Int)
    case receiving(records: Int)
    case sendingFile(done: Int64, total: Int64)
    /// Something broke off, and goes on in a moment.
    case tryingAgain
}

/// Sends what the journal holds, then fetches what is new.
///
/// Stopped anywhere, by any means, it goes on from there the next time: what was answered is in the
/// journal, pages that arrived are set aside, and whatever is sent twice is stored once.
package struct SyncLoop {
    let store: FieldStore
    let servers: ServerOfDevice
    let progress: (SyncProgress) -> Void

    /// `server`, where given, is used for as long as it speaks for this device.
    package init(
        store: FieldStore,
        server: Server? = nil,
        progress: @escaping (SyncProgress) -> Void = { _ in },
        connect: @escaping (Identity) throws -> Server = { try Server(of: $0) }
    ) {
        (self.store, self.progress) = (store, progress)
        servers = ServerOfDevice(store: store, first: server, connect: connect)
    }

    /// - Throws: `Problem`; `device.offline` when the server cannot be reached.
    package func run() throws -> SyncReport {
        try store.syncingAlone {
            try store.checkBeforeSync()
            var report = SyncReport()
            // What a sync that was stopped had begun to show.
            report.pulled += try store.layShown()
            let (up, down) = (servers.bytesUp, servers.bytesDown)
            let confirming = Confirming(store: store, servers: servers)
            do {
                try confirming.run()
                try exchange(&report)
                try confirming.run()
            } catch let problem as Problem where problem.code == .deviceRevoked {
                try confirming.afterRevocation()
                throw problem
            }
            report.conflicts = try store.read { try $0.openConflictCount() }
            report.bytesUp = servers.bytesUp - up
            report.bytesDown = servers.bytesDown - down
            return report
        }
    }

    private func exchange(_ report: inout SyncReport) throws {
        var pushing = Pushing(store: store, servers: servers, progress: progress)
        try pushing.run(into: &report)
        try Pulling(store: store, servers: servers, progress: progress).run(into: &report)
        try SendingFiles(store: store, servers: servers, progress: progress).run(into: &report)
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
