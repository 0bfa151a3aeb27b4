// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FieldStore

extension StoreSession {
    func pulledHashes() throws -> [RecordID: Hash] {
        Dictionary(try pulledRecords().map { ($0.state.record, $0.hash) }, uniquingKeysWith: { $1 })
    }

    func pulledScopes() throws -> Set<Scope> { Set(try pulledRecords().map(\.state.scope)) }
}

extension SimulatedDevice {
    /// True for a record with an own change that the server has not taken, and that still shows.
    func hasPending(_ record: RecordID) throws -> Bool {
        try store.read { try $0.journal(of: record) }.contains { $0.state != .stored }
    }
}
