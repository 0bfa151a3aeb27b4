// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import FieldStore

extension StoreSession {
    /// A question or a group of returns, by its name in the form or as it is labelled.
    ///
    /// - Throws: `Problem` `field.unknown`, with the one that is written nearly so.
    func returnField(_ text: String) throws -> FieldPath {
        let form = try form(formID("quarterly_return"))
        let wanted = text.trimmingBlanks
        if let path = FieldPath(wanted), form.has(path.template) { return path }
        let labelled = form.fields.filter { $0.label.lowercased() == wanted.lowercased() }
        if labelled.count == 1, let path = FieldPath(labelled[0].template) { return path }
        let near = form.fields.near(wanted).first.map {
            " Did you mean \($0.template) (\($0.label))?"
        }
        throw Problem(
            .fieldUnknown,
            "A return has no field or group '\(wanted.prefix(100))'.\(near ?? "") See them with:"
                + " keeplocal form show quarterly_return"
        )
    }
}

extension CompiledForm {
    fileprivate func has(_ template: String) -> Bool {
        fields.contains { $0.template == template || $0.template.hasPrefix(template + "/") }
    }
}
