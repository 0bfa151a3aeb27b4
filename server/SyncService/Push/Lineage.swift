// SPDX-License-Identifier: Apache-2.0

import FieldModel

extension ChangeJudge {
    /// That a change names as its device's former identities only those which the server knows as
    /// such: a write takes the place of theirs, so nobody may claim another's.
    func checkLineage(_ change: Change) throws {
        guard let lineage = change.lineage else { return }
        var ancestors: Set<DeviceID> = []
        var device = try reader.device(change.device)
        while let parent = device?.parent, ancestors.insert(parent).inserted {
            device = try reader.device(parent)
        }
        guard lineage.count <= Limits.deviceForksMax,
            lineage.allSatisfy({ ancestors.contains($0.device) })
        else {
            throw Problem(
                .changeMalformed,
                "The change names former identities that its device never had."
            )
        }
    }
}
