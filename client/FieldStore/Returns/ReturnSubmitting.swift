// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// Freezing a return, and handing it to the council.
extension StoreSession {
    /// Freezes a return as it is now, with the list of records that it was made from.
    ///
    /// - Throws: `Problem` `return.changed` while any of those is not stored yet, or when counting
    ///   them now gives other figures than the return has. With `asItIs` these stand as set by
    ///   hand, and `reason` says why (else `reason.missing`).
    ///   `permission.denied` where the service keeps submitting to the signatory;
    ///   `return.wrong_state` for the second return of a service and period.
    package func submitReturn(
        _ record: RecordID,
        asItIs: Bool = false,
        reason: String? = nil
    ) throws -> (saved: Saved, content: Hash) {
        try requireWholeRecords()
        var found = try returnOnDevice(record)
        guard found.record.conflicts.isEmpty else {
            throw Problem(
                .returnChanged,
                "The return has open conflicts. Settle them, then prepare and submit it again."
                    + " See them with: keeplocal conflict list"
            )
        }
        try requireNoTwin(of: found)
        try ReturnDelegation.require(
            identity().actor,
            in: found.record.scope,
            services().map(\.record).filter { $0.scope == found.record.scope },
            for: returnField("service").flatMap { found.record.text($0.text) }
        )
        let figures = try figures(of: found.record)
        if asItIs {
            let byHand = try self.figures(figures.fields, found.record, [:], asItIs: true, reason)
            if !byHand.isEmpty {
                _ = try edit(record, fields: byHand)
                found = try returnOnDevice(record)
            }
        } else {
            let mended = try mendedAdjustments(of: found.record, figures.fields)
            if !mended.isEmpty {
                _ = try edit(record, fields: mended)
                found = try returnOnDevice(record)
            }
            try requireCurrent(figures, found.record)
        }
        let revision = ReturnRevision(
            record: record,
            form: found.record.form,
            formVersion: found.record.formVersion,
            fields: found.record.fields,
            manifest: try manifest(of: figures.counted)
        )
        return (try move(record, .submit(revision: revision)), try revision.contentHash())
    }

    /// Refuses a return whose period is under way: its figures are of a part of it.
    ///
    /// - Throws: `Problem` `return.wrong_state`.
    package func requireOver(_ record: RecordID) throws {
        let period = try period(of: returnOnDevice(record).record)
        guard period.last >= today else { return }
        throw Problem(
            .returnWrongState,
            "\(period) is under way until \(period.last), so its figures are of a part of it."
                + " Nothing was submitted. Submit it after that day, or now with --early, and the"
                + " council reads that it was early."
        )
    }

    private func requireCurrent(_ figures: ReturnFigures, _ record: Record) throws {
        let number = { (value: FieldValue?) -> String in
            if case .integer(let number)? = value { "\(number)" } else { "empty" }
        }
        let counted = figures.fields.sorted { $0.key < $1.key }
        let other = try counted.compactMap { path, value -> String? in
            let place = try adjustment(of: path, in: record.id)
            let isByHand = place.map { record.fields[$0.reason] != nil } ?? false
            let known = isByHand ? place.flatMap { record.fields[$0.counted] } : record.fields[path]
            let what = isByHand ? "\(path) was set by hand beside" : "\(path) is"
            return value == known
                ? nil : "\(what) \(number(known)), counted now: \(number(value))"
        }
        guard !other.isEmpty else { return }
        throw Problem(
            .returnChanged,
            "The return does not say what this device counts. \(other.joined(separator: "; "))."
                + " Either records changed since it was prepared, or a figure was set by hand"
                + " without a reason. Nothing was submitted. Prepare it again, or submit it with"
                + " --as-it-is --reason TEXT."
        )
    }

    /// What a return would be made from now.
    func manifestNow(_ figures: ReturnFigures) throws -> [ManifestEntry] {
        try figures.counted.sorted().compactMap { record in
            try pulled(record).map {
                ManifestEntry(record: record, version: $0.state.version, hash: $0.hash)
            }
        }
    }

    private func manifest(of records: Set<RecordID>) throws -> [ManifestEntry] {
        var entries: [ManifestEntry] = []
        var waiting = 0
        // Unsent, or stored and not pulled yet: the figures know it, and the manifest could not.
        let pending = Set(try pendingEntries().map(\.change.record))
        for record in records.sorted() {
            guard let pulled = try pulled(record), !pending.contains(record) else {
                waiting += 1
                continue
            }
            entries.append(
                ManifestEntry(record: record, version: pulled.state.version, hash: pulled.hash)
            )
        }
        guard waiting == 0 else {
            throw Problem(
                .returnChanged,
                "\(waiting) of the records that the return was made from are not stored at the"
                    + " server yet. Run: keeplocal sync, then submit."
            )
        }
        guard entries.count <= Limits.manifestEntriesMax else {
            throw Problem(
                .changeTooLarge,
                "A return is made from at most \(Limits.manifestEntriesMax) records; this one"
                    + " from \(entries.count)."
            )
        }
        return entries
    }
}
