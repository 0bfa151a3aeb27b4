// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FieldStore

/// The end of a sync: tells the server what was removed here, so that others know.
struct Confirming {
    let store: FieldStore
    let servers: ServerOfDevice

    private static let roundsMax = 20

    /// What does not arrive is told at the next sync: the work is done, and that is what counts.
    func run() throws {
        guard let confirmation = try store.read({ try $0.confirmation() }) else { return }
        do {
            // Nothing is said to be removed while its files are still on the disk.
            guard try store.tidyEvidence() else { return }
            try store.home.removeSetAside()
            _ = try servers.server().server.confirm(confirmation)
        } catch is Problem {
            return
        }
        try store.write { try $0.confirmed(confirmation) }
    }

    /// A revoked device is told of erasures here alone: it removes them, and all that it pulled.
    func afterRevocation() throws {
        try store.write { try $0.purgeAll() }
        guard try store.tidyEvidence() else { return }
        // That it was revoked is what this person must hear, whatever the disk says.
        guard (try? store.home.removeSetAside()) != nil else { return }
        for _ in 0..<Self.roundsMax {
            guard let confirmation = try store.read({ try $0.confirmation() }) else { return }
            guard let answer = try? servers.server().server.confirm(confirmation) else { return }
            try store.write { session in
                try session.confirmed(confirmation)
                try session.take(answer.erasures)
            }
            try store.tidyEvidence()
        }
    }
}
