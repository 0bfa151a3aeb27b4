// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FieldStore
import Screens

extension Standing {
    /// No sync sends anything from a device that was revoked, nor brings an answer.
    func meaning(onRevoked isRevoked: Bool) -> String {
        guard isRevoked else { return meaning }
        return switch self {
        case .saved: "on this device only; goes out once it is enrolled again"
        case .sent: "sent, and not answered before this device was revoked"
        default: meaning
        }
    }
}

extension StoreSession {
    /// What happened and what to do; nothing for a device that may sync.
    func revokedLines(seeing place: String = "see keeplocal status") throws -> [String] {
        guard let heard = try revoked() else { return [] }
        let counts = try journalCounts()
        let kept = (counts[.saved] ?? 0) + (counts[.sent] ?? 0)
        let work =
            kept == 0
            ? ""
            : " Here \(kept == 1 ? "is" : "are") \(count(kept, "change")) of yours that the server"
                + " gave no answer to (\(place)); \(kept == 1 ? "it goes" : "they go") out once the"
                + " device is enrolled again."
        let words =
            "This device was revoked; it heard so on \(heard.words). It sends and fetches nothing"
            + " any more, and what the server had told it is removed.\(work) Ask an administrator"
            + " for a code, then:"
        return words.wrapped() + ["  keeplocal enrol \(inert(try identity().server)) CODE"]
    }

    /// There is no such record; on a device that was revoked it may have been.
    func unknown(_ record: RecordID) throws -> Problem {
        let isKept = try journal(of: record).contains { $0.state == .saved || $0.state == .sent }
        guard isKept, try revoked() != nil else {
            return Problem(
                .recordUnknown,
                "There is no record \(record) on this device. See: keeplocal list"
            )
        }
        return Problem(
            .recordUnknown,
            "The record \(record) was removed from this device, as the device was revoked. What you"
                + " changed in it and the server has not answered is kept: keeplocal status"
        )
    }
}
