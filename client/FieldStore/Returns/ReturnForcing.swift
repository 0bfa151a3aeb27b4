// SPDX-License-Identifier: Apache-2.0

import FieldForms
package import FieldModel

extension StoreSession {
    /// Says that a return which this device does not hold is to be in another state; it is when
    /// another administrator says the same.
    ///
    /// - Throws: `Problem` `reason.missing`, `return.wrong_state`, `return.same_person`,
    ///   `permission.denied`, or `form.unknown`.
    package func force(
        _ report: ReturnReport,
        to state: ReturnState,
        reason: String
    ) throws -> Saved {
        guard !reason.allSatisfy(\.isWhitespace) else {
            throw Problem(
                .reasonMissing,
                "The organisation and the council read why. Say it with: --reason TEXT"
            )
        }
        let isSubmitted = report.content != nil
        if let why = report.state.hindrance(forcing: state, isSubmitted: isSubmitted) {
            throw Problem(.returnWrongState, "\(why) Nothing was forced.")
        }
        try requireOther(report, state)
        guard let form = try form(report.form, version: report.formVersion) else {
            throw Problem(
                .formUnknown,
                "This device has no form \(report.form) version \(report.formVersion) yet."
                    + " Fetch it with: keeplocal sync"
            )
        }
        let target = Target(
            record: report.record,
            form: form,
            scope: report.scope,
            base: report.version
        )
        let move = ReturnMove.force(to: state, content: report.content)
        let change = try write(.step, target, step: .move(move), reason: reason)
        return Saved(record: report.record, change: change.id)
    }

    private func requireOther(_ report: ReturnReport, _ state: ReturnState) throws {
        let me = try identity().person
        let isMine = report.forces.contains { force in
            force.isOpen && force.to == state && force.said.contains { $0.person == me }
        }
        guard !isMine else {
            throw Problem(
                .returnSamePerson,
                "You asked for this already. Another administrator has to say the same, with a"
                    + " reason of their own."
            )
        }
    }
}
