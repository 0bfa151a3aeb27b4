// SPDX-License-Identifier: Apache-2.0

import FieldStore

extension DeviceOptions {
    /// The store, with what figures are read from made ready: after a first sync that takes a
    /// while, and is told on a terminal.
    func storeForFigures() throws -> FieldStore {
        let store = try store()
        var isTold = false
        defer { if isTold { Terminal.progress(nil) } }
        try store.makeDueEntries(leaving: Self.fewRecords) { made, all in
            guard made < all else { return }
            isTold = true
            Terminal.progress("Reading new records for figures, once: \(made) of \(all) ...")
        }
        return store
    }

    private static let fewRecords = 500
}
