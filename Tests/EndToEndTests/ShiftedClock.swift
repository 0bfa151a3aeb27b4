// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A time of day that is not the machine's: `Tests/CShiftedClock`, preloaded.
enum ShiftedClock {
    /// What to start a program with, so that it lives some days later.
    static func environment(days: Int) throws -> [String: String] {
        let library = Running.programs + "/libShiftedClock.so"
        guard FileManager.default.fileExists(atPath: library) else {
            throw ProgramFailure("There is no \(library).")
        }
        return ["LD_PRELOAD": library, "SHIFTED_CLOCK_SECONDS": String(days * 86_400)]
    }
}
