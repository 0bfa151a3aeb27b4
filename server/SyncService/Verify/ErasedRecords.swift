// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation

/// What a log says was erased, and what of it cannot be read any more.
struct ErasedRecords {
    /// Records that an entry of the log names as erased.
    private(set) var named: Set<RecordID> = []
    /// Records of which a payload has no key.
    var unreadable: Set<RecordID> = []

    mutating func take(_ content: Data, _ place: String, _ result: inout Verification) {
        guard let signed: DirectoryEvent.Signed = try? Canonical.decode(from: content),
            case .erased(let erasure) = signed.event
        else { return result.failChain("\(place) cannot be read as an erasure") }
        named.formUnion(erasure.records)
    }
}
