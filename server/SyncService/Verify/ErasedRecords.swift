// SPDX-License-Identifier: Apache-2.0

import FieldModel

/// What a log says was erased, and what of it cannot be read any more.
struct ErasedRecords {
    /// Records that an entry of the log names as erased.
    private(set) var named: Set<RecordID> = []
    /// Records of which a payload has no key.
    var unreadable: Set<RecordID> = []

    mutating func take(_ erasure: Erasure) { named.formUnion(erasure.records) }
}
