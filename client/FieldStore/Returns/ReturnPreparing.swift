// SPDX-License-Identifier: Apache-2.0

import FieldForms
package import FieldModel

/// Checking a return, and setting a figure by hand.
extension StoreSession {
    /// Says that the organisation has checked a return; counts its figures anew unless `asItIs`.
    ///
    /// A figure that was set by hand keeps its value: it stands in the return with the reason, and
    /// with what was counted.
    ///
    /// - Throws: `Problem` `reason.missing` for a figure that is set by hand without a reason.
    package func prepareReturn(
        _ record: RecordID,
        answers: [FieldPath: FieldValue?],
        asItIs: Bool = false,
        reason: String? = nil
    ) throws -> Saved {
        try requireWholeRecords()
        let found = try returnOnDevice(record)
        let counted = try figures(of: found.record, with: answers).fields
        let fields = try figures(counted, found.record, answers, asItIs: asItIs, reason)
        if !fields.isEmpty { _ = try edit(record, fields: fields) }
        return try move(record, .prepare)
    }

    /// The answers of a return with its figures: counted, or by hand with the adjustment that says
    /// so.
    func figures(
        _ counted: [FieldPath: FieldValue],
        _ record: Record,
        _ answers: [FieldPath: FieldValue?],
        asItIs: Bool,
        _ reason: String?
    ) throws -> [FieldPath: FieldValue?] {
        var fields = answers
        for (path, value) in counted.sorted(by: { $0.key < $1.key }) {
            let places = try adjustment(of: path, in: record.id)
            let isAdjusted = places.map { record.fields[$0.reason] != nil } ?? false
            let keeps = asItIs || isAdjusted
            let given = answers[path].map(\.self) ?? (keeps ? record.fields[path] : value)
            fields[path] = .some(given)
            guard let places else { continue }
            guard given != value else {
                // As a whole: what another person wrote into it since says nothing alone.
                for place in places.all { fields[place] = .some(nil) }
                continue
            }
            if reason != nil || !isAdjusted {
                fields[places.reason] = .text(try required(reason, for: path))
            }
            fields[places.figure] = .choice(path.text)
            fields[places.counted] = value
        }
        return fields.filter { $0.value != record.fields[$0.key] }
    }

    private func required(_ reason: String?, for path: FieldPath) throws -> String {
        guard let reason, !reason.allSatisfy(\.isWhitespace) else {
            throw Problem(
                .reasonMissing,
                "\(path.text) is not what is counted, so the council must read why. Say it with"
                    + " --reason TEXT, or leave the figure to be counted."
            )
        }
        return reason
    }
}
