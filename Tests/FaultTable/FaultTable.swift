// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc

/// What the tests made go wrong, and what came of it: one line a fault, in the file that
/// `KEEPLOCAL_FAULT_TABLE` names, for `scripts/fault-table` to print.
///
/// Figures are what a test counted. Nil is a column that means nothing for the fault.
package enum FaultTable {
    package static func add(
        fault: String,
        cases: Int,
        lost: Int? = nil,
        duplicated: Int? = nil,
        torn: Int? = nil,
        stalled: Int? = nil
    ) {
        let figures = [lost, duplicated, torn, stalled].map { $0.map(String.init) ?? "-" }
        append([fault, String(cases)] + figures)
    }

    /// A fault that this machine cannot make is not one that was withstood.
    package static func notRun(fault: String) { append([fault, "not run", "-", "-", "-", "-"]) }

    private static func append(_ columns: [String]) {
        guard let path = ProcessInfo.processInfo.environment["KEEPLOCAL_FAULT_TABLE"] else {
            return
        }
        let line = columns.joined(separator: "\t") + "\n"
        let file = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
        // One write, so that tests that run side by side do not mix their lines.
        guard file >= 0, write(file, line, line.utf8.count) == line.utf8.count else {
            fatalError("The fault table \(path) cannot be written.")
        }
        close(file)
    }
}
