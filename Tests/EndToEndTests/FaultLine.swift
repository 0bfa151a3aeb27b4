// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc

/// One line of the table of faults, where the environment says that one is being made.
enum FaultLine {
    static func add(
        _ fault: String,
        cases: Int,
        lost: Int,
        duplicated: Int,
        torn: Int,
        stalled: Int
    ) throws {
        let environment = ProcessInfo.processInfo.environment
        guard let path = environment["KEEPLOCAL_FAULT_TABLE"], !path.isEmpty else { return }
        let descriptor = open(path, O_CREAT | O_WRONLY | O_APPEND | O_CLOEXEC, 0o644)
        let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        let cells = [fault, "\(cases)", "\(lost)", "\(duplicated)", "\(torn)", "\(stalled)"]
        try file.write(contentsOf: Data((cells.joined(separator: "\t") + "\n").utf8))
    }
}
