// SPDX-License-Identifier: Apache-2.0

import Logging
import SyncService

extension Logger {
    /// What was erased in a database that a restore set aside, or could not be.
    func tell(_ state: SetAsideState) {
        let name: Logger.MetadataValue = "\(state.name)"
        guard let why = state.why else {
            return info(
                "erased in a database that was set aside as well: \(state.done) erasures",
                metadata: ["folder": name]
            )
        }
        let words =
            state.isOwed
            ? "an erasure is not done in a database that was set aside: it is tried again"
            : "an erasure cannot be done in a database that was set aside: destroy it, with"
                + " keeplocald set-aside --destroy \(state.name)"
        error("\(words)", metadata: ["folder": name, "why": "\(why)"])
    }
}
