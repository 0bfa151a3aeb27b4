// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FieldStore

/// The second half of a sync: pages are set aside, and shown together at the end.
///
/// The first page is small, the next are of what the link carries in some seconds (`Pace`).
struct Pulling {
    let store: FieldStore
    let servers: ServerOfDevice
    let progress: (SyncProgress) -> Void

    /// Where the device does not hold what the server says it should, it finds out where it differs
    /// and mends that; if it differs still, it loads everything anew.
    func run(into report: inout SyncReport) throws {
        let before = try store.read { try ($0.restored(), $0.sendingAgainCount()) }
        var shown = try pull(into: &report)
        let hasGoneBack = try before.1 > 0 || store.read { try $0.restored() } != before.0
        for _ in 0..<2 where !shown.digestsAgree {
            guard let count = try mend(shown.differing) else { break }
            // With its server, records of a device go back too: nothing on it had gone wrong.
            if hasGoneBack { report.pulled += count } else { report.mended += count }
            shown = try pull(into: &report)
        }
        guard !shown.digestsAgree else { return }
        try store.write { try $0.forgetCursor() }
        _ = try pull(into: &report)
    }

    /// - Returns: How many records were put right; nil where it cannot be done range by range.
    private func mend(_ feeds: [Feed]) throws -> Int? {
        let (server, _) = try servers.server()
        var count = 0
        for feed in feeds {
            do {
                let mending = Mending(store: store, server: server, feed: feed)
                guard let mended = try mending.run() else { return nil }
                count += mended
            } catch let problem as Problem
                where [.notFound, .forbidden, .requestMalformed].contains(problem.code)
            {
                return nil
            }
        }
        return count
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
        // No page is larger than what the server gives unasked: one that breaks costs no more.
        var pace = Pace(first: 16, least: 4, most: Limits.pullRecordsDefault)
        while true {
            let page: PullAnswer
            let cursor = try store.read { try $0.cursor() }
            do {
                page = try self.page(after: cursor, from: server, &pace)
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
                let isReplacing = isAnew || hasForgotten
                return try store.show(page, replacing: isReplacing, for: identity.device)
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

    /// Asks until it comes; each that breaks off is asked for again by half.
    private func page(
        after cursor: String?,
        from server: Server,
        _ pace: inout Pace
    ) throws -> PullAnswer {
        while true {
            do {
                let page = try server.page(after: cursor, recordsMax: pace.size)
                pace.arrived(page.records.count, seconds: server.seconds)
                return page
            } catch let problem as Problem {
                let attemptsMax = server.retries.attemptsMax
                guard pace.patience.lasts(beyond: problem, attemptsMax: attemptsMax) else {
                    throw problem
                }
                pace.broke(at: pace.size)
                progress(.tryingAgain)
                server.retries.pause(after: pace.patience.failures, problem)
            }
        }
    }
}
