// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Glibc

/// Ctrl-C, and the wish of the system to end.
///
/// It is asked about between two steps, where stopping is safe, and does not end the process in the
/// middle of one.
///
/// Make one before anything else has started a thread, which would take the signal in its place.
struct StopRequest {
    private let signals: [Int32]

    init() {
        // What a script has told this process to ignore is ignored still.
        signals = [SIGINT, SIGTERM].filter { number in
            var action = sigaction()
            sigaction(number, nil, &action)
            let handler = unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self)
            return handler != unsafeBitCast(SIG_IGN, to: Int.self)
        }
        var set = sigset_t()
        sigemptyset(&set)
        for number in signals { sigaddset(&set, number) }
        pthread_sigmask(SIG_BLOCK, &set, nil)
    }

    var isPending: Bool {
        var set = sigset_t()
        sigpending(&set)
        return signals.contains { sigismember(&set, $0) == 1 }
    }

    /// - Throws: `Failure` once somebody wants an end.
    func check() throws {
        guard isPending else { return }
        throw Failure(
            Problem(.deviceFailed, "Stopped, as you asked. What was saved before is safe.")
        )
    }
}
