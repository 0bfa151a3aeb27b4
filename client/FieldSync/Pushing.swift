// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FieldStore
import Foundation

/// The first half of a sync: batches in counter order until nothing waits.
///
/// The first batch is small, so that a slow link gets its first receipt soon; the next are of what
/// the link carries in some seconds (`Pace`), so that a loss of the link costs no more.
struct Pushing {
    private let store: FieldStore
    private let servers: ServerOfDevice
    private let progress: (SyncProgress) -> Void
    private var countMax = Limits.pushChangesMax
    private var pace = Pace(first: 32 * 1024, least: 4 * 1024, most: Limits.pushBytesMax / 2)
    private var hasForked = false
    private var hasSentAgain = false

    private static let heldMax = 200

    init(
        store: FieldStore,
        servers: ServerOfDevice,
        progress: @escaping (SyncProgress) -> Void
    ) {
        (self.store, self.servers, self.progress) = (store, servers, progress)
    }

    mutating func run(into report: inout SyncReport) throws {
        var (done, total) = (0, 0)
        while true {
            let (batch, waiting, marked) = try nextBatch()
            // A server that has gone back asks for more on the way.
            total = max(total, done + batch.count + waiting)
            if !batch.isEmpty { progress(.sending(done: done, total: total)) }
            let (server, identity) = try servers.server()
            // An empty push tells the server that this device was here, and asks what it knows.
            let request = try Canonical.encode(PushRequest(changes: batch, unsent: waiting))
            let answer: PushAnswer
            do {
                answer = try server.push(request)
            } catch let problem as Problem {
                if problem.neverLeft { try store.write { try $0.markSaved(marked) } }
                try mend(problem, batch, sizeBytes: request.count, server)
                continue
            }
            guard answer.outcomes.map(\.change) == batch.map(\.id) else {
                throw Problem(
                    .serverFailed,
                    "The server's answer does not fit what was sent. Your work is saved on this"
                        + " device. Sync again; if it stays, tell an administrator."
                )
            }
            try take(answer, as: identity.device)
            count(answer.outcomes, into: &report)
            done += batch.count
            pace.arrived(request.count, seconds: server.seconds)
            countMax = min(countMax * 2, Limits.pushChangesMax)
            if try isInStep(answer.expected, server), waiting == 0 { break }
        }
        try askAboutHeld(&report)
    }

    private func take(_ answer: PushAnswer, as device: DeviceID) throws {
        guard !answer.outcomes.isEmpty else { return }
        try store.write { session in
            try session.require(device)
            try session.take(answer.outcomes)
        }
    }

    /// What was held is answered anew when it is sent again: by then somebody may have decided.
    ///
    /// It is no work: where the link breaks, it is asked at the next sync, and the rest goes on.
    private func askAboutHeld(_ report: inout SyncReport) throws {
        #if MUTANTS
        if Mutant.heldNotAskedAbout.isOn { return }
        #endif
        guard try store.read({ try $0.hasHeldChanges() }) else { return }
        let (server, identity) = try servers.server()
        let held = try store.write { try $0.nextHeldChanges(limit: Self.heldMax) }
        for run in try held.runs() {
            let answer: PushAnswer
            do {
                answer = try server.push(PushRequest(changes: run))
            } catch let problem as Problem where problem.isPassing || problem.code == .offline {
                return
            }
            try take(answer, as: identity.device)
            let decided = answer.outcomes.filter { outcome in
                if case .held = outcome.result { false } else { true }
            }
            count(decided, into: &report)
        }
    }

    private func nextBatch() throws -> ([Change], waiting: Int, marked: [ChangeID]) {
        let (count, bytes) = (countMax, pace.size)
        guard try store.read({ try $0.unsentCount() }) > 0 else { return ([], 0, []) }
        return try store.write { session in
            let batch = try session.unsent(countMax: count, bytesMax: bytes)
            let marked = try session.markSent(batch)
            return (batch, try session.unsentCount() - batch.count, marked)
        }
    }

    private func count(_ outcomes: [PushOutcome], into report: inout SyncReport) {
        for outcome in outcomes {
            if outcome.duplicate { report.duplicates += 1 }
            switch outcome.result {
            case .stored: report.pushed += 1
            case .held(let why) where why.code == .changeAwaiting:
                report.awaiting += 1
                if why.isDamaged == true { report.awaitingMending += 1 }
            case .held: report.held += 1
            case .refused(let problem) where problem.code == .changeVoid: break
            case .refused(let problem) where problem.code == .recordErased: report.erased += 1
            case .refused: report.refused += 1
            }
        }
    }

    /// Compares the counter that the server wants next with the journal.
    ///
    /// - Returns: False when there is more to send, also as one of the two had gone back.
    private mutating func isInStep(_ expected: Int64, _ server: Server) throws -> Bool {
        let (next, isForgotten, unsent) = try store.read { session in
            (
                try session.nextCounter(of: session.identity().device),
                try session.isAnswered(expected),
                try session.unsentCount()
            )
        }
        if expected > next, !hasForked {
            // What it has unsent may be known there as well: those answers first.
            if unsent > 0 { return false }
            // The server knows counters that this journal never used: it is a restored copy.
            try takeNewIdentity(server)
            return false
        }
        guard isForgotten, !hasSentAgain else { return unsent == 0 }
        hasSentAgain = true
        return try !store.write { try $0.sendAgain(from: expected) } && unsent == 0
    }

    /// What can be put right without a person; everything else is thrown on.
    private mutating func mend(
        _ problem: Problem,
        _ batch: [Change],
        sizeBytes: Int,
        _ server: Server
    ) throws {
        switch problem.code {
        case .changeGap where !hasSentAgain:
            guard case .integer(let expected)? = problem.details?["expected"] else { throw problem }
            hasSentAgain = true
            if try !store.write({ try $0.sendAgain(from: expected) }) {
                // A repaired device has lost that counter: what waits goes on under another name.
                guard !hasForked else { throw problem }
                try takeNewIdentity(server)
            }
        case .changeForked:
            guard case .integer(let counter)? = problem.details?["counter"],
                let position = batch.firstIndex(where: { $0.counter == counter })
            else { throw problem }
            // Those before it are known to the server under this identity: their answers first.
            if position > 0 {
                countMax = position
            } else {
                guard !hasForked else { throw problem }
                try takeNewIdentity(server)
            }
        case .requestTooLarge where batch.count > 1: countMax = batch.count / 2
        default:
            guard pace.patience.lasts(beyond: problem, attemptsMax: server.retries.attemptsMax)
            else { throw problem }
            pace.broke(at: sizeBytes)
            progress(.tryingAgain)
            server.retries.pause(after: pace.patience.failures, problem)
        }
    }

    private mutating func takeNewIdentity(_ server: Server) throws {
        hasForked = true
        countMax = Limits.pushChangesMax
        let (old, device, token) = try store.read { session in
            (
                try session.identity(), DeviceID.make(at: session.now, using: &session.random),
                DeviceToken.make(using: session.random)
            )
        }
        let answer = try fork(as: device, token, server)
        let identity = Identity(
            server: old.server,
            authorityFile: old.authorityFile,
            token: answer.token,
            device: device,
            person: answer.person,
            name: answer.name,
            grants: answer.grants,
            bundleKey: answer.bundleKey
        )
        try store.write { try $0.adopt(identity, asFork: true) }
    }

    /// A server that has gone back as well has lost answers of the former identity: what they were
    /// about goes on under the new one.
    private func fork(
        as device: DeviceID,
        _ token: String,
        _ server: Server
    ) throws -> EnrolAnswer {
        let ask = { [store] in
            try server.fork(
                ForkRequest(
                    device: device,
                    deviceName: ProcessInfo.processInfo.hostName,
                    token: token,
                    answered: store.read { try $0.lastAnswered() }
                )
            )
        }
        do {
            return try ask()
        } catch let problem as Problem where problem.code == .changeGap {
            guard case .integer(let expected)? = problem.details?["expected"] else { throw problem }
            try store.write { try $0.takeBackAnswers(from: expected) }
            return try ask()
        }
    }
}

extension [Change] {
    /// Cut where a counter is left out, as a push has none, and where one would be too large.
    fileprivate func runs() throws -> [[Change]] {
        var (runs, bytes): ([[Change]], Int) = ([], 0)
        for change in self {
            bytes += try Canonical.encode(change).count
            if let last = runs.last?.last, last.counter + 1 == change.counter,
                bytes <= Limits.pushBytesMax / 2
            {
                runs[runs.count - 1].append(change)
            } else {
                runs.append([change])
                bytes = try Canonical.encode(change).count
            }
        }
        return runs
    }
}
