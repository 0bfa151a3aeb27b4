// SPDX-License-Identifier: Apache-2.0

package import FieldModel

extension FormID {
    /// True for the forms whose records commands make, each with checks of its own: decisions and
    /// whole files, which nobody fills in question by question.
    package var isOfCommands: Bool { Self.ofCommands.contains(text) }

    private static let ofCommands: Set<String> = [
        "consent_exception", "distinct_people", "late_work", "place_need", "return_waiver",
        "spend_ledger", "ward_lookup",
    ]
}
