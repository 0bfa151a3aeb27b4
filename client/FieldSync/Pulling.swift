// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FieldStore

/// The second half of a sync: pages are set aside, and shown together at the end.
struct Pulling {
    let store: FieldStore
    let servers: ServerOfDevice
    let progress: (SyncProgress) -> Void

    /// Where the device does not hold what the server says it should, it finds out where it differs
    /// and mends that; if it differs still, it loads everything anew.
    func run(into report: inout SyncReport) throws {
        var shown = try pull(into: &report)
        for _ in 0..<2 where !shown.digestsAgree {
            guard try mend(shown.differing, &report) else { break }
            shown = try pull(into: &report)
        }
        guard !shown.digestsAgree else { return }
        try store.write { try $0.forgetCursor() }
        _ = try pull(into: &report)
    }

    /// - Returns: False where it cannot be done range by range.
    private func mend(_ feeds: [Feed], _ report: inout SyncReport) throws -> Bool {
        let (server, _) = try servers.server()
        for feed in feeds {
            do {
                let mending = Mending(store: store, server: server, feed: feed)
                guard let count = try mending.run() else { return false }
                report.mended += count
            } catch let problem as Problem
                where [.notFound, .forbidden, .requestMalformed].contains(problem.code)
            {
                return false
            }
        }
        return true
    }

    private func pull(into report: inout SyncReport) throws -> Shown {
        let shown = try pull()
        report.pulled += shown.records
        report.digestsAgree = shown.digestsAgree
        return shown
    }

    private func pull() throws -> Shown {
        let isAnew = try store.read { try $0.isLoadingAnew() }
        let (server, identity) = try servers.server()
        var (records, hasForgotten) = (0, false)
        while true {
            let page: PullAnswer
            let cursor = try store.read { try $0.cursor() }
            do {
                page = try server.pull(cursor: cursor)
            } catch let problem as Problem where problem.code == .requestMalformed && !hasForgotten
            {
                // The cursor is of another server, or of a version that this one cannot read.
                try store.write { try $0.forgetCursor() }
                hasForgotten = true
                continue
            }
            #if MUTANTS
            if Mutant.cursorBeforeRecords.isOn { try store.write { try $0.skip(to: page.cursor) } }
            #endif
            records += page.records.count
            progress(.receiving(records: records))
            guard page.more else {
                return try store.write { session in
                    try session.stage(page)
                    return try session.show(
                        page,
                        replacing: isAnew || hasForgotten,
                        for: identity.device
                    )
                }
            }
            guard page.cursor != cursor else {
                throw Problem(
                    .serverFailed,
                    "The server says that there is more, and does not go on. Sync again; if it"
                        + " stays, tell an administrator."
                )
            }
            try store.write { try $0.stage(page) }
        }
    }
}
