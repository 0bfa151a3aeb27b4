// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FieldStore
import Foundation

/// The first half of a sync: batches in counter order until nothing waits.
struct Pushing {
    private let store: FieldStore
    private var server: Server
    private let progress: (SyncProgress) -> Void
    private var countMax = Limits.pushChangesMax
    private var hasForked = false
    private var hasSentAgain = false

    init(store: FieldStore, server: Server, progress: @escaping (SyncProgress) -> Void) {
        (self.store, self.server, self.progress) = (store, server, progress)
    }

    /// - Returns: The server to go on with; another one after this device took a new identity.
    func run(into report: inout SyncReport) throws -> Server {
        var run = self
        try run.send(into: &report)
        return run.server
    }

    private mutating func send(into report: inout SyncReport) throws {
        let total = try store.read { try $0.unsentCount() }
        var done = 0
        repeat {
            let (batch, waiting) = try nextBatch()
            // An empty push tells the server that this device was here, and that nothing waits.
            guard !batch.isEmpty || done == 0 else { return }
            if !batch.isEmpty { progress(.sending(done: done, total: total)) }
            let request = PushRequest(changes: batch, unsent: waiting)
            let answer: PushAnswer
            do {
                answer = try server.push(request)
            } catch let problem as Problem {
                try mend(problem, batch)
                continue
            }
            try store.write { try $0.take(answer.outcomes) }
            count(answer.outcomes, into: &report)
            done += batch.count
            guard !batch.isEmpty else { return }
        } while true
    }

    private func nextBatch() throws -> ([Change], waiting: Int) {
        let count = countMax
        guard try store.read({ try $0.unsentCount() }) > 0 else { return ([], 0) }
        return try store.write { session in
            let batch = try session.unsent(countMax: count)
            try session.markSent(batch)
            return (batch, try session.unsentCount() - batch.count)
        }
    }

    private func count(_ outcomes: [PushOutcome], into report: inout SyncReport) {
        for outcome in outcomes {
            if outcome.duplicate { report.duplicates += 1 }
            switch outcome.result {
            case .stored: report.pushed += 1
            case .held: report.held += 1
            case .refused: report.refused += 1
            }
        }
    }

    /// What can be put right without a person; everything else is thrown on.
    private mutating func mend(_ problem: Problem, _ batch: [Change]) throws {
        switch problem.code {
        case .changeGap where !hasSentAgain:
            guard case .integer(let expected)? = problem.details?["expected"],
                try store.write({ try $0.sendAgain(from: expected) })
            else { throw problem }
            hasSentAgain = true
        case .changeForked:
            guard case .integer(let counter)? = problem.details?["counter"],
                let position = batch.firstIndex(where: { $0.counter == counter })
            else { throw problem }
            // Those before it are known to the server under this identity: their answers first.
            if position > 0 {
                countMax = position
            } else {
                guard !hasForked else { throw problem }
                try takeNewIdentity()
            }
        case .requestTooLarge where batch.count > 1: countMax = batch.count / 2
        default: throw problem
        }
    }

    private mutating func takeNewIdentity() throws {
        hasForked = true
        countMax = Limits.pushChangesMax
        let old = try store.read { try $0.identity() }
        var random = SystemRandomNumberGenerator()
        let device = DeviceID.make(at: .now, using: &random)
        let answer = try server.fork(
            ForkRequest(device: device, deviceName: ProcessInfo.processInfo.hostName)
        )
        let identity = Identity(
            server: old.server,
            authorityFile: old.authorityFile,
            token: answer.token,
            device: device,
            person: answer.person,
            name: answer.name,
            grants: answer.grants
        )
        try store.write { try $0.adopt(identity) }
        server = try Server(of: identity)
    }
}
