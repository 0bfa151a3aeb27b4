// SPDX-License-Identifier: Apache-2.0

import FieldStore

extension DeviceOptions {
    /// The store, with what figures are read from made ready, where the sync before did not end it.
    func storeForFigures() throws -> FieldStore {
        let store = try store()
        try Self.readyFigures(in: store)
        return store
    }

    /// Does after a sync what the first report after it would wait for; figures are the same
    /// without.
    static func readyFigures(in store: FieldStore) throws {
        var isTold = false
        defer { if isTold { Terminal.progress(nil) } }
        try store.makeDueEntries(leaving: fewRecords) { made, all in
            guard made < all else { return }
            isTold = true
            Terminal.progress("Reading new records for figures, once: \(made) of \(all) ...")
        }
    }

    private static let fewRecords = 500
}
