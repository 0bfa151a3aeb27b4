// SPDX-License-Identifier: Apache-2.0

import FieldModel

extension ChangeJudge {
    /// That a change names as its device's former identities only those which the server knows as
    /// such, with counters that those have used: a write takes the place of theirs, so nobody may
    /// claim another person's.
    func checkLineage(_ change: Change) throws {
        guard let lineage = change.lineage else { return }
        var lastCounters: [DeviceID: Int64] = [:]
        var device = try reader.device(change.device)
        while let parent = device?.parent, lastCounters[parent] == nil {
            device = try reader.device(parent)
            lastCounters[parent] = device?.lastCounter ?? 0
        }
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
}
