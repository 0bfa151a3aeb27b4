// SPDX-License-Identifier: Apache-2.0

package import FieldModel
import FieldStore
import Foundation

extension SyncLoop {
    package enum Event: Sendable {
        case synced(SyncReport)
        /// Waits so many seconds before it tries again.
        case waiting(Problem, seconds: Int)
    }

    /// Syncs, then again whenever the server has news or another command saved something here.
    ///
    /// It goes on while `event`, told after each sync, returns true.
    ///
    /// - Throws: What a sync throws, but for a network that is away: that is waited for.
    package func watch(_ event: @escaping (Event) -> Bool) throws {
        var failures = 0
        while true {
            do {
                guard event(.synced(try run())) else { return }
                let start = ContinuousClock.now
                guard try listen(event) else { return }
                failures = 0
                // A stream that ends at once is none: ask now and then instead.
                if ContinuousClock.now - start < .seconds(5) {
                    Thread.sleep(forTimeInterval: .random(in: 5...15))
                }
            } catch let problem as Problem where Self.isWaitedFor(problem) {
                failures += 1
                let bound = Retries(firstSeconds: 2).bound(after: failures)
                let seconds = Double.random(in: 1...max(2, bound))
                guard event(.waiting(problem, seconds: Int(seconds))) else { return }
                Thread.sleep(forTimeInterval: seconds)
            }
        }
    }

    private static func isWaitedFor(_ problem: Problem) -> Bool {
        problem.code == .offline || problem.code == .homeBusy || problem.isPassing
    }

    /// - Returns: False when the listener wants no more.
    private func listen(_ event: @escaping (Event) -> Bool) throws -> Bool {
        var (hasNews, goesOn) = (false, true)
        var failure: (any Error)?
        try servers.another().live(
            news: { hasNews = true },
            tick: {
                do {
                    if try hasNews || store.read({ try $0.unsentCount() > 0 }) {
                        hasNews = false
                        goesOn = event(.synced(try run()))
                    }
                } catch {
                    failure = error
                    return false
                }
                return goesOn
            }
        )
        if let failure { throw failure }
        return goesOn
    }
}
