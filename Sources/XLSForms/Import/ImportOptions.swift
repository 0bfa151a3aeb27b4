// SPDX-License-Identifier: Apache-2.0

package import FieldForms
package import FieldModel
package import Workbooks

/// What whoever imports a form decides, rather than its sheets.
package struct ImportOptions: Sendable {
    /// In place of `form_id`.
    package var id: FormID?
    package var audience: Audience?
    /// The number that the form gets; what its sheets say is kept as a note.
    package var version = 1
    /// The name of the form where its sheets give none.
    package var fallbackID = "form"
    /// The forms whose records choices may be taken from.
    package var forms: Set<FormID> = []
    /// The same as they are, to check entities against; nil where they are not known.
    package var known: [FormID: CompiledForm]?
    /// Whether earlier versions are known at all, and those of the form; without any, it is new.
    package var knowsVersions = false
    package var versions: FormVersions?
    /// The files beside the form, by their names without `.csv`.
    package var files: [String: Sheet] = [:]

    package init() {}

    /// An audience that was asked for decides the category where the sheets do not.
    var category: Category {
        switch audience {
        case .council: .service
        case .finance: .spend
        case .network: .measure
        case .organisation, nil: .caseData
        }
    }
}
