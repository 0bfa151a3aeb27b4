// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// What the records counted for a figure that was set by hand, when it was submitted and now.
package struct ReturnRecount: Hashable, Sendable {
    package let was: Int64
    package let now: Int64

    /// By more than a twentieth, as for figures that are counted.
    package var isMaterial: Bool { abs(now - was) * 20 > abs(was) }
}

extension StoreSession {
    /// By figures that were set by hand, those whose records count otherwise now; none where this
    /// device has not the records.
    ///
    /// `shown` is what the return says; without it, what was submitted last.
    package func recounts(
        of found: ReturnOnDevice,
        in shown: [FieldPath: FieldValue]? = nil
    ) throws -> [FieldPath: ReturnRecount] {
        // Most returns have none, and counting takes its time.
        guard let last = shown ?? found.progress.revisions.last?.fields,
            last.keys.contains(where: { $0.template == "adjustment/reason" }),
            try differenceSinceSubmission(found) != nil
        else { return [:] }
        var recounts: [FieldPath: ReturnRecount] = [:]
        for (path, value) in try figures(of: found.record).fields {
            guard let place = try adjustment(of: path, in: found.record.id),
                last[place.reason] != nil,
                case .integer(let was)? = last[place.counted],
                case .integer(let now) = value, was != now
            else { continue }
            recounts[path] = ReturnRecount(was: was, now: now)
        }
        return recounts
    }
}
