// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Glibc

extension FieldStore {
    /// As `Home.syncingAlone`.
    package func syncingAlone<Value>(
        waitSeconds: Int = 60,
        _ body: () throws -> Value
    ) throws -> Value {
        try home.syncingAlone(waitSeconds: waitSeconds, body)
    }
}

extension Home {
    /// Runs the body while no other process syncs this home; one that does is waited for.
    ///
    /// Saving goes on meanwhile. The kernel lets go of the lock when a process ends, however that
    /// happens.
    ///
    /// - Throws: `Problem` `device.home_busy` after `waitSeconds`.
    func syncingAlone<Value>(
        waitSeconds: Int,
        _ body: () throws -> Value
    ) throws -> Value {
        guard let lock else { return try body() }
        let descriptor = open(lock, O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return try body() }
        defer { close(descriptor) }
        var attempts = waitSeconds * 10
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            attempts -= 1
            guard attempts > 0 else {
                throw Problem(
                    .homeBusy,
                    "Another keeplocal is syncing \(path) and does not finish. Your work is"
                        + " saved. Wait for it, or end it, and sync again."
                )
            }
            usleep(100_000)
        }
        return try body()
    }
}
