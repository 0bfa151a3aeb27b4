// SPDX-License-Identifier: Apache-2.0

import FieldModel

extension RecordState {
    /// With one more move of a return, a second later and by a person of its own.
    func moved(_ move: ReturnMove, saying words: String? = nil) -> RecordState {
        var random = SystemRandomNumberGenerator()
        let change = Change(
            id: .make(at: Desk.now, using: &random),
            device: DeviceID(high: 9, low: 9),
            counter: version + 1,
            record: record,
            form: form,
            formVersion: 1,
            scope: scope,
            kind: .step,
            base: version,
            step: .move(move),
            reason: words,
            author: PersonID(high: 9, low: UInt64(version)),
            party: .organisation,
            at: HybridTime(instant: Desk.now.adding(seconds: version - 100_000))
        )
        return merge(self, RecordState(change, version: version + 1))
    }

    /// As a server gives it.
    func pulled() throws -> PulledRecord {
        let bytes = try Canonical.encode(self)
        return PulledRecord(state: self, bytes: bytes, hash: Hash(of: bytes))
    }
}
