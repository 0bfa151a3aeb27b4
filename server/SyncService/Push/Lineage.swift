// SPDX-License-Identifier: Apache-2.0

import FieldModel

extension ChangeJudge {
    /// That a change names as its device's former identities only those which the server knows as
    /// such, with counters that those have used: a write takes the place of theirs, so nobody may
    /// claim another person's.
    func checkLineage(_ change: Change) throws {
        guard let lineage = change.lineage else { return }
        let lastCounters = try lastCounters(ofFormer: change)
        guard lineage.count <= Limits.deviceForksMax,
            lineage.allSatisfy({ ancestor in
                ancestor.counter > 0 && ancestor.counter <= lastCounters[ancestor.device] ?? 0
            })
        else {
            throw Problem(
                .changeMalformed,
                "The change names former identities that its device never had."
            )
        }
    }

    /// A lineage without the identities that this server never had, or had before it was restored:
    /// the device was enrolled again here, and all that was under those comes again under the new
    /// one, so nothing of it need be named.
    ///
    /// A restored server may also have lost counters, and which device is whose successor.
    func provable(_ change: Change) throws -> [Ancestor]? {
        let lineage = change.lineage ?? []
        guard lineage.count <= Limits.deviceForksMax else { return lineage }
        guard try reader.timeline() > 0 else {
            let known = try lineage.filter { try reader.device($0.device) != nil }
            return known.isEmpty ? nil : known
        }
        let lastCounters = try lastCounters(ofFormer: change)
        let known = lineage.compactMap { ancestor -> Ancestor? in
            let last = min(ancestor.counter, lastCounters[ancestor.device] ?? 0)
            return last > 0 ? Ancestor(device: ancestor.device, counter: last) : nil
        }
        return known.isEmpty ? nil : known
    }

    /// The identities that the device of a change may call its former ones: those that it stems
    /// from, and those of the same person, as a device that was revoked or forgotten is enrolled
    /// again without a parent.
    private func lastCounters(ofFormer change: Change) throws -> [DeviceID: Int64] {
        var lastCounters: [DeviceID: Int64] = [:]
        let sender = try reader.device(change.device)
        var device = sender
        while let parent = device?.parent, lastCounters[parent] == nil {
            device = try reader.device(parent)
            lastCounters[parent] = device?.lastCounter ?? 0
        }
        for ancestor in (change.lineage ?? []).prefix(Limits.deviceForksMax)
        where lastCounters[ancestor.device] == nil {
            guard let former = try reader.device(ancestor.device), former.person == sender?.person
            else { continue }
            lastCounters[ancestor.device] = former.lastCounter
        }
        return lastCounters
    }
}
