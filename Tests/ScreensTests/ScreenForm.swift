// SPDX-License-Identifier: Apache-2.0

import FieldForms

/// Questions for forms that are shown on a screen.
enum ScreenForm {
    static func item(
        _ type: FormItem.Kind,
        _ name: String,
        _ change: (inout FormItem) -> Void = { _ in }
    ) -> FormItem {
        var item = FormItem(type, name: name)
        item.label = "Label of \(name)"
        change(&item)
        return item
    }
}
