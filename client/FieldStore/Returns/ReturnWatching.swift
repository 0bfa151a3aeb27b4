// SPDX-License-Identifier: Apache-2.0

import FieldForms
package import FieldModel

/// What became of returns, and who has the ball.
extension StoreSession {
    /// What counting now gives otherwise than what was submitted last; nil where nothing was
    /// submitted, or where this device has not the records that it was made from.
    package func differenceSinceSubmission(_ found: ReturnOnDevice) throws -> ReturnDifference? {
        guard let last = found.progress.revisions.last else { return nil }
        let scope = found.record.scope
        let cases = Scope(
            council: scope.council,
            organisation: scope.organisation,
            audience: .organisation
        )
        guard may(try identity().actor, .read, .record(cases, .caseData)) else { return nil }
        let figures = try figures(of: found.record)
        var after = last.fields
        for (path, value) in figures.fields {
            let place = try adjustment(of: path, in: found.record.id)
            let isByHand = place.map { last.fields[$0.reason] != nil } ?? false
            if !isByHand { after[path] = value }
        }
        return ReturnDifference(
            from: (last.fields, last.manifest),
            to: (after, try manifestNow(figures))
        )
    }

    /// Every return that was agreed for a service, and every one that was opened.
    package func returnBoard(today: PlainDate) throws -> ReturnBoard {
        let opened = try returns().compactMap { found -> ReturnBoard.Opened? in
            guard let period = try? period(of: found.record) else { return nil }
            return ReturnBoard.Opened(
                record: found.record.id,
                organisation: found.record.scope.organisation,
                service: try returnField("service").flatMap { found.record.text($0.text) },
                period: period,
                progress: found.progress
            )
        }
        return ReturnBoard(
            agreed: try agreedReturns(),
            opened: opened,
            waivers: try waivers(),
            today: today
        )
    }

    func waivers() throws -> [ReturnBoard.Waiver] {
        try placed("return_waiver").compactMap { record in
            guard !record.isDeleted, let service = record.text("service"),
                let period = record.text("period").flatMap(ReturnPeriod.init),
                let reason = record.text("reason")
            else { return nil }
            return ReturnBoard.Waiver(
                service: service,
                period: period,
                reason: reason,
                record: record.id
            )
        }
    }

    private func placed(_ name: String) throws -> [Record] {
        guard let form = FormID(name) else { return [] }
        return try records(form: form).map(placed)
    }
}
