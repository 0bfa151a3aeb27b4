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
    /// Where no news come through, because the way holds them back or the server has no room for
    /// one more who listens, it asks every half minute instead. It goes on while `event`, told
    /// after each sync, returns true.
    ///
    /// - Throws: What a sync throws, but for a network that is away: that is waited for.
    package func watch(_ event: @escaping (Event) -> Bool) throws {
        var dice = SystemRandomNumberGenerator()
        var failures = 0
        while true {
            do {
                guard event(.synced(try run())) else { return }
                failures = 0
                guard try listen(event) else { return }
                // Where there is no stream, this is how often it asks; where a server went, all of
                // its devices come back, and not at once.
                try pause(seconds: WatchPace.wait(afterFailures: 2, using: &dice))
            } catch let problem as Problem where Self.isWaitedFor(problem) {
                failures += 1
                let seconds = WatchPace.wait(afterFailures: failures, using: &dice)
                guard event(.waiting(problem, seconds: Int(seconds))) else { return }
                Thread.sleep(forTimeInterval: seconds)
            }
        }
    }

    private static func isWaitedFor(_ problem: Problem) -> Bool {
        problem.code == .offline || problem.code == .homeBusy || problem.isPassing
    }

    /// Waits, but not with what is saved here meanwhile.
    private func pause(seconds: Double) throws {
        let end = ContinuousClock.now + .seconds(seconds)
        while ContinuousClock.now < end, try store.read({ try $0.unsentCount() }) == 0 {
            Thread.sleep(forTimeInterval: 1)
        }
    }

    /// Follows the server's news until the stream ends, however it does: a stream is a comfort, and
    /// what cannot be heard on it is asked for.
    ///
    /// - Returns: False when the listener wants no more.
    /// - Throws: What a sync throws, and that this device may not listen at all.
    private func listen(_ event: @escaping (Event) -> Bool) throws -> Bool {
        var dice = SystemRandomNumberGenerator()
        var (hasNews, goesOn) = (false, true)
        var poll = ContinuousClock.now + .seconds(WatchPace.poll(using: &dice))
        var failure: (any Error)?
        let isDue = {
            try hasNews || ContinuousClock.now > poll || store.read { try $0.unsentCount() } > 0
        }
        do {
            try servers.another().live(
                heard: { poll = ContinuousClock.now + .seconds(WatchPace.poll(using: &dice)) },
                news: { hasNews = true },
                tick: {
                    do {
                        if try isDue() {
                            hasNews = false
                            goesOn = event(.synced(try run()))
                            poll = ContinuousClock.now + .seconds(WatchPace.poll(using: &dice))
                        }
                    } catch {
                        failure = error
                        return false
                    }
                    return goesOn
                }
            )
        } catch let problem as Problem where Self.isWaitedFor(problem) {}
        if let failure { throw failure }
        return goesOn
    }
}
