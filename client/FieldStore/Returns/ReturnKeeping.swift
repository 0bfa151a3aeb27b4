// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// A figure that was set by hand and stays, though the records count otherwise than they did then.
package struct ReturnKept: Hashable, Sendable {
    package let figure: FieldPath
    package let byHand: Int64
    package let was: Int64
    package let now: Int64
    package let reason: String
}

extension StoreSession {
    /// What preparing a return with these answers would keep, asked before it is done: afterwards
    /// it says that the records count what they count now.
    package func keptByHand(
        in record: RecordID,
        answers: [FieldPath: FieldValue?],
        reason: String? = nil
    ) throws -> [ReturnKept] {
        let found = try returnOnDevice(record).record
        let fields = found.fields
        // Most returns have none, and counting takes its time.
        guard fields.keys.contains(where: { $0.template == "adjustment/reason" }) else {
            return []
        }
        let counted = try figures(of: found, with: answers).fields
        return try counted.sorted { $0.key < $1.key }.compactMap { path, value in
            guard let places = try adjustment(of: path, in: record), answers[path] == nil,
                case .text(let said)? = fields[places.reason],
                case .integer(let byHand)? = fields[path],
                case .integer(let was)? = fields[places.counted],
                case .integer(let now) = value, was != now, byHand != now
            else { return nil }
            return ReturnKept(
                figure: path,
                byHand: byHand,
                was: was,
                now: now,
                reason: reason ?? said
            )
        }
    }
}
