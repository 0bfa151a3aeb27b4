// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FieldStore
import Testing

extension PulledRecord {
    /// A record of the hub that others edited without having seen each other's answers.
    static func disputed(
        _ form: String,
        _ audience: Audience,
        _ first: [String: FieldValue],
        _ edits: [String: FieldValue]...
    ) throws -> PulledRecord {
        var random = SystemRandomNumberGenerator()
        let record = RecordID.make(at: Desk.now, using: &random)
        let id = try #require(FormID(form))
        let scope = Scope(
            council: try #require(CouncilID("bradford")),
            organisation: Desk.hub,
            audience: audience
        )
        let states = try ([first] + edits).enumerated().map { number, answers in
            let change = Change(
                id: .make(at: Desk.now, using: &random),
                device: DeviceID(high: 8, low: UInt64(number)),
                counter: 1,
                record: record,
                form: id,
                formVersion: 1,
                scope: scope,
                kind: number == 0 ? .create : .edit,
                base: number == 0 ? 0 : 1,
                patch: Dictionary(
                    try answers.map {
                        (
                            try #require(FieldPath($0)),
                            FieldModel.Edit(to: $1, was: number == 0 ? nil : first[$0])
                        )
                    },
                    uniquingKeysWith: { first, _ in first }
                ),
                author: PersonID(high: 8, low: UInt64(number)),
                party: audience == .organisation ? .organisation : .council,
                at: HybridTime(instant: Desk.now.adding(seconds: Int64(number) - 100))
            )
            return RecordState(change, version: Int64(number + 1))
        }
        return try states.dropFirst().reduce(states[0], merge).pulled()
    }
}
